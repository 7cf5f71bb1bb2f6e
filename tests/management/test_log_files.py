"""export_log and import_log: a log goes out to a file and comes back with its hashes, and every row follows from it."""

import json

import pytest
from django.core.management import CommandError

from incidents.log import read
from incidents.log.models import Event
from incidents.management.commands import import_log as command
from incidents.readmodels.errors import RebuildError
from incidents.readmodels.rebuild import check
from tests.imports.support import FIXTURE, last_line, log_rows, nothing_recorded, read_model_rows, run, wipe

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small")]


@pytest.fixture
def exported(tmp_path):
    file = tmp_path / "log.jsonl"
    run("export_log", file)
    return file


def test_the_log_comes_back_with_every_row(exported):
    log, rows, head = log_rows(), read_model_rows(), read.head()
    wipe()
    assert nothing_recorded()
    assert run("import_log", exported) == f"{head.position} events imported from {exported}, head {head.hash}\n"
    assert (log_rows(), read_model_rows(), read.head()) == (log, rows, head)
    assert check() == {}


def test_a_second_export_is_the_same_file(exported, tmp_path):
    wipe()
    run("import_log", exported)
    head = read.head()
    printed = run("export_log", tmp_path / "again.jsonl")
    assert printed == f"{head.position} events exported to {tmp_path / 'again.jsonl'}, head {head.hash}\n"
    assert (tmp_path / "again.jsonl").read_bytes() == exported.read_bytes()


def test_both_databases_export_the_fixture_alike(tmp_path):
    """The fixture was made on SQLite: what either database makes of it has the hashes and the values it had there."""
    wipe()
    run("loaddata", FIXTURE)
    run("export_log", tmp_path / "log.jsonl")
    header, *lines = map(json.loads, (tmp_path / "log.jsonl").read_text(encoding="utf-8").splitlines())
    events = json.loads(FIXTURE.read_text(encoding="utf-8"))
    assert header["head"] == {"position": len(events), "hash": events[-1]["fields"]["hash"]}
    for line, event in zip(lines, events, strict=True):
        recorded_at = event["fields"].pop("recorded_at").replace("Z", ".000000Z")
        assert line == {"position": event["pk"], "recorded_at": recorded_at, **event["fields"]}


def test_an_empty_log_goes_out_and_in(tmp_path):
    wipe()
    run("export_log", tmp_path / "empty.jsonl")
    assert last_line(run("import_log", tmp_path / "empty.jsonl")).startswith("0 events imported from ")


def test_a_log_that_has_events_is_not_added_to(exported):
    log = log_rows()
    with pytest.raises(CommandError, match="The log is not empty: import into a fresh database"):
        run("import_log", exported)
    assert log_rows() == log


def cut(lines: list[bytes]) -> list[bytes]:
    return lines[:-1]


def drop(lines: list[bytes]) -> list[bytes]:
    return lines[:5] + lines[6:]


def alter(lines: list[bytes]) -> list[bytes]:
    return [line.replace(b"Ada Brink", b"Eve Brink") for line in lines]


def behead(lines: list[bytes]) -> list[bytes]:
    return lines[1:]


def garble(lines: list[bytes]) -> list[bytes]:
    return [*lines[:5], b"not json\n", *lines[6:]]


def recode(lines: list[bytes]) -> list[bytes]:
    return [*lines[:5], b'{"data": "\xff"}\n', *lines[6:]]


def promise_more(lines: list[bytes]) -> list[bytes]:
    return [lines[0].replace(b'"position":24', b'"position":25'), *lines[1:]]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (cut, "log.jsonl: The file ends at position 23, its header promises 24: it was cut"),
        (drop, "log.jsonl, line 6: Position 5 is missing"),
        (alter, r"log.jsonl, line \d+: The hash does not fit: this event, or the one above, was altered"),
        (behead, "log.jsonl, line 1: This is no exported log: its first line must be a header"),
        (garble, "log.jsonl, line 6: This is no event"),
        (recode, "log.jsonl, line 6: This is no event"),
        (promise_more, "its header promises 25: it was cut"),
        (lambda lines: [], "log.jsonl, line 1: This is no exported log"),
        (lambda lines: [b"\x00\xff\xfe binary"], "log.jsonl, line 1: This is no exported log"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_as_a_whole(exported, change, says):
    exported.write_bytes(b"".join(change(exported.read_bytes().splitlines(keepends=True))))
    wipe()
    with pytest.raises(CommandError, match=says):
        run("import_log", exported)
    assert nothing_recorded()


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CommandError, match=r"nothing\.jsonl: No such file or directory\. Give a file"):
        run("import_log", tmp_path / "nothing.jsonl")
    with pytest.raises(CommandError, match=r"Is a directory\. Give a file"):
        run("import_log", tmp_path)


def test_a_file_that_cannot_be_written_is_refused(tmp_path):
    with pytest.raises(CommandError, match=r"No such file or directory\. Give a file"):
        run("export_log", tmp_path / "nowhere" / "log.jsonl")
    with pytest.raises(CommandError, match=r"Is a directory\. Give a file"):
        run("export_log", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_rebuild_under_way_is_said_when_the_log_is_in(exported, monkeypatch):
    def refuse(**_: int) -> None:
        raise RebuildError("Another rebuild is under way; wait until it has ended.")

    wipe()
    monkeypatch.setattr(command, "rebuild", refuse)
    with pytest.raises(
        CommandError, match=r"The log is there, its read models are not: .* Then run manage\.py rebuild"
    ):
        run("import_log", exported)
    assert Event.objects.count() == 24
