"""The Dockerfile and docker-compose.yml performed on this machine, without Docker: ``make rehearse``.

A fresh folder gets what the image would get, by the Dockerfile's own COPY and RUN lines; PostgreSQL and Valkey are real
ones from wheels; web, worker and beat start with the commands and health checks of the files under production's
settings. Somebody signs in over loopback, and an e-mail that nobody rang for must be taken up by beat and worker.

What it cannot show: the base images, the user of the container, its read-only file system and its network.
"""

from __future__ import annotations

import http.cookiejar
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.services import free_port, services
from tools.image import ROOT, Step, command, copied, environment, of_service, stages

HOST = "portal.example.org"
PASSWORD = "three-calm-otters-rehearse"
WEB_PASSWORD = "only-for-the-rehearsal"
MAKE_PEOPLE = f"""
from accounts.mail import Mail
from accounts.models import Membership, Organisation, Person
school = Organisation.objects.create(kind="school", la_number="823", estab="2001", name="Rehearsal School")
person = Person.objects.create_user("head@rehearsal.example.org", "{PASSWORD}", full_name="A Head")
Membership.objects.create(person=person, organisation=school)
Mail.objects.create(to=person.email, kind="rehearsal", subject="Rehearsal", body="Nobody rang for this.")
"""
ATTEMPTS = "from accounts.mail import Mail; print('attempts', Mail.objects.get(kind='rehearsal').attempts)"


def say(text: str) -> None:
    """A line of the report."""
    print(f"-- {text}", flush=True)


class Folder:
    """A folder that stands for the root of the image's file system."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
        self.build, self.final = stages(self.text)

    def inside(self, said: str) -> str:
        """A command or address of the image, for this folder."""
        said = re.sub(r"(?<![\w/.])/(srv|venv|data)\b", rf"{self.root}/\1", said)
        return said.replace("UPLOAD_TEMP_DIR=/tmp", f"UPLOAD_TEMP_DIR={self.root}/tmp")

    def env(self, stage: list[Step], more: Mapping[str, str]) -> dict[str, str]:
        """The environment of a process in the image: nothing of ours but where programs are."""
        own = {name: self.inside(value) for name, value in environment(stage).items()}
        own["PATH"] = own["PATH"].replace("$PATH", "/usr/local/bin:/usr/bin:/bin")
        own["UPLOAD_TEMP_DIR"] = str(self.root / "tmp")
        # Where packages come from is this machine's affair.
        pip = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
        return {"HOME": str(self.root / "tmp"), "LANG": "C.UTF-8", **pip, **own, **more}

    def copy(self, stage: list[Step]) -> None:
        """The COPY lines of a stage."""
        for source, target in copied(stage):
            there, here = self.root / "srv" / target, ROOT / source
            if here.is_dir():
                shutil.copytree(here, there, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
            else:
                shutil.copy2(here, there)

    def run(self, stage: list[Step]) -> None:
        """The RUN lines of a stage that are about Python; users are the container's."""
        for step in stage:
            if step.word == "RUN" and "useradd" not in step.rest:
                line = self.inside(step.rest)
                if line.startswith("python -m venv"):
                    line = line.replace("python", sys.executable, 1)
                say(f"RUN {step.rest[:90]}")
                subprocess.run(["/bin/sh", "-c", line], cwd=self.root / "srv", env=self.env(stage, {}), check=True)

    def made(self) -> None:
        """Build the image: the first stage, then a clean folder with what the second one takes over."""
        for name in ("srv", "data", "tmp"):
            (self.root / name).mkdir()
        self.copy(self.build)
        self.run(self.build)
        shutil.rmtree(self.root / "srv")
        (self.root / "srv").mkdir()
        self.copy(self.final)
        self.run(self.final)


def wait(what: str, is_so: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until something is so. Raises SystemExit where it never is."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise SystemExit(f"Not within {seconds:.0f} seconds: {what}")
        time.sleep(0.5)
    say(what)


@contextmanager
def running(name: str, what: Sequence[str], folder: Folder, env: Mapping[str, str]) -> Iterator[None]:
    """A process of the image, stopped at the end; its log is shown when something fails."""
    log = folder.root / f"{name}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            what, cwd=folder.root / "srv", env=dict(env), stdout=out, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        yield
        if process.poll() is not None:
            raise SystemExit(f"{name} ended by itself with {process.returncode}.")
    except BaseException:
        print(log.read_text(errors="replace")[-3000:], file=sys.stderr)
        raise
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


class Stay(urllib.request.HTTPRedirectHandler):
    """Redirects lead to https on another host: they are looked at, not followed."""

    def redirect_request(self, *_: object) -> None:
        return None


class Browser:
    """What the TLS proxy would pass on: the public host's name, and that it was https."""

    def __init__(self, port: int) -> None:
        self.base, self.cookies = f"http://127.0.0.1:{port}", http.cookiejar.CookieJar()
        self.kept: dict[str, str] = {}

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """Status, and the text or the address led to."""
        headers = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.7"}
        headers |= {"Cookie": "; ".join(f"{name}={value}" for name, value in self.kept.items())} if self.kept else {}
        headers |= {"Referer": f"https://{HOST}/", "Origin": f"https://{HOST}"} if form else {}
        encoded = urllib.parse.urlencode(form).encode() if form else None
        request = urllib.request.Request(self.base + path, encoded, headers)
        try:
            answer = urllib.request.build_opener(Stay).open(request, timeout=20)
        except urllib.error.HTTPError as said:
            answer = said
        with answer:
            for cookie in answer.headers.get_all("Set-Cookie") or ():
                name, _, value = cookie.partition(";")[0].partition("=")
                self.kept[name] = value
            return answer.status, answer.headers.get("Location") or answer.read().decode(errors="replace")


def sign_in(port: int) -> None:
    """Sign in as a person would, and take a built file."""
    browser = Browser(port)
    status, page = browser.ask("/account/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert status == 200, (status, page[:200])
    assert token is not None
    style = re.search(r'href="(/static/[^"]+\.css)"', page)
    assert style is not None
    assert re.search(r"\.[0-9a-f]{12}\.css$", style[1]), style[1]
    assert browser.ask(style[1])[0] == 200
    say(f"the sign-in page, and {style[1]} as collectstatic made it")
    form = {"login": "head@rehearsal.example.org", "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
    status, where = browser.ask("/account/login/", form)
    assert (status, where) == (302, "/"), (status, where[:300])
    assert set(browser.kept) >= {"__Host-session", "__Host-csrf"}, browser.kept.keys()
    status, page = browser.ask("/")
    assert status == 200
    assert "Rehearsal School" in page
    say("signed in: the home page of Rehearsal School")


def healthy(test: list[str], folder: Folder, env: Mapping[str, str]) -> bool:
    """Whether a health check of either file passes."""
    what = ["/bin/sh", "-c", test[1].replace("$$", "$")] if test[0] == "CMD-SHELL" else test[test[0] == "CMD" :]
    found = subprocess.run(what, cwd=folder.root / "srv", env=dict(env), capture_output=True, check=False)
    return found.returncode == 0


def as_web(address: str) -> str:
    """The same database as the role that is no owner."""
    return re.sub(r"//[^@/]+@", f"//census_web:{WEB_PASSWORD}@", address)


def rehearse(folder: Folder, addresses: Mapping[str, str]) -> None:
    """Start everything as docker-compose.yml does, and use it."""
    compose, port = (ROOT / "docker-compose.yml").read_text(encoding="utf-8"), free_port()
    scratch = str(folder.root / "tmp")
    env = folder.env(
        folder.final,
        {
            "CENSUS_ENV": "production",
            "SECRET_KEY": "rehearsal-" + os.urandom(32).hex(),
            "COLLECT_RECEIPT_KEY": "cmVoZWFyc2FsLXJlaGVhcnNhbC1yZWhlYXJzYWwtMDE=",
            "ALLOWED_HOSTS": HOST,
            "SITE_URL": f"https://{HOST}",
            "BEHIND_TLS_PROXY": "true",
            "TRUSTED_PROXY_COUNT": "1",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(free_port()),
            "HOSTNAME": os.uname().nodename,
            "WEB_DATABASE_PASSWORD": WEB_PASSWORD,
            "CACHE_URL": addresses["BROKER_URL"].rpartition("/")[0] + "/1",
            **addresses,
        },
    )

    def manage(*words: str) -> str:
        program = [str(folder.root / "venv/bin/python"), "manage.py", *words]
        return subprocess.run(
            program, cwd=folder.root / "srv", env=env, check=True, stdout=subprocess.PIPE, text=True
        ).stdout

    def ours(what: list[str]) -> list[str]:
        found = [part.replace("0.0.0.0:8000", f"127.0.0.1:{port}").replace("/tmp/", f"{scratch}/") for part in what]
        return [str(folder.root / "venv/bin" / found[0]), *found[1:]]

    manage(*of_service(compose, "migrate")[2:])
    manage(*of_service(compose, "grant")[2:])
    env["DATABASE_URL"] = as_web(addresses["DATABASE_URL"])
    manage("shell", "-c", MAKE_PEOPLE)
    say("migrated; from here on as the role of the web processes")
    with ExitStack() as stack:
        stack.enter_context(running("web", ours(command(folder.final)), folder, env))
        check = [part.replace(":8000", f":{port}") for part in command(folder.final, "HEALTHCHECK")]
        wait("the health check of web passes", lambda: healthy(check, folder, env))
        sign_in(port)
        worker = [part.replace("${WORKER_CONCURRENCY:-2}", "2") for part in of_service(compose, "worker")]
        stack.enter_context(running("worker", ours(worker), folder, env))
        wait("the health check of worker passes", lambda: healthy(of_service(compose, "worker", "test"), folder, env))
        stack.enter_context(running("beat", ours(of_service(compose, "beat")), folder, env))
        beat = [part.replace("find /tmp", f"find {scratch}") for part in of_service(compose, "beat", "test")]
        wait("the health check of beat passes", lambda: healthy(beat, folder, env))
        wait(
            "beat and worker took up an e-mail that nobody rang for",
            lambda: "attempts 0" not in manage("shell", "-c", ATTEMPTS),
            120,
        )


def main() -> int:
    """Rehearse in a fresh folder; 0 when all of it worked."""
    root = Path(tempfile.mkdtemp(prefix="census-rehearsal-"))
    try:
        folder = Folder(root)
        folder.made()
        with services() as addresses:
            rehearse(folder, addresses)
        say("all of it worked")
    finally:
        shutil.rmtree(root, ignore_errors=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
