"""scripts/postgres.py finds, starts and removes a PostgreSQL of its own, and leaves every other alone."""

import os
import subprocess

import psycopg
import pytest

from scripts import postgres


@pytest.fixture(params=["system", "wheel"])
def programs(request):
    """Return a directory of PostgreSQL's programs."""
    if request.param == "wheel":
        return next(postgres.wheel_directories())
    found = [place for place in postgres.system_directories() if (place / "initdb").exists()]
    return found[0] if found else pytest.skip("needs a PostgreSQL of the system's, and there is none")


@pytest.mark.parametrize("in_memory", [False, True])
def test_it_starts_a_server_and_leaves_nothing_behind(programs, in_memory):
    server = postgres.Server(programs, in_memory=in_memory)
    try:
        assert (server.data / "base").is_dir()
        with psycopg.connect(server.url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        server.stop()
    assert server.process.poll() is not None
    assert not server.directory.exists() and not server.data.exists()


def test_the_system_comes_before_the_wheel():
    order = postgres.directories()
    wheel = list(postgres.wheel_directories())
    assert order[-len(wheel) :] == wheel


def test_data_are_kept_in_memory_only_where_there_is_room(tmp_path, monkeypatch):
    monkeypatch.setattr(postgres, "open_to_all", lambda place: True)
    monkeypatch.setattr(postgres, "MEMORY", tmp_path)
    monkeypatch.setattr(postgres, "ROOM", 1)
    assert postgres.memory() == tmp_path
    monkeypatch.setattr(postgres, "ROOM", 2**63)
    assert postgres.memory() is None
    monkeypatch.setattr(postgres, "MEMORY", tmp_path / "none")
    assert postgres.memory() is None


def test_a_server_that_cannot_start_says_why_and_leaves_nothing_behind(tmp_path, monkeypatch):
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("initdb", "postgres"):
        (programs / name).write_text("#!/bin/sh\necho no room left\nexit 1\n")
        (programs / name).chmod(0o755)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(postgres.tempfile, "gettempdir", lambda: str(temporary))
    monkeypatch.setattr(postgres, "open_to_all", lambda place: place == temporary)
    monkeypatch.setattr(postgres, "account", lambda: None)
    monkeypatch.setattr(postgres, "directories", lambda: [programs])
    monkeypatch.setattr(postgres.tempfile, "tempdir", str(temporary))
    with pytest.raises(postgres.PostgresError, match=r"no room left.*TEST_DATABASE_URL"):
        postgres.started()
    assert os.listdir(temporary) == []


def test_no_server_at_all_is_an_error(monkeypatch):
    monkeypatch.setattr(postgres, "directories", list)
    with pytest.raises(postgres.PostgresError, match="neither the system nor the environment has one"):
        postgres.started()


@pytest.mark.parametrize("url", ["postgres://nobody@127.0.0.1:1/none", "sqlite:///db.sqlite3"])
def test_a_named_server_that_does_not_answer_is_an_error(url):
    with pytest.raises(postgres.PostgresError, match="TEST_DATABASE_URL cannot be used"):
        postgres.reached(url)


def test_the_wheel_works_from_another_place(tmp_path):
    programs = postgres.copied(next(postgres.wheel_directories()), tmp_path)
    answer = subprocess.run([programs / "initdb", "--version"], capture_output=True, text=True)
    assert "PostgreSQL" in answer.stdout
