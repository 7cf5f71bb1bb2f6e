"""What holds for every command: a help text, and errors that are sentences, without a traceback."""

import subprocess
import sys

import pytest
from django.core.management import CommandError, get_commands, load_command_class

from tests.imports.support import run
from tests.paths import ROOT

NAMES = sorted(name for name, app in get_commands().items() if app == "incidents")


def test_there_are_those_of_the_contract():
    assert {
        "create_first_administrator",
        "export_log",
        "import_log",
        "import_seeds",
        "loaddata",
        "log_head",
        "rebuild",
        "redact",
        "verify_log",
    } <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_it_says_what_it_does_and_what_each_argument_is_for(name):
    command = load_command_class("incidents", name)
    assert len(command.help) > 40 and command.help.rstrip(".)") != command.help
    parser = command.create_parser("manage.py", name)
    own = [action for action in parser._actions if action.dest not in ("help", "version")]
    assert all(action.help or action.metavar for action in own), [a.dest for a in own if not a.help]


@pytest.mark.parametrize("name", NAMES)
def test_an_option_that_it_does_not_know_is_refused(name):
    with pytest.raises(CommandError, match="--no-such-option"):
        run(name, "1", "--no-such-option")


@pytest.mark.parametrize("name", sorted({*NAMES} - {"loaddata"}))  # that one takes any number of fixtures
def test_more_arguments_than_it_knows_are_refused(name):
    with pytest.raises(CommandError, match="five"):
        run(name, "1", "two", "three", "four", "five")


@pytest.mark.parametrize("name", ["export_log", "import_log", "redact"])
def test_arguments_that_it_needs_are_asked_for(name):
    with pytest.raises(CommandError, match="the following arguments are required"):
        run(name)


def test_an_error_is_one_line_and_status_1(clean_environment, tmp_path):
    environment = clean_environment | {"DATABASE_URL": f"sqlite:///{tmp_path}/none.sqlite3"}
    command = [sys.executable, "manage.py", "import_log", "nothing.jsonl"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and done.stdout == ""
    assert (
        done.stderr
        == "CommandError: nothing.jsonl: No such file or directory. Give a file or folder that can be used.\n"
    )
