"""Every command on a database that was not migrated, or is not there: a sentence that says what to do."""

import subprocess
import sys

import pytest

from tests.paths import ROOT

COMMANDS = {
    "log_head": [],
    "verify_log": [],
    "rebuild": [],
    "rebuild --check": [],
    "export_log": ["{folder}/out.jsonl"],
    "redact": ["1"],
    "create_first_administrator": [],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_an_empty_database_is_told_what_it_needs(command, tmp_path, clean_environment):
    arguments = [*command.split(), *(argument.format(folder=tmp_path) for argument in COMMANDS[command])]
    done = manage(arguments, f"sqlite:///{tmp_path}/empty.sqlite3", clean_environment)
    assert done.returncode == 1
    assert "run manage.py migrate first" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_cannot_be_opened_is_a_sentence(tmp_path, clean_environment):
    done = manage(["log_head"], f"sqlite:///{tmp_path}/nowhere/x.sqlite3", clean_environment)
    assert done.returncode == 1
    assert done.stderr.startswith("CommandError: The database cannot be used (unable to open database file).")


def manage(arguments, url, environment):
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    return subprocess.run(command, env={**environment, "DATABASE_URL": url}, capture_output=True, text=True)
