"""Old schemas become new ones on reading."""

import json

import pytest

from incidents.log.driver import ask
from incidents.log.read import Reader
from incidents.log.upcasters import upcast
from tests.log.support import STREAM, event, write


def split_name(data: dict) -> dict:
    return {"names": [data["name"]]}


def add_kind(data: dict) -> dict:
    data["kind"] = "person"
    return data


TABLE = {("ActorRegistered", 1): split_name, ("ActorRegistered", 2): add_kind}


def test_each_step_leads_to_the_next_schema():
    assert upcast("ActorRegistered", 1, {"name": "Kim"}, TABLE) == (3, {"names": ["Kim"], "kind": "person"})


def test_a_newer_schema_takes_the_later_steps_only():
    assert upcast("ActorRegistered", 2, {"names": []}, TABLE) == (3, {"names": [], "kind": "person"})


def test_what_the_table_does_not_know_stays():
    assert upcast("NoteAdded", 1, {"note": "x"}, TABLE) == (1, {"note": "x"})


@pytest.mark.django_db
def test_a_reader_upcasts_what_it_reads_and_the_log_stays():
    changes = {"type": "ActorRegistered", "data": {"name": "Kim"}, "personal_paths": ("name",)}
    (written,) = write(event(**changes))
    (read,) = Reader(TABLE).stream(STREAM)
    assert (read.schema, read.data) == (3, {"names": ["Kim"], "kind": "person"})
    assert (read.hash, read.position) == (written.hash, written.position)
    assert Reader().stream(STREAM) == [written]
    found = {}
    ask(Reader(TABLE).asking_plain([STREAM], found.update))
    assert json.loads(found[STREAM][0].data) == read.data
