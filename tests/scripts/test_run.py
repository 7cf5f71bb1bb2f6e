"""make run: a tracker from nothing, and what stops it before anything is done."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from scripts import run, setup
from scripts.postgres import free_port
from tests.paths import ROOT


@pytest.mark.parametrize("text", ["", "http", "0", "65536", "-1", "8000.5", "٨"])
def test_a_port_must_be_a_port(text):
    with pytest.raises(SystemExit, match="give a number from 1 to 65535"):
        run.chosen_port(text)


def test_a_free_port_is_taken():
    port = free_port()
    assert run.chosen_port(str(port)) == port


def test_the_articles_must_be_there(tmp_path):
    assert run.chosen_articles("") == []
    assert run.chosen_articles(str(tmp_path)) == ["--articles", str(tmp_path)]
    with pytest.raises(SystemExit, match="there is no such directory"):
        run.chosen_articles(str(tmp_path / "none"))


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_a_busy_port_is_one_sentence_before_anything_else(host, clean_environment, tmp_path):
    database = tmp_path / "db.sqlite3"
    with socket.create_server((host, 0)) as other:
        port = other.getsockname()[1]
        environment = clean_environment | {"DATABASE_URL": f"sqlite:///{database}"}
        command = ["make", "--no-print-directory", "run", f"PORT={port}"]
        result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert result.returncode != 0
    assert result.stderr.splitlines()[0].startswith(f"Port {port} is busy: ")
    assert result.stdout == ""
    assert not database.exists()


@pytest.fixture
def fresh_database(tmp_path, db) -> Iterator[str]:
    """Give the URL of an empty database of the kind that this suite runs on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'db.sqlite3'}"
        return
    own = connection.get_connection_params()
    server = {"host": own["host"], "port": own["port"], "user": own["user"], "password": own["password"]}
    name = f"demarche_run_{os.getpid()}"
    with psycopg.connect(**server, dbname="postgres", autocommit=True) as maker:
        maker.execute(f"CREATE DATABASE {name}")
        try:
            yield f"postgres://{own['user']}:{own['password']}@{own['host']}:{own['port']}/{name}"
        finally:
            maker.execute(f"DROP DATABASE {name} WITH (FORCE)")


def served(environment: dict[str, str], log: Path) -> str:
    """Run a tracker until it answers well, then stop it as Ctrl-C does; return what it printed."""
    command = [sys.executable, "-m", "scripts.run"]
    with log.open("wb") as words:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=words, stderr=subprocess.STDOUT
        )
        try:
            answered = wait_for(f"http://127.0.0.1:{environment['PORT']}/healthz", process)
            if answered:
                look_at_first_page(f"http://127.0.0.1:{environment['PORT']}/")
        finally:
            process.send_signal(signal.SIGINT)
            status = process.wait(60)
    output = log.read_text()
    assert answered and status == 0, output
    return output


def wait_for(address: str, process: subprocess.Popen) -> bool:
    """Wait until the tracker says that it is well; return False when it ended before, or after three minutes."""
    deadline = time.monotonic() + 180
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=10) as answer:
            return answer.status == 200
        time.sleep(0.2)
    return False


def look_at_first_page(address: str) -> None:
    """The root leads to the log-in page, which has its style sheet and a strict policy."""
    with urllib.request.urlopen(address, timeout=30) as page:
        sheet = re.search(r'href="/(static/admin/css/base[^"]*)"', page.read().decode())
        assert "'unsafe" not in page.headers["Content-Security-Policy"]
    with urllib.request.urlopen(f"{address}{sheet[1]}", timeout=30) as style:
        assert style.status == 200


@pytest.mark.skipif(not setup.usable(), reason="needs the environment of make setup in .venv, which is not there")
def test_a_tracker_from_nothing_and_the_same_again(fresh_database, clean_environment, tmp_path):
    environment = clean_environment | {"DATABASE_URL": fresh_database, "PORT": str(free_port())}
    first = served(environment, tmp_path / "first")
    assert len(re.findall(r"^user: admin$", first, re.MULTILINE)) == 1
    assert len(re.findall(r"^password: \S{20}$", first, re.MULTILINE)) == 1
    second = served(environment, tmp_path / "second")
    assert "password:" not in second and "user:" not in second
