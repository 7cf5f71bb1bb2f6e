"""scripts/test.py runs the suite on two databases and closes with the two lines that count what ran."""

from pathlib import Path

import pytest

from scripts import test as driver
from tests.paths import ROOT

SAMPLE = """
import os
import pytest

{engine}

def test_one(): pass

@pytest.mark.skip(reason="sample")
def test_skipped(): pass

@pytest.mark.xfail(strict=True)
def test_expected(): raise ValueError
"""
FAILS_ON_SECOND = 'def test_database(): assert os.environ["DATABASE_URL"].startswith("sqlite:///")'
BROKEN_FIXTURE = """
@pytest.fixture
def broken(): raise ValueError

def test_broken(broken): pass
"""

# On PostgreSQL the first test waits for what the second run does with the others; SQLite waits for it to begin.
SLOW = """
import os, pathlib, time

HERE = pathlib.Path(__file__).parent

def test_slow():
    awaited = "begun"
    if os.environ["DATABASE_URL"].startswith("postgres:"):
        (HERE / awaited).touch()
        awaited = "test_3.done"
    deadline = time.monotonic() + 60
    while not (HERE / awaited).exists() and time.monotonic() < deadline:
        time.sleep(0.05)
"""
QUICK = """
import os, pathlib

def test_quick(pytestconfig):
    assert pytestconfig.rootpath == pathlib.Path(__file__).parent
    if os.environ["DATABASE_URL"].startswith("postgres:"):
        assert pytestconfig.getoption("second") is {second}
        with open(pathlib.Path(__file__).with_suffix(".done"), "x"):
            pass
"""


@pytest.fixture
def outcome(tmp_path, capfd, monkeypatch):
    """Return a function that runs a sample suite; it gives whether all was well and the lines printed."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # a sample needs no Django
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setattr(driver, "ROOT", tmp_path)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")

    def run(source: str, *arguments: str) -> tuple[bool, list[str]]:
        (tmp_path / "test_sample.py").write_text(source)
        return driver.run("postgres://", list(arguments)), capfd.readouterr().out.splitlines()

    return run


def test_the_last_two_lines_count(outcome):
    well, lines = outcome(SAMPLE.format(engine=""))
    assert well
    assert lines[-2:] == ["sqlite: 1 passed, 0 failed, 2 skipped", "postgresql: 1 passed, 0 failed, 2 skipped"]


def test_a_failure_on_one_database_fails_the_whole(outcome):
    well, lines = outcome(SAMPLE.format(engine=FAILS_ON_SECOND))
    assert not well
    assert lines[-2:] == ["sqlite: 2 passed, 0 failed, 2 skipped", "postgresql: 1 passed, 1 failed, 2 skipped"]


def test_an_error_outside_a_test_counts_as_failed(outcome):
    well, lines = outcome(SAMPLE.format(engine=BROKEN_FIXTURE))
    assert not well
    assert lines[-1] == "postgresql: 1 passed, 1 failed, 2 skipped"


def test_no_test_at_all_is_a_failure(outcome):
    well, lines = outcome(SAMPLE.format(engine=""), "-k", "no_such_test")
    assert not well
    assert lines[-1] == "postgresql: 0 passed, 0 failed, 0 skipped"
    assert any("no test ran" in line for line in lines)


def test_a_run_that_does_not_begin_is_a_failure(outcome):
    well, lines = outcome(SAMPLE.format(engine=""), "--no-such-option")
    assert not well
    assert lines[-1] == "postgresql: 0 passed, 1 failed, 0 skipped"


@pytest.fixture
def slow_on_postgresql(tmp_path, monkeypatch) -> Path:
    """Modules of which the first one holds up PostgreSQL, which has taken the next one too, until the last is done."""
    monkeypatch.setattr(driver, "WORTH_SHARING", 2)
    (tmp_path / "test_0.py").write_text(SLOW)
    for number in (1, 2, 3):
        (tmp_path / f"test_{number}.py").write_text(QUICK.format(second=number > 1))
    return tmp_path


def test_whoever_is_free_takes_over_what_postgresql_has_not_begun(outcome, slow_on_postgresql):
    well, lines = outcome("")
    assert well
    assert lines[-2:] == ["sqlite: 4 passed, 0 failed, 0 skipped", "postgresql: 4 passed, 0 failed, 0 skipped"]
    assert "===== postgresql, what a second run took over =====" in lines
    assert len(list(slow_on_postgresql.glob("*.done"))) == 3


def test_a_failure_of_the_second_run_counts(outcome, slow_on_postgresql):
    with (slow_on_postgresql / "test_3.py").open("a") as last:
        last.write('    assert "sqlite" in os.environ["DATABASE_URL"]\n')
    well, lines = outcome("")
    assert not well
    assert lines[-2:] == ["sqlite: 4 passed, 0 failed, 0 skipped", "postgresql: 3 passed, 1 failed, 0 skipped"]


def test_a_few_modules_are_not_worth_a_second_run(outcome, slow_on_postgresql, monkeypatch):
    (slow_on_postgresql / "test_3.done").touch()
    monkeypatch.setattr(driver, "WORTH_SHARING", 20)
    _, lines = outcome("")
    assert not any("second run" in line for line in lines)
