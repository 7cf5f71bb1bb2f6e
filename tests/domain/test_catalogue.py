"""The catalogue: every command answers, every event has a stored name and comes about, personal fields exist."""

import re
import typing
from types import UnionType
from typing import Any

import msgspec
import pytest

from incidents.domain import catalogue, claiming
from incidents.domain.bibliography import Bibliography
from incidents.domain.catalogue import (
    CATALOGUE,
    EVENT_TYPES,
    KIND_OF_COMMAND,
    KINDS,
    TYPE_OF_FORM,
    kind_of,
    personal_paths,
)
from incidents.domain.claiming import AddNote, ClaimRecorded, EvidenceAdded
from incidents.domain.errors import InvalidValueError
from incidents.domain.source import SourceCorrected
from incidents.domain.statement import StatementRecorded
from incidents.domain.values import Command, Event, FieldRedacted
from tests.domain.lives import LIVES, SECRET
from tests.domain.story import ANA, DEMAND, OWN, by, claim, given, judgement

ALL_EVENTS = [(kind, event) for kind, entry in CATALOGUE.items() for event in entry.events]
NOT_FROM_A_COMMAND = {FieldRedacted}  # the log's own door records it


def subclasses(base: type) -> set[type]:
    return {one for found in base.__subclasses__() for one in (found, *subclasses(found))}


def lived(kind: str) -> tuple[list[Event], Any]:
    """Return the events of a kind's full life, and its story in the end."""
    story, events = given(kind), []
    for command, facts in LIVES[kind]:
        answer = story.when(command, facts)
        story = answer.accepted()
        assert answer.events, command
        events += answer.events
    return events, story


# --- commands and events come about


@pytest.mark.parametrize("kind", KINDS)
def test_every_command_is_accepted_in_some_story(kind):
    assert {type(command) for command, _ in LIVES[kind]} == set(CATALOGUE[kind].commands)


@pytest.mark.parametrize("kind", KINDS)
def test_every_event_is_produced_by_some_command(kind):
    events, _ = lived(kind)
    assert {type(event) for event in events} | NOT_FROM_A_COMMAND == {event.form for event in CATALOGUE[kind].events}


def test_no_command_and_no_event_is_left_out():
    commands = {command for entry in CATALOGUE.values() for command in entry.commands}
    assert commands == {one for one in subclasses(Command) if not one.__subclasses__()}
    assert {event.form for _, event in ALL_EVENTS} == subclasses(Event)


# --- stored names


def test_stored_names_are_unique_in_a_kind_and_say_what_happened():
    for kind in KINDS:
        names = [event.name for event in CATALOGUE[kind].events]
        assert len(set(names)) == len(names)
        assert all(re.fullmatch(r"([A-Z][a-z]+){2,}", name) for name in names)
    assert len(EVENT_TYPES) == len(TYPE_OF_FORM) == len(ALL_EVENTS)


def test_a_name_stands_for_one_shape_in_every_kind():
    shapes = {}
    for _, event in ALL_EVENTS:
        shapes.setdefault((event.name, event.schema), set()).add(event.form.__struct_fields__)
    assert {name: found for name, found in shapes.items() if len(found) > 1} == {}


def test_names_are_stored_for_ever():
    """A renamed class needs its old name here and an upcaster; the list may only grow."""
    assert {f"{kind}.{event.name}/{event.schema}" for kind, event in ALL_EVENTS} == {
        *(f"{kind}.FieldRedacted/1" for kind in KINDS),
        *(
            f"{kind}.{name}/1"
            for kind in ("incident", "statement", "actor")
            for name in (
                "ClaimRecorded",
                "EvidenceAdded",
                "ClaimAssessed",
                "ClaimPreferred",
                "PreferenceWithdrawn",
                "ClaimWithdrawn",
                "NoteAdded",
            )
        ),
        "source.SourceRegistered/1",
        "source.SourceCorrected/1",
        "source.OriginCredited/1",
        "source.OriginConfirmed/1",
        "source.OriginWithdrawn/1",
        "source.SourceGraded/1",
        "source.SourceAssessed/1",
        "source.ProposalDecided/1",
        "source.SourceWithdrawn/1",
        "actor.ActorRegistered/1",
        "actor.ActorsMerged/1",
        "actor.MergeReversed/1",
        "actor.ActorWithdrawn/1",
        "incident.IncidentOpened/1",
        "incident.IncidentRetitled/1",
        "incident.IncidentSubmitted/1",
        "incident.IncidentReviewed/1",
        "incident.IncidentPublished/1",
        "incident.IncidentWithdrawn/1",
        "incident.IncidentsMerged/1",
        "incident.MergeReversed/1",
        "statement.StatementRecorded/1",
        "statement.StatementReported/1",
        "statement.ReportWithdrawn/1",
        "statement.StatementWithdrawn/1",
        "link.RecordsLinked/1",
        "link.LinkCorrected/1",
        "link.LinkWithdrawn/1",
    }


def test_the_tables_lead_to_the_same_entries():
    for kind, event in ALL_EVENTS:
        assert EVENT_TYPES[kind, event.name] is event
        assert TYPE_OF_FORM[kind, event.form] is event


# --- which stream answers


def test_a_command_belongs_to_one_kind_and_those_about_claims_say_which():
    for kind in KINDS:
        for command, _ in LIVES[kind]:
            assert kind_of(command) == kind
    assert not set(KIND_OF_COMMAND) & set(claiming.COMMANDS)


@pytest.mark.parametrize("kind", ["source", "link", "colour", ""])
def test_other_records_have_no_claims(kind):
    with pytest.raises(InvalidValueError, match="claims") as caught:
        kind_of(AddNote(kind=kind, id=OWN, text="Why?"))
    assert (caught.value.code, caught.value.field) == ("wrong_kind", "kind")


@pytest.mark.parametrize("kind", KINDS)
def test_evolve_is_that_of_the_kind(kind):
    (first, *_), _ = lived(kind)
    recorded = by(ANA, first).__replace__(position=101, version=1)
    assert catalogue.evolve(kind, None, recorded) == given(kind, first).state


# --- JSON


@pytest.mark.parametrize("kind", KINDS)
def test_events_survive_json_and_hold_no_floats(kind):
    for event in lived(kind)[0]:
        raw = msgspec.json.encode(event)
        assert msgspec.json.decode(raw, type=type(event)) == event
        assert float not in {type(leaf) for _, leaf in leaves(msgspec.json.decode(raw))}


@pytest.mark.parametrize("kind", KINDS)
def test_commands_survive_json(kind):
    for command, _ in LIVES[kind]:
        assert msgspec.json.decode(msgspec.json.encode(command), type=type(command)) == command


def test_an_event_knows_no_fields_that_were_not_declared():
    for _, event in ALL_EVENTS:
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert({"no_such_field": 1}, event.form)


# --- personal fields


def leaves(value: Any, path: str = ""):
    """Return (path, leaf) of everything in decoded JSON, such as claims[0].value.text."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from leaves(part, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from leaves(part, f"{path}[{number}]")
    else:
        yield path, value


def declared(path: str, paths: tuple[str, ...]) -> bool:
    """Say whether a path is one of these; in them `[]` stands for every item and `*` for every key."""
    patterns = (re.escape(one).replace(r"\*", r"[^.]+").replace(r"\[\]", r"\[\d+\]") for one in paths)
    return any(re.fullmatch(pattern, path) for pattern in patterns)


@pytest.mark.parametrize("kind", KINDS)
def test_what_people_write_freely_is_declared_personal(kind):
    for event in lived(kind)[0]:
        data = msgspec.json.decode(msgspec.json.encode(event))
        paths = personal_paths(TYPE_OF_FORM[kind, type(event)], data)
        assert [path for path, leaf in leaves(data) if SECRET in str(leaf) and not declared(path, paths)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_id_and_no_code_is_personal(kind):
    for event in lived(kind)[0]:
        data = msgspec.json.decode(msgspec.json.encode(event))
        paths = personal_paths(TYPE_OF_FORM[kind, type(event)], data)
        assert [path for path, leaf in leaves(data) if declared(path, paths) and SECRET not in str(leaf)] == []


def test_an_id_is_a_text_in_a_gist_only():
    gist = claim("gist", "gist", {"en": "It should end.", "id": "Harus dihentikan."})
    about = claim("about", "about", {"kind": "statement", "id": DEMAND})
    recorded, opened = (EVENT_TYPES["statement", name] for name in ("ClaimRecorded", "StatementRecorded"))

    def found(stored, event):
        paths = personal_paths(stored, msgspec.to_builtins(event))
        assert set(paths) >= {path for path in stored.personal if not path.endswith(".value.id")}
        return {path for path in paths if path.endswith(".value.id")}

    assert found(recorded, ClaimRecorded(claim=gist)) == {"claim.value.id"}
    assert found(recorded, ClaimRecorded(claim=about)) == set()
    assert found(opened, StatementRecorded(claims=(about, gist, about, gist))) == {
        "claims[1].value.id",
        "claims[3].value.id",
    }
    adding = EVENT_TYPES["statement", "EvidenceAdded"]
    assert found(adding, EvidenceAdded(claim=OWN, evidence=(judgement(),))) == set()


# Texts that only some claims have, or that the story of the source does not correct.
ELSEWHERE = re.compile(r"value\.(text|en|id)$|^changes\.published_note$")


@pytest.mark.parametrize("kind", KINDS)
def test_every_personal_path_is_met_in_some_story(kind):
    met = {}
    for event in lived(kind)[0]:
        told = leaves(msgspec.json.decode(msgspec.json.encode(event)))
        met.setdefault(type(event), set()).update(path for path, _ in told)
    for event in CATALOGUE[kind].events:
        unmet = {one for one in event.personal if not any(declared(path, (one,)) for path in met.get(event.form, ()))}
        assert {one for one in unmet if not ELSEWHERE.search(one)} == set(), event.name


def field_types(form: Any, name: str) -> Any:
    """Return what a step of a path leads to; Any where the shape is not fixed."""
    if isinstance(form, UnionType):
        (form,) = (one for one in typing.get_args(form) if one is not type(None))
    if form is Any or (typing.get_origin(form) is dict and name != "*"):
        return Any
    if name in ("[]", "*"):
        container, inner = typing.get_origin(form), typing.get_args(form)
        assert container is (tuple if name == "[]" else dict), (form, name)
        return inner[0] if name == "[]" else inner[1]
    (field,) = (field for field in msgspec.structs.fields(form) if field.encode_name == name)
    return field.type


@pytest.mark.parametrize(("kind", "event"), ALL_EVENTS)
def test_personal_paths_point_to_text_there_may_be(kind, event):
    for path in event.personal:
        form = event.form
        for step in path.replace("[]", ".[]").split("."):
            form = field_types(form, step)
        assert form in (Any, str, str | None), path


def test_corrections_of_a_source_erase_what_a_registration_does():
    registered = EVENT_TYPES["source", "SourceRegistered"].personal
    corrected = TYPE_OF_FORM["source", SourceCorrected].personal
    fields = {path.removeprefix("about.") for path in registered if path.startswith("about.")}
    assert {path.removeprefix("changes.") for path in corrected} == fields
    assert fields < set(Bibliography.__struct_fields__)


def test_a_redaction_changes_no_state():
    for kind in KINDS:
        command, facts = LIVES[kind][0]
        story = given(kind).when(command, facts).accepted()
        assert story.after(by(ANA, FieldRedacted(position=101, field="x"))).state == story.state
