"""GET /events/: what an event says, who may read the log, and waiting for what comes."""

import threading
import time

import pytest
from django.db import connection

from incidents.dispatch import dispatch
from incidents.domain.claiming import AddNote
from incidents.following import events
from incidents.log import read
from tests.api.test_following import positions
from tests.factories import IncidentFactory, SourceFactory, id_of
from tests.people import OWNER

pytestmark = pytest.mark.django_db


def test_an_event_says_who_when_and_what(curator):
    source = SourceFactory()
    event = curator.get("events/1/")
    assert curator.get("events/")["results"] == [{name: value for name, value in event.items() if name != "as_of"}]
    assert (event["type"], event["stream_kind"], event["stream_id"]) == ("SourceRegistered", "source", id_of(source))
    assert event["metadata"]["person"] == OWNER.name and "receipt" not in event["metadata"]
    assert (event["version"], event["hash"]) == (1, read.head().hash)
    assert event["data"]["held"] is True


@pytest.mark.parametrize("position", ["0", "99999999", "-1", "x", "1" * 30, "٣"])
def test_there_is_no_such_event(curator, position):
    SourceFactory()
    assert curator.get(f"events/{position}/", status=404)["code"] == "not_found"


def test_the_log_is_for_curators(anybody, outsider, reader, curator, editor):
    SourceFactory()
    for path in ("events/", "events/1/"):
        assert anybody.get(path, status=401)["code"] == "not_authenticated"
        for program in (outsider, reader):
            assert program.get(path, status=403)["code"] == "forbidden"
        for program in (curator, editor):
            program.get(path)


def test_nobody_waits_who_asks_for_the_past_or_has_something_to_read(curator, monkeypatch):
    monkeypatch.setattr(events, "_wait", lambda *_: pytest.fail("nobody has to wait here"))
    SourceFactory()
    assert positions(curator.get("events/", wait=30)) == [1]
    assert positions(curator.get("events/", after=1, wait=30, as_of=1)) == []


@pytest.mark.django_db(transaction=True)
def test_who_waits_is_answered_when_something_is_recorded(curator):
    record = id_of(IncidentFactory())
    told = []

    def follow():
        try:
            told.append(curator.get("events/", after=1, wait=20))
        finally:
            connection.close()

    follower = threading.Thread(target=follow, daemon=True)
    follower.start()
    time.sleep(0.3)
    dispatch(AddNote(kind="incident", id=record, text="Meanwhile."), person=OWNER)
    follower.join(15)
    assert [positions(page) for page in told] == [[2]]
