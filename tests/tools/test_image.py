"""What the image is made of, and how it is started: the Dockerfile and docker-compose.yml against the project."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from schemas.intake.limits import LIMITS
from tools.image import ROOT, command, copied, environment, of_service, stages

BUILD, FINAL = stages((ROOT / "Dockerfile").read_text(encoding="utf-8"))
COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
PACKAGES = {
    name.rstrip("*")
    for name in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]["find"][
        "include"
    ]
}

LEFT_OUT = {
    # Never in production, or the same in every installation.
    "DEBUG",
    "CONFIRM_IDENTITY",
    "SECOND_FACTOR_REQUIRED",
    "SECURE_SSL_REDIRECT",
    "EMAIL_BACKEND",
    "LOG_FORMAT",
    "MAX_REQUEST_BYTES",
    "TASK_SOFT_SECONDS",
    "TASK_HARD_SECONDS",
}


def test_what_is_copied_exists() -> None:
    for source, _ in copied(BUILD) + copied(FINAL):
        assert (ROOT / source).exists(), source


def test_every_package_is_in_the_image() -> None:
    there = {target for _, target in copied(FINAL)}
    ours = {app.partition(".")[0] for app in settings.INSTALLED_APPS if (ROOT / app.partition(".")[0]).is_dir()}
    assert ours <= there
    assert there >= PACKAGES
    assert {"./manage.py", "static", "templates"} <= there


def test_no_package_of_the_project_is_forgotten_where_packages_are_named() -> None:
    found = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert found - PACKAGES == {"tests", "tools"}


def test_settings_can_be_read_where_collectstatic_runs(tmp_path: Path) -> None:
    (line,) = [step.rest for step in FINAL if "collectstatic" in step.rest]
    said = dict(re.findall(r"([A-Z_]+)=(\S+)", line))
    own = {"STATIC_DIR": str(tmp_path / "static"), "VAR_DIR": str(tmp_path), "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--dry-run"],
        env={**own, **said},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-500:]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("allowed", ["portal.example.org", ".example.org,other.example.net", " portal.example.org ,x"])
def test_the_health_check_of_the_image_passes(live_server: Any, settings: Any, allowed: str) -> None:
    settings.ALLOWED_HOSTS = [host.strip() for host in allowed.split(",")]
    port = live_server.url.rpartition(":")[2]
    check = [part.replace(":8000", f":{port}") for part in command(FINAL, "HEALTHCHECK")]
    done = subprocess.run(
        [sys.executable, *check[1:]], env={"ALLOWED_HOSTS": allowed}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-300:]


def test_the_portal_does_not_answer_under_its_own_address(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["portal.example.org"]
    assert client.get("/health/live", headers={"host": "127.0.0.1:8000"}).status_code == 400


def names_read(path: Path) -> set[str]:
    """The settings that a module reads from the environment."""
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    asked = [call for call in calls if re.fullmatch(r"env\.\w+", ast.unparse(call.func))]
    return {str(ast.literal_eval(call.args[0])) for call in asked}


def test_every_setting_can_be_given() -> None:
    passed = set(re.findall(r"^    ([A-Z_]+): ", COMPOSE, re.M))
    read = names_read(ROOT / "census" / "settings.py")
    assert read - passed - set(environment(FINAL)) == LEFT_OUT
    assert len(read) > 30


def test_only_migrate_and_grant_are_the_owner_of_the_database() -> None:
    bodies = dict(re.findall(r"^  (\w+):\n((?:    .*\n|\n)+)", COMPOSE, re.M))
    assert {name for name, body in bodies.items() if "environment: *owner" in body} == {"migrate", "grant"}
    common, owner = COMPOSE.partition("\nservices:")[0].split("\nx-owner:")
    assert "postgres://census_web:" in common
    assert "postgres://census:" not in common
    assert "postgres://census:" in owner
    for name in ("web", "worker", "beat"):
        assert "grant: {condition: service_completed_successfully}" in bodies[name]


def test_an_empty_setting_is_as_none_at_all() -> None:
    """As docker-compose.yml passes what the operator did not set."""
    said = dict.fromkeys(("OIDC_ISSUER", "OIDC_ORIGINS", "SECRET_KEY_FALLBACKS", "CSRF_TRUSTED_ORIGINS"), "")
    ask = (
        "import django.conf as c; s = c.settings; "
        "print(s.SECRET_KEY_FALLBACKS, s.CSRF_TRUSTED_ORIGINS, s.OIDC_ORIGINS, s.SOCIALACCOUNT_PROVIDERS)"
    )

    def found(**more: str) -> str:
        env = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "census.settings", **said, **more}
        done = subprocess.run(
            [sys.executable, "-c", ask], env=env, cwd=ROOT, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    assert found() == "[] [] [] {}"
    provider = {"OIDC_ISSUER": "https://id.example.org/oidc", "OIDC_CLIENT_ID": "a", "OIDC_CLIENT_SECRET": "b"}
    assert found(**provider).startswith("[] [] ['https://id.example.org']")


def test_web_worker_and_beat_are_started_and_looked_after() -> None:
    assert of_service(COMPOSE, "worker")[:4] == ["celery", "--app", "census", "worker"]
    assert of_service(COMPOSE, "beat")[:4] == ["celery", "--app", "census", "beat"]
    assert of_service(COMPOSE, "migrate")[:3] == ["python", "manage.py", "migrate"]
    assert of_service(COMPOSE, "grant")[:3] == ["python", "manage.py", "grant_web_role"]
    assert "inspect ping" in of_service(COMPOSE, "worker", "test")[1]
    schedule = of_service(COMPOSE, "beat")[5]
    assert Path(schedule).name in of_service(COMPOSE, "beat", "test")[1]


def test_the_virus_scanner_takes_what_the_portal_takes_and_says_where_it_stopped() -> None:
    said = dict(re.findall(r"^      (\w+) (\S+)$", COMPOSE.partition("\n  clamd:\n")[2], re.MULTILINE))
    for limit in ("StreamMaxLength", "MaxFileSize", "MaxScanSize"):
        assert int(said[limit].removesuffix("M")) * 1024 * 1024 >= settings.MAX_REQUEST_BYTES >= LIMITS.size
    assert said["AlertExceedsMax"] == "yes"
    assert "source: clamd\n        target: /etc/clamav/clamd.conf" in COMPOSE


def test_uploads_that_are_under_way_have_a_bounded_folder() -> None:
    (size,) = re.findall(r"- /tmp:size=\$\{TMP_SIZE:-(\d+)m\}", COMPOSE)
    assert int(size) * 1024 * 1024 >= 16 * settings.MAX_REQUEST_BYTES
