"""scripts/setup.py makes the environment once, and again when the pinned packages change."""

import subprocess

import pytest

from scripts import setup


@pytest.fixture
def calls(tmp_path, monkeypatch):
    """Stand in for venv and pip; return what was asked of them."""
    asked: list[str] = []
    for name in setup.DEVELOPMENT:
        (tmp_path / name).write_text(f"{name} 1")
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "STAMP", tmp_path / "installed.json")
    monkeypatch.setattr(setup, "usable", lambda: bool(asked))
    monkeypatch.setattr(setup.venv, "create", lambda *a, **k: asked.append("venv"))

    def pip(command, **options):
        asked.append(command[-1])
        return subprocess.CompletedProcess(command, int("broken" in (tmp_path / command[-1]).read_text()))

    monkeypatch.setattr(setup.subprocess, "run", pip)
    return asked


def test_the_second_time_there_is_nothing_to_do(calls):
    setup.prepare(setup.RUNTIME)
    setup.prepare(setup.RUNTIME)
    assert calls == ["venv", "requirements.txt"]


def test_development_adds_to_what_is_there(calls):
    setup.prepare(setup.RUNTIME)
    setup.prepare(setup.DEVELOPMENT)
    setup.prepare(setup.RUNTIME)
    assert calls == ["venv", "requirements.txt", "requirements-dev.txt"]


def test_changed_pins_are_installed(calls, tmp_path):
    setup.prepare(setup.RUNTIME)
    (tmp_path / "requirements.txt").write_text("requirements.txt 2")
    setup.prepare(setup.RUNTIME)
    assert calls == ["venv", "requirements.txt", "requirements.txt"]


def test_a_failed_installation_is_tried_again(calls, tmp_path):
    (tmp_path / "requirements.txt").write_text("broken")
    for _ in range(2):
        with pytest.raises(SystemExit, match=r"requirements\.txt could not be installed"):
            setup.prepare(setup.RUNTIME)
    assert calls == ["venv", "requirements.txt", "requirements.txt"]
