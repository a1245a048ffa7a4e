"""What every test gets: no network, and fixtures for a signed-in client, a real worker and the browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

import tests.append_only  # noqa: F401
from tests.own_warnings import asked_of, in_file, no_warning_of_our_own, unasked  # noqa: F401

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
NO_CHROMIUM = f"Chromium is not installed ({CHROMIUM}): apt-get install chromium, or name it in CHROMIUM"
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Browser tests need Chromium. In CI its absence is a failure, on a desk it is said and they are passed over.

    Those about PostgreSQL itself are left to the run on it: `make test-services`, or DATABASE_URL.
    """
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        elsewhere = [item for item in items if item.get_closest_marker("postgresql")]
        items[:] = [item for item in items if item not in elsewhere]
        config.hook.pytest_deselected(items=elsewhere)
    if CHROMIUM.exists() or os.environ.get("CI"):
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the folder of this run, when its last process is done."""
    if not hasattr(config, "workerinput"):
        from django.conf import settings

        shutil.rmtree(settings.TEST_RUN_DIR, ignore_errors=True)


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Nothing but this machine can be reached."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOOPBACK:
            raise OSError(f"A test tried to reach {address[0]}: tests use no network.")
        connect(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded)
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def broker_is_there() -> None:
    """The folders of the broker of files, so that a task that a test rings for is heard."""
    from census.connections import prepare_broker

    prepare_broker()


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    """Sign-in limits count in the cache: each test starts from nought."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(autouse=True)
def looks_at_everything() -> Iterator[None]:
    """A test is nobody: it looks at everything. A request inside it sees what its own person sees, as ever."""
    from scoping import unscoped

    with unscoped("a test looks at what happened"):
        yield


@pytest.fixture
def act(db: None) -> Callable[..., Any]:
    """A client signed in for an organisation: ``act(school, "edit", "submit")``."""
    from django.test import Client

    from accounts.models import Organisation
    from tests.factories import member

    def sign_in(organisation: Organisation, *may: str, **fields: Any) -> Client:
        client = Client()
        client.force_login(member(organisation, *may, **fields).person)
        return client

    return sign_in


def database_url() -> str:
    """The address of the test database, for a process beside the test."""
    from django.db import connection

    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{quote(str(values['NAME']))}"
    password = f":{quote(values['PASSWORD'])}" if values["PASSWORD"] else ""
    port = f":{values['PORT']}" if values["PORT"] else ""
    return f"postgres://{quote(values['USER'])}{password}@{quote(values['HOST'])}{port}/{quote(str(values['NAME']))}"


@pytest.fixture
def start_worker(
    transactional_db: None, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Start a real Celery worker on the test database and broker; all are stopped at the end of the test.

    ``start_worker()`` returns when the worker takes tasks, and may be called again, for instance after killing it.
    """
    from django.conf import settings

    from census.celery import app
    from census.connections import prepare_broker

    broker = Path(settings.BROKER_FOLDER)
    shutil.rmtree(broker, ignore_errors=True)
    prepare_broker()
    app.control.purge()
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        log = tmp_path / f"worker-{len(started)}.log"
        env = {**os.environ, "DATABASE_URL": database_url(), "LOG_LEVEL": "INFO", "CENSUS_ENV": "test"}
        command = [sys.executable, "-m", "celery", "--app", "census", "worker", "--concurrency", "2"]
        command += [
            "--without-gossip",
            "--without-mingle",
            "--without-heartbeat",
            "--hostname",
            f"test{len(started)}@%h",
        ]
        with log.open("wb") as out:
            worker = subprocess.Popen(command, env=env, stdout=out, stderr=subprocess.STDOUT, start_new_session=True)
        started.append(worker)
        deadline = time.monotonic() + 30
        while b" ready." not in log.read_bytes():
            if worker.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"The worker did not start:\n{log.read_text(errors='replace')[-3000:]}")
            time.sleep(0.05)
        return worker

    yield start
    for worker in started:
        # SIGKILL to the session: nothing a test started outlives it.
        if worker.poll() is None:
            os.killpg(worker.pid, 9)
        worker.wait()
    for log in sorted(tmp_path.glob("worker-*.log")):
        print(f"== {log.name}\n{log.read_text(errors='replace')[-5000:]}")  # noqa: T201  (shown where the test failed)
    warned = [event for log in sorted(tmp_path.glob("worker-*.log")) for event in in_file(log)]
    left = unasked(warned, asked_of(request.node))
    assert not left, f"a worker logged without being asked for (mark the test with pytest.mark.logs): {left}"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The Chromium of this machine, quiet: it makes no calls of its own."""
    if not CHROMIUM.exists():
        pytest.fail(NO_CHROMIUM)
    # From here on Playwright's loop runs in this thread, and Django would refuse every query of a test because of it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    flags = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    if os.geteuid() == 0:
        flags.append("--no-sandbox")  # Chromium's sandbox does not run as root
    return {**browser_type_launch_args, "executable_path": str(CHROMIUM), "args": flags}


@pytest.fixture
def portal(live_server: Any) -> str:
    """The address of a running portal, for browser tests."""
    return str(live_server.url)


@pytest.fixture
def no_violations() -> Callable[[Any], None]:
    """Ask axe about the page as it stands: WCAG 2.2 A and AA, and nothing wider than the window."""
    from axe_playwright_python.sync_playwright import Axe

    levels = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

    def check(page: Any) -> None:
        found = Axe().run(page, options={"runOnly": levels}).response["violations"]
        assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found] == [], page.url
        too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert too_wide == 0, f"{page.url} scrolls sideways by {too_wide} px"

    return check


# How fast a busy machine makes examples says nothing about what is tested.
hypothesis_settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("busy")
