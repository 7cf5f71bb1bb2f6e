"""A long batch is recorded without the garbage collector, which is there again afterwards; a command leaves it be."""

import gc

import pytest

from incidents import dispatch as door
from incidents.dispatch import dispatch
from incidents.domain.claiming import AddNote
from incidents.domain.errors import DomainError
from tests.factories import IncidentFactory
from tests.people import OWNER

pytestmark = pytest.mark.django_db


@pytest.fixture
def states(monkeypatch):
    """Whether the collector was on, each time that rows were projected."""
    found, project = [], door.project

    def watched(*told):
        found.append(gc.isenabled())
        project(*told)

    monkeypatch.setattr(door, "project", watched)
    return found


def notes(many):
    incident = str(IncidentFactory().id)
    return [AddNote(kind="incident", id=incident, text=f"Note {number}.") for number in range(many)]


def test_it_is_off_for_a_long_batch_only(states):
    short, long = notes(door.LONG - 1), notes(door.LONG)
    states.clear()
    dispatch(short, person=OWNER)
    dispatch(long, person=OWNER)
    assert states == [True, False]
    assert gc.isenabled()


def test_it_is_on_again_after_a_refusal(states):
    refused = [*notes(door.LONG), AddNote(kind="incident", id=str(IncidentFactory().id), text=" ")]
    with pytest.raises(DomainError):
        dispatch(refused, person=OWNER)
    assert gc.isenabled()


def test_who_has_it_off_finds_it_off():
    gc.disable()
    try:
        dispatch(notes(door.LONG), person=OWNER)
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_a_long_batch_leaves_nothing_to_the_collector():
    dispatch(notes(door.LONG), person=OWNER)
    batch = notes(door.LONG)
    gc.collect()
    gc.disable()
    try:
        dispatch(batch, person=OWNER)
        assert gc.collect() == 0
    finally:
        gc.enable()
