"""scripts/sharing.py: two runs take one module after the other; each test is run once, by one of them."""

import subprocess
import sys
from pathlib import Path

import pytest

from scripts import sharing
from tests.paths import ROOT

MODULE = """
import pytest

@pytest.fixture(scope="module")
def made():
    print("made", __name__)
    yield
    print("unmade", __name__)

def test_one(made): print("one", __name__)

def test_two(made): {second}
"""


@pytest.fixture
def run(tmp_path, clean_environment):
    """Return a function that runs the modules `a`, `b`, `c` and shares them; it gives status and words."""
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    for name in "abc":
        (tmp_path / f"test_{name}.py").write_text(MODULE.format(second="pass"))

    def run(*options: str) -> tuple[int, list[str]]:
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "scripts.sharing", "-sq"]
        command += ["-c", str(tmp_path / "pytest.ini"), f"--share={tmp_path / 'waiting'}", *options, str(tmp_path)]
        environment = clean_environment | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        return done.returncode, done.stdout.replace(".", "").splitlines()

    return run


def lay(directory: Path, *names: str) -> None:
    """Lay down what another run has left."""
    (directory / "waiting").mkdir()
    for name in names:
        (directory / "waiting" / f"test_{name}.py.1").touch()


def test_one_run_alone_runs_everything_in_order(run, tmp_path):
    status, lines = run()
    assert status == 0
    assert lines[:9] == [f"{did} test_{name}" for name in "abc" for did in ("made", "one", "unmade")]
    assert lines[-1].startswith("6 passed")
    assert sharing.waiting(tmp_path / "waiting") == 0


def test_what_the_other_run_took_is_left_to_it(run, tmp_path):
    lay(tmp_path, "a", "c")
    status, lines = run("--second")
    assert status == 0
    assert lines[:6] == [f"{did} test_{name}" for name in "ac" for did in ("made", "one", "unmade")]
    assert lines[-1].startswith("4 passed")


def test_a_run_that_has_nothing_to_do_is_well(run, tmp_path):
    lay(tmp_path)
    assert run("--second")[0] == 0


@pytest.mark.parametrize("second", ["assert False", "pytest.exit('enough')", "raise KeyboardInterrupt"])
def test_a_run_that_stops_early_leaves_nothing_to_the_other(run, tmp_path, second):
    (tmp_path / "test_a.py").write_text(MODULE.format(second=second))
    status, _ = run("-x")
    assert status != 0
    assert sharing.waiting(tmp_path / "waiting") == 0


def test_failures_alone_stop_nobody(run, tmp_path):
    (tmp_path / "test_a.py").write_text(MODULE.format(second="assert False"))
    status, lines = run()
    assert status == 1
    assert lines[-1].startswith("1 failed, 5 passed")


@pytest.mark.parametrize("options", [["--collect-only"], ["-k", "nothing_of_the_kind"]])
def test_where_nothing_is_run_nothing_is_shared(run, tmp_path, options):
    run(*options)
    assert sharing.waiting(tmp_path / "waiting") == 0


def test_before_anything_is_laid_down_nothing_waits(tmp_path):
    assert sharing.waiting(tmp_path / "none") == 0
