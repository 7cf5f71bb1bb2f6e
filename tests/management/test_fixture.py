"""The fixture: the same bytes every time, fresh, and a tracker loaded from it is as if it had been imported."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from incidents.log import read
from incidents.log.verify import verify
from incidents.management.fixture import FixtureError, write_fixture
from incidents.readmodels.rebuild import check
from tests.imports.small import write_coding
from tests.imports.support import (
    CODING,
    FIXTURE,
    last_line,
    log_rows,
    nothing_recorded,
    read_model_rows,
    run,
    tracker_with,
)

pytestmark = pytest.mark.django_db

STALE = "fixtures/seeds.json is not what seeds/ gives: run manage.py import_seeds --fixture fixtures/seeds.json"


@pytest.fixture(scope="module")
def fresh(django_db_setup, django_db_blocker) -> dict[str, list[dict[str, Any]]]:
    """The rows of a fresh import."""
    with django_db_blocker.unblock(), tracker_with(CODING):
        return read_model_rows()


def test_it_is_the_same_every_time(tmp_path):
    """The file that is kept was made by another run, on another machine, at another time."""
    file = tmp_path / "seeds.json"
    printed = run("import_seeds", fixture=file)
    assert file.read_bytes() == FIXTURE.read_bytes(), STALE
    assert printed == f"{len(json.loads(file.read_text(encoding='utf-8')))} events written to {file}\n"
    assert nothing_recorded()
    assert list(tmp_path.iterdir()) == [file]


def test_it_holds_the_log_alone():
    assert {entry["model"] for entry in json.loads(FIXTURE.read_text(encoding="utf-8"))} == {"incidents.event"}


def test_loading_verifying_and_rebuilding_agree_with_a_fresh_import(fresh):
    events = json.loads(FIXTURE.read_text(encoding="utf-8"))
    printed = run("loaddata", FIXTURE)
    assert printed == f"Installed {len(events)} object(s) from 1 fixture(s)\n"
    assert read.head() == (len(events), events[-1]["fields"]["hash"])
    assert verify().ok
    assert not any(read_model_rows().values())
    assert run("rebuild") == f"read models rebuilt up to position {len(events)}\n"
    loaded = read_model_rows()
    for table, rows in fresh.items():
        assert loaded[table] == rows, table
    assert check() == {}


def test_what_was_loaded_is_known_to_an_import():
    run("loaddata", FIXTURE)
    run("rebuild")
    assert "; 0 events; " in last_line(run("import_seeds"))


def test_it_is_not_loaded_into_a_log_that_has_events():
    run("loaddata", FIXTURE)
    log = log_rows()
    with pytest.raises(CommandError, match="The log is not empty: load a fixture of events into a fresh database"):
        run("loaddata", FIXTURE)
    assert log_rows() == log


def drop_one(events: list[dict]) -> None:
    del events[2]


def swap_two(events: list[dict]) -> None:
    events[2], events[3] = events[3], events[2]


def change_a_value(events: list[dict]) -> None:
    events[2]["fields"]["data"]["held"] = False


def change_a_name(events: list[dict]) -> None:
    event = next(event for event in events if event["fields"]["type"] == "ActorRegistered")
    event["fields"]["data"]["claims"][0]["value"]["text"]["personal"] = "Somebody else"


def change_the_person(events: list[dict]) -> None:
    events[3]["fields"]["metadata"]["person"] = "somebody"


def change_the_time(events: list[dict]) -> None:
    events[3]["fields"]["recorded_at"] = "2025-01-01T00:00:00Z"


def change_the_hash(events: list[dict]) -> None:
    events[3]["fields"]["hash"] = "0" * 64


def repeat_one(events: list[dict]) -> None:
    events.append(events[-1])


def name_another_model(events: list[dict]) -> None:
    events[0]["model"] = "incidents.nothing"


def leave_a_field_out(events: list[dict]) -> None:
    del events[0]["fields"]["hash"]


@pytest.mark.parametrize(
    "tamper",
    [
        drop_one,
        swap_two,
        change_a_value,
        change_a_name,
        change_the_person,
        change_the_time,
        change_the_hash,
        repeat_one,
        name_another_model,
        leave_a_field_out,
    ],
)
def test_one_that_was_tampered_with_is_refused_as_a_whole(tmp_path, tamper):
    events = json.loads(FIXTURE.read_text(encoding="utf-8"))[:30]
    tamper(events)
    file = tmp_path / "tampered.json"
    file.write_text(json.dumps(events), encoding="utf-8")
    with pytest.raises(CommandError, match=r"Nothing was loaded\.$"):
        run("loaddata", file)
    assert nothing_recorded()


@pytest.mark.parametrize("text", ["no json", '{"a": 1}', '[{"model": "incidents.event"}]', "[1]"])
def test_what_is_no_fixture_is_refused(tmp_path, text):
    file = tmp_path / "bad.json"
    file.write_text(text)
    with pytest.raises(CommandError, match="Problem installing fixture"):
        run("loaddata", file)
    assert nothing_recorded()


class TestFile:
    @pytest.fixture
    def coding(self, tmp_path) -> Path:
        return write_coding(tmp_path / "coding")

    @pytest.mark.parametrize("name", ["nowhere/f.json", "coding", "coding/links.yaml/f.json"])
    def test_one_that_cannot_be_written_is_refused(self, coding, tmp_path, name):
        with pytest.raises(CommandError, match=rf"{name}.*(give|Give)"):
            run("import_seeds", fixture=tmp_path / name)
        assert sorted(path.name for path in tmp_path.iterdir()) == ["coding"]

    def test_a_coding_with_a_fault_leaves_the_old_file(self, coding, tmp_path):
        file = tmp_path / "f.json"
        file.write_text("old")
        path = coding / "links.yaml"
        path.write_text(path.read_text().replace("REPLIES_TO", "ANSWERS"))
        with pytest.raises(
            FixtureError, match=r"^links\.yaml, line 11, links\[1\]\.type: “ANSWERS” is no code of links"
        ):
            write_fixture(coding, file)
        assert file.read_text() == "old"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["coding", "f.json"]
