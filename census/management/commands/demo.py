"""Run the whole portal on this machine: web server, worker, invented data."""

from __future__ import annotations

import fcntl
import os
import socket
import sys
import time
import urllib.error
import urllib.request
from typing import Any, TextIO

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from accounts.demo import PASSWORD, create_organisations_and_people
from accounts.models import Membership, Organisation
from census.connections import prepare_broker
from census.supervisor import Child, Supervisor

HOST = "127.0.0.1"
START_SECONDS = 40
SHOWN_FIRST = ("meadow-lane", "northbridge.", "dfe.")
"""The sign-ins of the story in the README; the others are printed with --all-sign-ins."""


class Command(BaseCommand):
    help = "Migrate, load demo data the first time, and run the web server and a worker until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--port", type=int, default=int(os.environ.get("PORT", "8000")), help="default: PORT or 8000"
        )
        parser.add_argument("--all-sign-ins", action="store_true", help="print everybody who can sign in")

    def handle(self, *args: Any, port: int, all_sign_ins: bool, **options: Any) -> None:
        if settings.IN_PRODUCTION:
            raise CommandError("The demo has public passwords: it does not run with CENSUS_ENV=production.")
        lock = self.only_one()
        self.check_port(port)
        self.prepare()
        prepare_broker()  # or the web server says that it is not ready until the worker has made the folders
        supervisor = Supervisor(self.children(port), say=self.say)
        supervisor.stop_on_signals()
        try:
            supervisor.start()
            self.wait_until_ready(port, supervisor)
            if not supervisor.stopping:
                self.say(self.welcome(port, all_sign_ins))
            code = supervisor.run()
        finally:
            supervisor.stop()
            lock.close()
        self.say("Stopped. Nothing is left running.")
        if code:
            sys.exit(code)

    def say(self, text: str) -> None:
        """Print at once, also into a pipe."""
        self.stdout.write(text)
        self.stdout.flush()

    def only_one(self) -> TextIO:
        """Hold a lock: two demos over one database and broker would take each other's work."""
        path = settings.VAR / "demo.lock"
        lock = path.open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.close()
            raise CommandError(
                "The demo is already running from this folder. Stop it first (Ctrl-C where it runs)."
            ) from error
        return lock

    def check_port(self, port: int) -> None:
        """Say plainly when something else listens on the port."""
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError as error:
                raise CommandError(f"Port {port} is taken. Choose another one: PORT=8001 make run") from error

    def prepare(self) -> None:
        """Tables, and the first time invented data: all of it or none."""
        call_command("migrate", verbosity=0)
        if Organisation.objects.exists():
            return
        self.say("First start: loading invented schools, people and a collection…")
        with transaction.atomic():
            if "load_demo" in get_commands():
                call_command("load_demo")
            else:
                create_organisations_and_people()
        connection.close()

    def children(self, port: int) -> list[Child]:
        """The web server, and a worker that also rings the clock of the sweeper."""
        run, log = settings.VAR / "run", settings.VAR / "log"
        run.mkdir(parents=True, exist_ok=True)
        python = [sys.executable, "-m"]
        root = str(settings.BASE_DIR)
        env = {
            "CENSUS_ENV": settings.CENSUS_ENV,
            "DJANGO_SETTINGS_MODULE": "census.settings",
            "SITE_URL": f"http://{HOST}:{port}",
            "TMPDIR": str(run),
        }
        web = [*python, "gunicorn", "census.wsgi", "--config", "python:census.serving", "--chdir", root]
        web += ["--bind", f"{HOST}:{port}", "--workers", "1"]
        web += ["--threads", "8", "--timeout", "120", "--graceful-timeout", "5", "--worker-tmp-dir", str(run)]
        web += ["--no-control-socket"]
        worker = [*python, "celery", "--app", "census", "--workdir", root, "worker", "--beat", "--concurrency", "2"]
        worker += ["--schedule", settings.CELERY_BEAT_SCHEDULE_FILENAME, "--loglevel", "INFO"]
        worker += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        return [
            Child("The web server", web, log / "web.log", env),
            Child("The worker", worker, log / "worker.log", env),
        ]

    def wait_until_ready(self, port: int, supervisor: Supervisor) -> None:
        """Wait for the web server's first answer."""
        web = supervisor.children[0]
        deadline = time.monotonic() + START_SECONDS
        while not supervisor.stopping:
            if web.has_died() or time.monotonic() > deadline:
                raise CommandError(f"The web server did not start. The end of {web.log}:\n{web.last_lines()}")
            try:
                with urllib.request.urlopen(f"http://{HOST}:{port}/health/ready", timeout=2):
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)

    def second_step_help(self) -> str:
        """How to get past the second step, where it was asked for."""
        if not settings.SECOND_FACTOR_REQUIRED:
            return "  To try signing in with a second step: SECOND_FACTOR_REQUIRED=yes make run\n\n"
        return (
            "  Approvers and DfE are asked to set up an app the first time they sign in. Without a phone, show the\n"
            "  codes of the key on that page here: python manage.py demo_code KEY\n\n"
        )

    def welcome(self, port: int, all_sign_ins: bool) -> str:
        """The address, and who can sign in."""
        rows = [
            (membership.person.email, membership.organisation.name, ", ".join(membership.allowed_words))
            for membership in Membership.objects.select_related("person", "organisation")
            if all_sign_ins or any(part in membership.person.email for part in SHOWN_FIRST)
        ]
        wide = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
        people = "\n".join(f"  {email:<{wide[0]}}  {name:<{wide[1]}}  {may}" for email, name, may in rows)
        more = (
            ""
            if all_sign_ins
            else "\n  and office@ and head@ of every other school: `python manage.py demo --all-sign-ins`"
        )
        return (
            f"\n  Census collection portal: http://{HOST}:{port}/\n"
            f"  Password for everybody: {PASSWORD}\n\n{people}{more}\n\n"
            f"{self.second_step_help()}"
            f"  Mail is written to {settings.VAR / 'mail'}, logs to {settings.VAR / 'log'}. Press Ctrl-C to stop.\n"
        )
