"""Marked names, addresses, UPNs and tokens go through the real web server and worker: no log line has them."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import pytest

from accounts import asked
from accounts.asked import Asked
from accounts.claims import ClaimPin
from accounts.models import Mail, Membership
from collect.models import Return, Submission
from tests.accounts.support import link_in
from tests.census.loud.tasks import WORDS, expects_to_fail, fails, tries_again
from tests.collect.factories import ReturnFactory, collector
from tests.collect.support import pupil_xml, xml
from tests.conftest import database_url
from tests.factories import PASSWORD, School, Somebody, member
from tests.waiting import until

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

SURNAME, UPN = "Marksurname", "A823200199999"
SIGNS_IN, UNKNOWN = "mark.signsin@marked.example.org", "mark.unknown@marked.example.org"
INVITED, CLAIMS = "mark.invited@marked.example.org", "mark.claims@marked.example.org"
NAMES = ("Markperson", "Markinvited", "Markclaims", "Marksurname", "Markforename")
EVERY_ATOM = "%(h)s %(u)s %(r)s %(U)s %(q)s %(f)s %(a)s %({cookie}i)s %({set-cookie}o)s %({raw_uri}e)s %(s)s"


class Browser:
    """A client of the real server, with cookies and forms. An answer is its status and its text."""

    def __init__(self, base: str):
        self.base, self.jar = base, CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def open(self, path: str, body: bytes | None = None, **headers: str) -> tuple[int, str]:
        asked = urllib.request.Request(self.base + path, body, headers)
        try:
            with self.opener.open(asked, timeout=30) as answer:
                return answer.status, answer.read().decode(errors="replace")
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode(errors="replace")

    def post(self, path: str, **fields: Any) -> tuple[int, str]:
        return self.open(path, urllib.parse.urlencode(fields, doseq=True).encode(), **self.token())

    def token(self) -> dict[str, str]:
        return {"X-CSRFToken": next((c.value or "" for c in self.jar if c.name == "csrf"), "")}

    def upload(self, path: str, content: bytes) -> tuple[int, str]:
        edge = uuid.uuid4().hex
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{SURNAME}.xml"\r\n\r\n'
        body = head.encode() + content + f"\r\n--{edge}--\r\n".encode()
        return self.open(path, body, **self.token(), **{"Content-Type": f"multipart/form-data; boundary={edge}"})


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> Iterator[str]:
    """A real gunicorn with its access log on, over the test database. Gives its address."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.census.loud.settings")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "census.wsgi", "--config", "python:census.serving", "--threads", "4"]
    command += ["--bind", f"127.0.0.1:{port}", "--no-control-socket", "--worker-tmp-dir", str(tmp_path)]
    command += ["--access-logfile", "-", "--access-logformat", EVERY_ATOM, "--log-level", "debug"]
    env = {**os.environ, "DATABASE_URL": database_url(), "LOG_LEVEL": "INFO", "CENSUS_ENV": "test"}
    with (tmp_path / "web.log").open("wb") as out:
        server = subprocess.Popen(command, env=env, stdout=out, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        assert until(lambda: answers(port))
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=2):
            return True
    except OSError:
        return False


def newest(kind: str) -> str:
    """The path of the link in the newest e-mail of a kind."""
    for pk in Asked.objects.values_list("pk", flat=True):
        asked.answer(pk)  # as the worker does, which is not started yet
    return link_in(Mail.objects.filter(kind=kind).latest("pk"))


def signed_in(base: str, email: str) -> Browser:
    browser = Browser(base)
    browser.open("/account/login/")
    assert "Sign out" in browser.post("/account/login/", login=email, password=PASSWORD)[1]
    return browser


def accounts(base: str, return_: Return) -> list[str]:
    """Wrong sign-ins, an invitation, a new password and a claim, each followed to its end. Gives the tokens."""
    stranger = Browser(base)
    stranger.open("/account/login/")
    for email in (SIGNS_IN, UNKNOWN):
        stranger.post("/account/login/", login=email, password="not-the-password-at-all")
        stranger.post("/account/password/reset/", email=email)
        stranger.open(f"/account/login/?next=/&email={email}")
    people = f"/account/organisations/{return_.organisation_id}/people/"
    approver = signed_in(base, SIGNS_IN)
    approver.open(people + "invite/")
    invited = {"full_name": "Markinvited", "email": INVITED, "role": "end_user", "may": ["view"]}
    assert approver.post(people + "invite/", **invited)[0] == 200
    other = School.create()
    pin = ClaimPin.make(other, collector().person)
    claimed = {"number": other.laestab, "pin": pin, "full_name": "Markclaims", "email": CLAIMS}
    assert stranger.post("/account/claim/", **claimed)[0] == 200
    tokens = [pin]
    passwords = {"password1": "three-calm-otters", "password2": "three-calm-otters"}
    for kind, name in (("invitation", "Markinvited"), ("claim", "Markclaims")):
        link = newest(kind)
        tokens.append(link.rstrip("/").rpartition("/")[2])
        assert stranger.open(link, b"")[0] == 403  # a form without its protection
        assert "Choose a password" in stranger.open(link)[1]
        assert "Your account is ready" in stranger.post("/account/join/", full_name=name, **passwords)[1]
    stranger.post("/account/password/reset/", email=SIGNS_IN)  # signing in ended the link of the first
    link = newest("password_reset_key")
    tokens.append(link.rstrip("/").rpartition("-")[2])
    assert "New password" in stranger.open(link)[1]
    return tokens


def pupils(base: str, return_: Return) -> None:
    """A file with marked pupils is uploaded, refused, searched and taken away."""
    school = signed_in(base, SIGNS_IN)
    here = f"/returns/{return_.pk}/"
    school.open(here + "upload/")
    marked = pupil_xml(UPN, SURNAME).replace("Ada", "Markforename")
    school.upload(here + "upload/", xml(return_, pupils=marked)[:-30] + f"<{SURNAME}".encode())
    school.upload(here + "upload/", f"<Other>{SURNAME}</Other>".encode())
    assert school.upload(here + "upload/", xml(return_, pupils=marked))[0] == 200
    assert until(lambda: Submission.objects.filter(for_return=return_, state="checked").exists())
    for where in (f"findings/?q={SURNAME}", f"findings/pupils/?q={UPN}", f"findings.csv?q={SURNAME}"):
        school.open(here + where)
    school.open(f"/{SURNAME}/{UPN}/?address={SIGNS_IN}")


def failures(base: str) -> None:
    stranger = Browser(base)
    for kind in ("error", "gone", "forbidden", "odd"):
        assert stranger.open(f"/loud/{kind}/?name={SURNAME}")[0] >= 400
    with pytest.raises(http.client.HTTPException):
        stranger.open("/loud/streaming/")
    stranger.open("/account/login/")
    for _ in range(6):  # locked out, and told so by the worker
        stranger.post("/account/login/", login=SIGNS_IN, password="not-the-password-at-all")
    stranger.open("/", Host=f"{SURNAME}.marked.example.org")


def told(log: str, word: str) -> list[str]:
    return [line for line in log.splitlines() if word.lower() in line.lower()]


def test_no_line_of_any_log_tells_of_a_person(web: str, start_worker: Callable[[], Any], tmp_path: Path) -> None:
    return_ = ReturnFactory.create(organisation=School.create())
    who = Somebody.create(email=SIGNS_IN, full_name="Markperson")
    member(return_.organisation, "edit", "submit", person=who, role=Membership.Role.APPROVER)
    tokens = accounts(web, return_)
    start_worker()
    pupils(web, return_)
    failures(web)
    for task in (fails, expects_to_fail, tries_again):
        task.delay()
    worker_log, web_log = tmp_path / "worker-0.log", tmp_path / "web.log"
    assert until(lambda: worker_log.read_text().count("task_failed") >= 3)
    assert until(lambda: Mail.objects.filter(kind="sign_in_locked").exists())
    assert until(lambda: not Mail.objects.filter(attempts=0).exists())

    log = worker_log.read_text() + web_log.read_text()
    for said in ("request_failed", "streaming_failed", "task_retrying", "Error handling request", "check done"):
        assert said in log  # each of these would tell
    marks = [*NAMES, *tokens, *WORDS.split(), UPN, SIGNS_IN, UNKNOWN, INVITED, CLAIMS, PASSWORD, "marked.example"]
    assert {mark: told(log, mark) for mark in marks if told(log, mark)} == {}


def test_a_failure_is_told_by_kind_and_place(web: str, tmp_path: Path) -> None:
    Browser(web).open("/loud/error/")
    log = (tmp_path / "web.log").read_text()
    (line,) = [line for line in log.splitlines() if "request_failed" in line]
    assert "GET /loud/<str:kind>/" in line
    assert "builtins.ValueError" in line
    assert "builtins.KeyError" in line
    assert re.search(r"loud/tasks\.py:\d+ in fail", line)
