"""The catalogue of the domain: every command with the stream it belongs to, every event with its stored name.

Stored names are stable strings with a schema number, never Python paths. `personal` lists the fields that may be
erased later (names of persons, bylines, free text): `[]` goes into a list, `*` into every value of an object.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from incidents.domain import actor, claiming, incident, link, source, statement
from incidents.domain.errors import InvalidValueError
from incidents.domain.facts import Facts
from incidents.domain.values import Command, Event, FieldRedacted, Recorded

KINDS = ("source", "actor", "incident", "statement", "link")

# Claim values with personal text: a name ({text}) and a gist ({en, id}). Paths that a value lacks are passed over.
CLAIM_TEXTS = ("value.text", "value.en", "value.id", "note", "evidence[].judgement")


class EventType(msgspec.Struct, frozen=True, kw_only=True):
    """An event as it is stored: its name, its schema number, its class, and its personal fields."""

    name: str
    schema: int
    form: type[Event]
    personal: tuple[str, ...] = ()


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of stream: how it answers commands and how its state follows from its events."""

    decide: Callable[[Any, Command, Facts], list[Event]]
    evolve: Callable[[Any, Recorded], Any]
    commands: tuple[type[Command], ...]
    events: tuple[EventType, ...]


def _event(form: type[Event], personal: tuple[str, ...] = (), schema: int = 1) -> EventType:
    return EventType(name=form.__name__, schema=schema, form=form, personal=personal)


def _of_claims(prefix: str) -> tuple[str, ...]:
    return tuple(f"{prefix}.{path}" for path in CLAIM_TEXTS)


BIBLIOGRAPHY = ("byline", "title", "published_note")

CLAIM_EVENTS = (
    _event(claiming.ClaimRecorded, _of_claims("claim")),
    _event(claiming.EvidenceAdded, ("evidence[].judgement",)),
    _event(claiming.ClaimAssessed),
    _event(claiming.ClaimPreferred),
    _event(claiming.PreferenceWithdrawn),
    _event(claiming.ClaimWithdrawn),
    _event(claiming.NoteAdded, ("text",)),
)
REDACTED = _event(FieldRedacted)

CATALOGUE: dict[str, Kind] = {
    "source": Kind(
        decide=source.decide,
        evolve=source.evolve,
        commands=(
            source.RegisterSource,
            source.CorrectSource,
            source.CreditOrigin,
            source.ConfirmOrigin,
            source.WithdrawOrigin,
            source.GradeSource,
            source.AssessSource,
            source.DecideProposal,
            source.WithdrawSource,
        ),
        events=(
            _event(
                source.SourceRegistered,
                (*(f"about.{name}" for name in BIBLIOGRAPHY), "cited_in[].judgement"),
            ),
            _event(source.SourceCorrected, tuple(f"changes.{name}" for name in BIBLIOGRAPHY)),
            _event(source.OriginCredited),
            _event(source.OriginConfirmed),
            _event(source.OriginWithdrawn),
            _event(source.SourceGraded),
            _event(source.SourceAssessed),
            _event(source.ProposalDecided, ("proposed.text", "recorded.text")),
            _event(source.SourceWithdrawn),
            REDACTED,
        ),
    ),
    "actor": Kind(
        decide=actor.decide,
        evolve=actor.evolve,
        commands=(
            actor.RegisterActor,
            *claiming.COMMANDS,
            actor.MergeActors,
            actor.ReverseActorMerge,
            actor.WithdrawActor,
        ),
        events=(
            _event(actor.ActorRegistered, _of_claims("claims[]")),
            *CLAIM_EVENTS,
            _event(actor.ActorsMerged),
            _event(actor.MergeReversed),
            _event(actor.ActorWithdrawn),
            REDACTED,
        ),
    ),
    "incident": Kind(
        decide=incident.decide,
        evolve=incident.evolve,
        commands=(
            incident.OpenIncident,
            incident.RetitleIncident,
            *claiming.COMMANDS,
            incident.SubmitIncident,
            incident.ReviewIncident,
            incident.PublishIncident,
            incident.WithdrawIncident,
            incident.MergeIncidents,
            incident.ReverseIncidentMerge,
        ),
        events=(
            _event(incident.IncidentOpened, ("title.*", *_of_claims("claims[]"))),
            _event(incident.IncidentRetitled, ("title.*",)),
            *CLAIM_EVENTS,
            _event(incident.IncidentSubmitted),
            _event(incident.IncidentReviewed, ("remark",)),
            _event(incident.IncidentPublished),
            _event(incident.IncidentWithdrawn),
            _event(incident.IncidentsMerged),
            _event(incident.MergeReversed),
            REDACTED,
        ),
    ),
    "statement": Kind(
        decide=statement.decide,
        evolve=statement.evolve,
        commands=(
            statement.RecordStatement,
            statement.ReportStatement,
            statement.WithdrawReport,
            *claiming.COMMANDS,
            statement.WithdrawStatement,
        ),
        events=(
            _event(statement.StatementRecorded, _of_claims("claims[]")),
            _event(statement.StatementReported),
            _event(statement.ReportWithdrawn),
            *CLAIM_EVENTS,
            _event(statement.StatementWithdrawn),
            REDACTED,
        ),
    ),
    "link": Kind(
        decide=link.decide,
        evolve=link.evolve,
        commands=(link.LinkRecords, link.CorrectLink, link.WithdrawLink),
        events=(
            _event(link.RecordsLinked, ("rationale", "evidence[].judgement")),
            _event(link.LinkCorrected, ("rationale", "evidence[].judgement")),
            _event(link.LinkWithdrawn),
            REDACTED,
        ),
    ),
}

# The kinds of record that claims are made about.
CLAIMED = ("incident", "statement", "actor")

# Which stream answers a command that belongs to one kind only; commands about claims name their kind themselves.
KIND_OF_COMMAND: dict[type[Command], str] = {
    command: kind for kind, entry in CATALOGUE.items() for command in entry.commands if command not in claiming.COMMANDS
}
EVENT_TYPES: dict[tuple[str, str], EventType] = {
    (kind, event.name): event for kind, entry in CATALOGUE.items() for event in entry.events
}
TYPE_OF_FORM: dict[tuple[str, type[Event]], EventType] = {
    (kind, event.form): event for kind, entry in CATALOGUE.items() for event in entry.events
}

# Old schemas, brought up to date on reading: (event type, schema) -> data of the next schema.
UPCASTERS: dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {}


def personal_paths(stored: EventType, data: dict[str, Any]) -> tuple[str, ...]:
    """Return where the personal fields of an event are: `id` is a text in a gist, and a record's id elsewhere."""
    paths = [path for path in stored.personal if not path.endswith(".value.id")]
    if _is_gist(data.get("claim")):
        paths.append("claim.value.id")
    claims = data.get("claims", ())
    return (*paths, *(f"claims[{number}].value.id" for number, claim in enumerate(claims) if _is_gist(claim)))


def _is_gist(claim: Any) -> bool:
    return isinstance(claim, dict) and claim["property"] == "gist"


def kind_of(command: Command) -> str:
    """Return the kind of stream that answers a command. Raises InvalidValueError."""
    if isinstance(command, claiming.COMMANDS):
        if command.kind not in CLAIMED:
            raise InvalidValueError("wrong_kind", "Only incidents, statements and actors have claims.", "kind")
        return command.kind
    return KIND_OF_COMMAND[type(command)]


def evolve(kind: str, state: Any, recorded: Recorded) -> Any:
    """Apply an event to the state of a stream of this kind."""
    return CATALOGUE[kind].evolve(state, recorded)
