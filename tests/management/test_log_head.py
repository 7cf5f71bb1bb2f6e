"""log_head and verify_log: whoever keeps a head can prove later that nothing before it changed."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from incidents.log import guard, read, triggers
from incidents.log.models import Event
from tests.imports.support import last_line, run, wipe

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small")]


@pytest.fixture
def kept(tmp_path):
    """A file with the head of the moment, as log_head prints it."""
    file = tmp_path / "head"
    file.write_text(run("log_head"))
    return file


def failure(**options) -> str:
    """Return the last line of a verification that ends with status 1."""
    output = io.StringIO()
    with pytest.raises(SystemExit) as caught:
        call_command("verify_log", stdout=output, **options)
    assert caught.value.code == 1
    return last_line(output.getvalue())


def alter(**changes) -> None:
    """Change an event past guard and triggers."""
    with guard.writing(), triggers.lifted(connection):
        Event.objects.filter(position=5).update(**changes)


def test_it_prints_position_and_hash():
    head = read.head()
    assert run("log_head") == f"{head.position} {head.hash}\n"
    wipe()
    assert run("log_head") == f"0 {'0' * 64}\n"


def test_a_log_that_is_whole_is_verified(kept):
    head = read.head()
    assert run("verify_log") == f"{head.position} events verified, head {head.hash}\n"
    assert last_line(run("verify_log", against=kept)) == f"{head.position} events verified, head {head.hash}"


def test_an_altered_event_is_named():
    alter(type="SomethingElse")
    assert failure() == "position 5: altered"


def test_a_log_that_is_shorter_than_the_head_that_was_kept_is_found_out(kept):
    with guard.writing(), triggers.lifted(connection):
        Event.objects.filter(position__gt=20).delete()
    assert run("verify_log").startswith("20 events verified")
    assert failure(against=kept) == "position 21: cut tail"


def test_another_log_of_the_same_length_is_found_out(kept):
    position, digest = kept.read_text().split()
    kept.write_text(f"{position} {digest[::-1]}\n")
    assert failure(against=kept).startswith(f"position {position}: ")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "keep the output of log_head in it"),
        (b"24\n", "line 1: write POSITION HASH, as log_head prints them"),
        (b"24 abc\n", "line 1: write POSITION HASH"),
        (b"\xff\xfe", "it is no text; give a file that holds the output of log_head"),
    ],
)
def test_a_file_that_is_no_head_is_refused(kept, content, says):
    kept.write_bytes(content)
    with pytest.raises(CommandError, match=says):
        run("verify_log", against=kept)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CommandError, match=r"nothing: No such file or directory\. Give a file"):
        run("verify_log", against=tmp_path / "nothing")
