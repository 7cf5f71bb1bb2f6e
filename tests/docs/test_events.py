"""docs/events.md is what the renderer makes of today's catalogue, and nothing in the catalogue goes unsaid."""

import pytest
from django.core.management import call_command

from incidents.domain.catalogue import CATALOGUE, REDACTED
from incidents.models import Event
from incidents.permissions import ROLE_FOR
from scripts.render_events import LEADS_TO, purpose, render, shape
from tests.paths import ROOT

COMMANDS = {command for kind in CATALOGUE.values() for command in kind.commands}
EVENTS = {event.form for kind in CATALOGUE.values() for event in kind.events}


def test_the_page_is_fresh():
    page = (ROOT / "docs" / "events.md").read_text("utf-8")
    assert page == render(), "Run: python -m scripts.render_events > docs/events.md"


def test_every_command_leads_to_an_event_of_a_stream_that_answers_it():
    assert LEADS_TO.keys() == COMMANDS == ROLE_FOR.keys()
    for kind in CATALOGUE.values():
        assert {LEADS_TO[command] for command in kind.commands} <= {event.form for event in kind.events}


def test_every_event_has_a_command_that_leads_to_it():
    assert EVENTS - set(LEADS_TO.values()) == {REDACTED.form}


@pytest.mark.parametrize("form", sorted(COMMANDS | EVENTS, key=lambda form: (form.__module__, form.__name__)))
def test_every_command_and_event_says_what_it_is(form):
    assert purpose(form), f"{form.__module__}.{form.__name__} needs a docstring: the page shows its first lines"


def test_every_personal_path_begins_with_a_field_of_its_event():
    for kind in CATALOGUE.values():
        for event in kind.events:
            known = set(event.form.__struct_encode_fields__)
            assert {path.replace("[]", "").split(".")[0] for path in event.personal} <= known, event.name


def test_a_type_the_page_cannot_describe_is_an_error():
    with pytest.raises(KeyError):
        shape(float)


def test_what_the_seeds_lead_to_is_what_the_page_says(db, capsys):
    call_command("import_seeds")
    named = {(command.__name__, event.__name__) for command, event in LEADS_TO.items()}
    led = Event.objects.values_list("metadata__command", "type").distinct().order_by()
    assert set(led) <= named
