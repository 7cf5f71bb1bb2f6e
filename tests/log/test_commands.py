"""The commands around the log: what they print, and how they end."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core import serializers
from django.core.management import CommandError, call_command

from incidents.log import lock
from incidents.log.models import Event, Receipt
from incidents.log.read import head
from incidents.log.receipts import find
from incidents.management.commands import import_log
from tests.log.support import NOON, STREAM, event, tampering, wipe, write, write_log

pytestmark = pytest.mark.django_db


def run(*arguments: object) -> list[str]:
    output = StringIO()
    call_command(*map(str, arguments), stdout=output)
    return output.getvalue().splitlines()


def test_log_head_prints_position_and_hash():
    assert run("log_head") == [f"0 {'0' * 64}"]
    events = write_log(3)
    assert run("log_head") == [f"3 {events[-1].hash}"]


def test_verify_log_ends_with_how_many_and_the_head():
    events = write_log(3)
    assert run("verify_log") == [f"3 events verified, head {events[-1].hash}"]


def test_verify_log_fails_with_the_position():
    write_log(3)
    with tampering() as cursor:
        cursor.execute("UPDATE incidents_event SET data = '{}' WHERE position = 2")
    output = StringIO()
    with pytest.raises(SystemExit) as caught:
        call_command("verify_log", stdout=output)
    assert caught.value.code == 1
    assert output.getvalue().splitlines()[-1] == "position 2: altered"


def test_verify_log_against_the_output_of_log_head(tmp_path):
    write_log(3)
    kept = tmp_path / "kept"
    kept.write_text("\n".join(run("log_head")))
    assert run("verify_log", "--against", kept)[-1].startswith("3 events verified")
    with tampering() as cursor:
        cursor.execute("DELETE FROM incidents_event WHERE position = 3")
    output = StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_log", "--against", str(kept), stdout=output)
    assert output.getvalue().splitlines()[-1] == "position 3: cut tail"


@pytest.mark.parametrize("content", [None, "nothing"])
def test_verify_log_says_what_is_wrong_with_the_file(tmp_path, content):
    file = tmp_path / "kept"
    if content:
        file.write_text(content)
    with pytest.raises(CommandError, match="kept"):
        run("verify_log", "--against", file)


def test_export_log_and_import_log(tmp_path, monkeypatch):
    rebuilt = []
    monkeypatch.setattr(import_log, "rebuild", lambda: rebuilt.append(head().position))
    events = write_log(3)
    file = tmp_path / "log"
    assert run("export_log", file) == [f"3 events exported to {file}, head {events[-1].hash}"]
    wipe()
    assert run("import_log", file) == [f"3 events imported from {file}, head {events[-1].hash}"]
    assert rebuilt == [3]
    with pytest.raises(CommandError, match="not empty"):
        run("import_log", file)
    assert rebuilt == [3]


@pytest.mark.parametrize("command", ["export_log", "import_log"])
def test_a_file_that_cannot_be_opened_is_named(tmp_path, command):
    with pytest.raises(CommandError, match="nowhere"):
        run(command, tmp_path / "nowhere" / "log")


# loaddata


@pytest.fixture
def fixture(tmp_path) -> Path:
    """A fixture with two events of a command under a key; the log is empty again."""
    receipt = {"key": "k", "body_sha256": "0" * 64}
    metadata = {"person": "ana", "reason": "x", "receipt": receipt}
    data = {"by": "Pri é \\ 😀", "b": 1, "a": [None]}
    write(*(event(STREAM, n, data=data, metadata=metadata, personal_paths=("by",)) for n in (1, 2)), at=NOON)
    file = tmp_path / "log.json"
    file.write_text(serializers.serialize("json", Event.objects.order_by("position")))
    wipe()
    return file


def test_a_fixture_of_the_log_is_loaded_with_its_receipts(fixture):
    assert run("loaddata", fixture) == ["Installed 2 object(s) from 1 fixture(s)"]
    assert run("verify_log")[-1] == f"2 events verified, head {head().hash}"
    assert find("ana", "k").last_position == 2


def test_into_an_empty_log_only(fixture):
    run("loaddata", fixture)
    with pytest.raises(CommandError, match="log is not empty"):
        run("loaddata", fixture)
    assert head().position == 2


def test_a_fixture_that_does_not_verify_is_not_loaded(fixture):
    rows = json.loads(fixture.read_text())
    rows[0]["fields"]["data"]["b"] = 2
    fixture.write_text(json.dumps(rows))
    with pytest.raises(CommandError, match="position 1: altered"):
        run("loaddata", fixture)
    assert head().position == 0
    assert not Receipt.objects.exists()


def test_other_fixtures_are_loaded_as_ever(tmp_path):
    write_log(1)
    file = tmp_path / "groups.json"
    file.write_text('[{"model": "auth.group", "pk": 900, "fields": {"name": "readers"}}]')
    assert run("loaddata", file) == ["Installed 1 object(s) from 1 fixture(s)"]
    assert not lock.is_held()
