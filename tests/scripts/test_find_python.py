"""scripts/find-python chooses a Python that can build the environment, or says in one sentence what to install."""

import subprocess
from pathlib import Path

import pytest

from tests.paths import ROOT

FAKE = """#!/bin/sh
case "$2" in
  *version_info*) echo "{version}" ;;
  *ensurepip*) exit {venv_missing} ;;
esac
"""


@pytest.fixture
def find_python(tmp_path):
    """Return a function that runs the script where only the given interpreters exist."""

    def run(**interpreters: tuple[str, bool]) -> subprocess.CompletedProcess:
        for name, (version, has_venv) in interpreters.items():
            program = tmp_path / name.replace("_", ".")
            program.write_text(FAKE.format(version=version, venv_missing=int(not has_venv)))
            program.chmod(0o755)
        command = ["/bin/sh", str(ROOT / "scripts" / "find-python")]
        return subprocess.run(command, env={"PATH": str(tmp_path)}, capture_output=True, text=True)

    return run


def test_it_takes_python3_when_that_will_do(find_python, tmp_path):
    result = find_python(python3=("3 11", True), python3_13=("3 13", True))
    assert (result.returncode, result.stdout.strip()) == (0, str(tmp_path / "python3"))


def test_it_takes_a_newer_one_beside_an_old_python3(find_python, tmp_path):
    result = find_python(python3=("3 9", True), python3_12=("3 12", True))
    assert (result.returncode, Path(result.stdout.strip()).name) == (0, "python3.12")


def test_it_takes_another_one_where_python3_lacks_venv(find_python):
    result = find_python(python3=("3 11", False), python3_12=("3 12", True))
    assert (result.returncode, Path(result.stdout.strip()).name) == (0, "python3.12")


@pytest.mark.parametrize("version", ["3 10", "2 7"])
def test_an_old_python_is_refused_in_one_sentence(find_python, version):
    result = find_python(python3=(version, True))
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert version.replace(" ", ".") in result.stderr and "install Python 3.11 or newer" in result.stderr


def test_a_missing_venv_names_the_package(find_python):
    result = find_python(python3=("3 11", False))
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert "install python3-venv (apt install python3-venv)" in result.stderr


def test_a_missing_venv_of_another_python_names_that_package(find_python):
    result = find_python(python3=("3 9", True), python3_12=("3 12", False))
    assert "apt install python3.12-venv" in result.stderr


def test_no_python_at_all(find_python):
    result = find_python()
    assert (result.returncode, result.stderr.count("\n")) == (1, 1)
    assert "Python is missing" in result.stderr


def test_an_interpreter_that_does_not_start_is_passed_over(find_python, tmp_path):
    broken = tmp_path / "python3.14"
    broken.write_text("#!/bin/sh\nexit 127\n")
    broken.chmod(0o755)
    assert Path(find_python(python3_12=("3 12", True)).stdout.strip()).name == "python3.12"
