"""scripts/test.py runs the suite on two databases and closes with the two lines that count what ran."""

import pytest

from scripts import test as driver

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


@pytest.fixture
def outcome(tmp_path, capfd, monkeypatch):
    """Return a function that runs a sample suite; it gives whether all was well and the lines printed."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # a sample needs no Django
    (tmp_path / "pytest.ini").write_text("[pytest]\n")

    def run(source: str, *arguments: str) -> tuple[bool, list[str]]:
        (tmp_path / "test_sample.py").write_text(source)
        options = ["-c", str(tmp_path / "pytest.ini"), str(tmp_path)]
        return driver.run("postgres://", [*options, *arguments]), capfd.readouterr().out.splitlines()

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
