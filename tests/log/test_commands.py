"""The commands around the log, where they need no records (tests/management has the rest)."""

from io import StringIO
from pathlib import Path

import pytest
from django.core import serializers
from django.core.management import CommandError, call_command

from incidents.log import lock
from incidents.log.models import Event
from incidents.log.read import head
from incidents.log.receipts import find
from tests.log.support import NOON, STREAM, event, wipe, write, write_log

pytestmark = pytest.mark.django_db


def run(*arguments: object) -> list[str]:
    output = StringIO()
    call_command(*map(str, arguments), stdout=output)
    return output.getvalue().splitlines()


def test_an_empty_log_has_a_head_and_verifies():
    assert run("log_head") == [f"0 {'0' * 64}"]
    assert run("verify_log") == [f"0 events verified, head {'0' * 64}"]


@pytest.fixture
def fixture(tmp_path) -> Path:
    """A fixture with two events of a command under a key; the log is empty again."""
    metadata = {"person": "ana", "reason": "x", "receipt": {"key": "k", "body_sha256": "0" * 64}}
    data = {"by": "Pri é \\ 😀", "b": 1, "a": [None]}
    write(*(event(STREAM, n, data=data, metadata=metadata, personal_paths=("by",)) for n in (1, 2)), at=NOON)
    file = tmp_path / "log.json"
    file.write_text(serializers.serialize("json", Event.objects.order_by("position")))
    wipe()
    return file


def test_a_fixture_of_the_log_is_loaded_with_its_receipts_once(fixture):
    assert run("loaddata", fixture) == ["Installed 2 object(s) from 1 fixture(s)"]
    assert run("verify_log")[-1] == f"2 events verified, head {head().hash}"
    assert find("ana", "k").last_position == 2
    with pytest.raises(CommandError, match="log is not empty"):
        run("loaddata", fixture)


def test_other_fixtures_are_loaded_as_ever(tmp_path):
    write_log(1)
    file = tmp_path / "groups.json"
    file.write_text('[{"model": "auth.group", "pk": 900, "fields": {"name": "others"}}]')
    assert run("loaddata", file) == ["Installed 1 object(s) from 1 fixture(s)"]
    assert not lock.is_held()
