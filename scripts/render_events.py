"""The event catalogue as a page of Markdown tables: `python -m scripts.render_events > docs/events.md`.

What stands in `incidents.domain.catalogue` and `incidents.permissions` is read from there, purposes are the first lines
of docstrings; only which events a command may lead to is written here, because `decide` alone knows. `render` is pure.
"""

import sys
from collections.abc import Iterable, Iterator
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import msgspec

from incidents.domain import actor, claiming, incident, link, source, statement
from incidents.domain.bibliography import Bibliography
from incidents.domain.catalogue import CATALOGUE, REDACTED, EventType, Kind
from incidents.domain.claims import Claim
from incidents.domain.evidence import Evidence, Report
from incidents.domain.origins import Credit
from incidents.domain.values import Command, Event, RecordRef
from incidents.permissions import ROLE_FOR

# A command leads to one of these events, or to none where nothing would change.
LEADS_TO: dict[type[Command], type[Event]] = {
    source.RegisterSource: source.SourceRegistered,
    source.CorrectSource: source.SourceCorrected,
    source.CreditOrigin: source.OriginCredited,
    source.ConfirmOrigin: source.OriginConfirmed,
    source.WithdrawOrigin: source.OriginWithdrawn,
    source.GradeSource: source.SourceGraded,
    source.AssessSource: source.SourceAssessed,
    source.DecideProposal: source.ProposalDecided,
    source.WithdrawSource: source.SourceWithdrawn,
    actor.RegisterActor: actor.ActorRegistered,
    actor.MergeActors: actor.ActorsMerged,
    actor.ReverseActorMerge: actor.MergeReversed,
    actor.WithdrawActor: actor.ActorWithdrawn,
    incident.OpenIncident: incident.IncidentOpened,
    incident.RetitleIncident: incident.IncidentRetitled,
    incident.SubmitIncident: incident.IncidentSubmitted,
    incident.ReviewIncident: incident.IncidentReviewed,
    incident.PublishIncident: incident.IncidentPublished,
    incident.WithdrawIncident: incident.IncidentWithdrawn,
    incident.MergeIncidents: incident.IncidentsMerged,
    incident.ReverseIncidentMerge: incident.MergeReversed,
    statement.RecordStatement: statement.StatementRecorded,
    statement.ReportStatement: statement.StatementReported,
    statement.WithdrawReport: statement.ReportWithdrawn,
    statement.WithdrawStatement: statement.StatementWithdrawn,
    link.LinkRecords: link.RecordsLinked,
    link.CorrectLink: link.LinkCorrected,
    link.WithdrawLink: link.LinkWithdrawn,
    claiming.RecordClaim: claiming.ClaimRecorded,
    claiming.AddEvidence: claiming.EvidenceAdded,
    claiming.AssessClaim: claiming.ClaimAssessed,
    claiming.PreferClaim: claiming.ClaimPreferred,
    claiming.WithdrawPreference: claiming.PreferenceWithdrawn,
    claiming.WithdrawClaim: claiming.ClaimWithdrawn,
    claiming.AddNote: claiming.NoteAdded,
}
VALUES = (Claim, Evidence, Report, Credit, Bibliography, source.Assessment, RecordRef)
PLAIN = {str: "text", int: "number", bool: "yes or no", dict: "object", Any: "anything", NoneType: "null"}

INTRODUCTION = """\
# Events

Made from the code by `python -m scripts.render_events > docs/events.md`; change the code, not this page.

Every kind of record has its own kind of stream. A command is asked of one stream by a person whose role covers it, and
leads to the event beside it, to none where nothing would change, or to a refusal. Roles rise: reader, curator, editor,
administrator; each may do what the one before it may. Every command also has `id`, the record it is about.

Fields are those of an event's `data`; one with a question mark is left out while it has its default. A path among the
personal fields uses `[]` for every item of a list and `*` for every key of an object; what a value does not have is
passed over. Personal fields are stored beside a salt and can be erased
([decision 3](decisions/0003-personal-fields-in-place.md)). Beside `data` each event has `metadata`: `person`, `batch`
(one id for all events of one dispatch), `command`, and where they were given `reason` (always personal) and `receipt`
(`key` and `body_sha256`)."""
CLAIMS = """\
Incidents, statements and actors answer these commands; `kind` says which of the three it is about. The events are
stored in the stream of the record itself."""
ERASING = """\
No command, and no kind of its own: `manage.py redact` (role: administrator) erases one personal field of an earlier
event and appends this event to the same stream. It changes no state."""


def render() -> str:
    """Return the whole page, ending with a line break."""
    parts = [INTRODUCTION]
    for name, kind in CATALOGUE.items():
        parts += [f"## {name.capitalize()}", _summary(kind), *_tables(_own_commands(kind), _own_events(kind))]
    parts += ["## Claims", CLAIMS, *_tables(claiming.COMMANDS, _claim_events())]
    parts += ["## Erasing", ERASING, _events((REDACTED,)), "## Values"]
    for value in VALUES:
        parts += [f"### {value.__name__}", purpose(value), _fields_table(value)]
    return "\n\n".join(parts) + "\n"


def purpose(thing: Any) -> str:
    """Return the first sentence or line of a docstring; empty where a class has none of its own."""
    return (thing.__dict__.get("__doc__") or "").strip().partition("\n\n")[0].replace("\n    ", " ")


def _summary(kind: Kind) -> str:
    module = sys.modules[kind.decide.__module__]
    shared = any(event.form in claiming.EVENTS for event in kind.events)
    beside = " Beside these it has the commands and events about [claims](#claims)." if shared else ""
    return (
        f"`{module.__name__}`. {(module.__doc__ or '').strip().partition(chr(10) * 2)[0].replace(chr(10), ' ')}{beside}"
    )


def _own_commands(kind: Kind) -> list[type[Command]]:
    return [command for command in kind.commands if command not in claiming.COMMANDS]


def _own_events(kind: Kind) -> list[EventType]:
    return [event for event in kind.events if event.form not in claiming.EVENTS and event is not REDACTED]


def _claim_events() -> list[EventType]:
    return [event for event in CATALOGUE["incident"].events if event.form in claiming.EVENTS]


def _tables(commands: Iterable[type[Command]], events: Iterable[EventType]) -> tuple[str, str]:
    rows = [
        (f"`{command.__name__}`", ROLE_FOR[command], f"`{LEADS_TO[command].__name__}`", purpose(command))
        for command in commands
    ]
    return _table(("Command", "Role", "Leads to", "What is asked"), rows), _events(events)


def _events(events: Iterable[EventType]) -> str:
    rows = [
        (
            f"`{event.name}`",
            str(event.schema),
            ", ".join(fields(event.form)) or "–",
            ", ".join(f"`{path}`" for path in event.personal) or "–",
            purpose(event.form),
        )
        for event in events
    ]
    return _table(("Event", "Schema", "Fields", "Personal fields", "What happened"), rows)


def fields(form: type[msgspec.Struct]) -> Iterator[str]:
    """Yield the fields of an event as they are stored, with what each holds."""
    for name, optional, annotation in _fields(form):
        yield f"`{name}`{'?' if optional else ''} {shape(annotation)}"


def _fields_table(form: type[msgspec.Struct]) -> str:
    rows = [(f"`{name}`{'?' if optional else ''}", shape(annotation)) for name, optional, annotation in _fields(form)]
    return _table(("Field", "Holds"), rows)


def _fields(form: type[msgspec.Struct]) -> Iterator[tuple[str, bool, Any]]:
    for field in msgspec.structs.fields(form):
        yield field.encode_name, not field.required, field.type


def shape(annotation: Any) -> str:
    """Say in words what a type annotation allows."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        return " or ".join(shape(part) for part in parts)
    if origin is tuple:
        return f"list of {shape(parts[0])}"
    if origin is dict:
        return f"object of {shape(parts[1])}"
    if annotation in VALUES:
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    return PLAIN[annotation]


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


if __name__ == "__main__":
    sys.stdout.write(render())
