"""What a command reads and makes is gone when it ends: objects in a circle would wait for the collector, one in ten
milliseconds of an edit.
"""

import gc

import pytest

from incidents.dispatch import dispatch
from incidents.domain.claiming import AddNote
from incidents.domain.incident import MergeIncidents, RetitleIncident
from incidents.domain.link import LinkRecords
from incidents.domain.source import GradeSource
from tests.factories import IncidentFactory, SourceFactory, ref, uid
from tests.people import COLLEAGUE

pytestmark = pytest.mark.django_db


def linked():
    start, end = ref(IncidentFactory()), ref(IncidentFactory())
    link = uid("link", start.id)
    return LinkRecords(id=link, type="FOLLOWS", from_=start, to=end, confidence="high", rationale="It did.")


COMMANDS = {
    "a note": lambda: AddNote(kind="incident", id=str(IncidentFactory().id), text="Seen."),
    "a title": lambda: RetitleIncident(id=str(IncidentFactory().id), title={"en": "Another"}),
    "a link": linked,
    "a merge": lambda: MergeIncidents(id=str(IncidentFactory().id), into=str(IncidentFactory().id)),
    "a grade": lambda: GradeSource(id=str(SourceFactory().id), reliability="B"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_leaves_nothing_to_the_collector(command):
    commands = [COMMANDS[command]() for _ in range(2)]
    dispatch(commands[0], person=COLLEAGUE)  # what is remembered for good is remembered
    gc.collect()
    gc.disable()
    try:
        dispatch(commands[1], person=COLLEAGUE)
        assert gc.collect() == 0
    finally:
        gc.enable()
