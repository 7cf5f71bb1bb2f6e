"""A session is sent as one batch: recorded whole or not at all, refusals on the fields they belong to."""

import re
from collections.abc import Sequence

import msgspec
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from incidents.admin import history
from incidents.admin.errors import translated
from incidents.admin.session import shapes
from incidents.admin.session.drafts import Draft, Ending, Problem, normalised
from incidents.admin.session.items import OPENS, Reader, Sent
from incidents.admin.session.places import Finder
from incidents.dispatch import Outcome, dispatch
from incidents.domain.errors import ConflictError, DomainError
from incidents.domain.incident import OpenIncident, SubmitIncident
from incidents.domain.person import Person
from incidents.domain.source import Assessment, AssessSource, RegisterSource
from incidents.domain.values import Command, is_id
from incidents.log.errors import LogError
from incidents.permissions import ForbiddenError

CLAIM = re.compile(r"claims\[(\d+)\]\.(.*)")
REPORT = re.compile(r"reports\[\d+\]\.?")
# Fields of an item that the domain calls otherwise.
ITEM_PARTS = {"title": "title", "title.en": "title", "title.id": "title", "kind": "actor_kind", "reports": "passages"}
STATUS = {ConflictError: 409, ForbiddenError: 403}


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a session: the outcome, or problems with the status of HTTP that fits them."""

    outcome: Outcome | None = None
    sent: tuple[Sent, ...] = ()
    problems: tuple[Problem, ...] = ()
    status: int = 200


def send(draft: Draft, *, source: str, finder: Finder, person: Person) -> Answer:
    """Record a session: its items, how it ends, and what is handed in for review. Raises LogError."""
    reader = Reader(draft, finder, person)
    sent = reader.commands()
    problems = [*reader.problems, *_ending_problems(draft)]
    if problems:
        return Answer(problems=tuple(problems), status=400)
    batch = [*(found.command for found in sent), *_closing(draft.ending, source, sent)]
    if not batch:
        return Answer(problems=(Problem(message=_("There is nothing to record yet."), code="empty"),), status=400)
    try:
        outcome = dispatch(
            batch,
            person=person,
            reason=normalised(draft.reason) or None,
            expected=_expected(draft, source),
            key=draft.key or None,
        )
    except DomainError as error:
        status = next((status for kind, status in STATUS.items() if isinstance(error, kind)), 422)
        return Answer(problems=(_problem(error, draft, source, sent),), status=status)
    except LogError as error:
        return Answer(problems=(Problem(message=translated(error), code=error.code),), status=409)
    return Answer(outcome=outcome, sent=tuple(sent))


def _ending_problems(draft: Draft) -> list[Problem]:
    ending, made = draft.ending, []
    if ending.outcome in ("nothing_codable", "copy_of") and draft.items:
        sentence = _("The list still has items: record them as coded, or remove them.")
        made.append(Problem(message=sentence, code="items_left", part="outcome"))
    if ending.outcome == "nothing_codable" and not normalised(draft.reason):
        made.append(Problem(message=_("Say why nothing in it can be coded."), code="reason_missing", part="reason"))
    if ending.outcome == "copy_of" and not is_id(ending.of):
        made.append(Problem(message=_("Choose the source that it copies."), code="copy_of_what", part="of"))
    if ending.outcome == "coded" and not draft.items:
        sentence = _("Nothing was coded: enter something, or say that nothing is codable.")
        made.append(Problem(message=sentence, code="empty", part="outcome"))
    return made


def _closing(ending: Ending, source: str, sent: Sequence[Sent]) -> list[Command]:
    """Return the commands that follow the items: incidents handed in, and what the source came to."""
    opened = [found.command.id for found in sent if isinstance(found.command, OpenIncident)] if ending.submit else []
    submitted: list[Command] = [SubmitIncident(id=incident) for incident in opened]
    if ending.outcome == "open":
        return submitted
    of = ending.of if ending.outcome == "copy_of" else None
    return [*submitted, AssessSource(id=source, assessment=Assessment(outcome=ending.outcome, of=of))]


def _expected(draft: Draft, source: str) -> dict[str, int]:
    """Return the versions that the person has seen: of the source, and of records that were there when chosen."""
    opened = {item.record for item in draft.items if item.kind in OPENS}
    seen = {
        item.record: item.version
        for item in draft.items
        if item.version is not None and is_id(item.record) and item.record not in opened
    }
    return {**seen, source: draft.version}


def _problem(error: DomainError, draft: Draft, source: str, sent: Sequence[Sent]) -> Problem:
    """Return a refusal as a problem of the item, row and input that it belongs to."""
    message = translated(error)
    if isinstance(error, ConflictError) and error.code == "stale_version":
        return _stale(error, message, draft)
    number = error.command
    if number is None or number >= len(sent):
        part = "of" if error.field == "of" else "reason" if error.field == "reason" else "outcome"
        return Problem(message=message, code=error.code, part=part)
    found = sent[number]
    row, part = _place(found, error)
    claim = str(error.params.get("id", "")) if error.code == "claim_exists" else ""
    return Problem(message=message, code=error.code, item=found.item.id, row=row, part=part, claim=claim)


def _stale(error: ConflictError, message: str, draft: Draft) -> Problem:
    record = str(error.params["id"])
    item = next((item.id for item in draft.items if item.record == record), "")
    return Problem(
        message=message,
        code=error.code,
        item=item,
        record=record,
        actual=int(error.params["actual"]),
        changes=changes_since(record, int(error.params["expected"])),
    )


def changes_since(stream: str, version: int) -> tuple[str, ...]:
    """Return what happened in a stream after a version, a line for each event."""
    return tuple(
        _("{event}, by {person}, {time} UTC").format(
            event=history.event_name(event.type),
            person=event.metadata.get("person", ""),
            time=date_format(event.recorded_at, "Y-m-d H:i"),
        )
        for event in history.streams([stream])
        if event.version > version
    )


def _place(sent: Sent, error: DomainError) -> tuple[str, str]:
    """Return the row and input of a refusal; empty where it is about the item."""
    field, rows = error.field or "", sent.rows
    if isinstance(sent.command, RegisterSource):
        return "", "passages" if field.startswith("cited_in") else f"about-{field}"
    if error.code == "claim_missing":
        missing = next((row.id for row in sent.item.rows if row.property == error.params.get("name")), "")
        return missing, ""
    if opened := CLAIM.match(field):
        number, field = int(opened[1]), opened[2]
        rows = rows[number : number + 1]
    elif len(rows) != 1 or isinstance(sent.command, OpenIncident):
        return "", ITEM_PARTS.get(field) or ("passages" if REPORT.match(field) or "passage" in field else "")
    if not rows:
        return "", ""
    return rows[0].id, _input(sent, rows[0].property, field)


def _input(sent: Sent, code: str, field: str) -> str:
    if field.startswith("evidence"):
        return "judgement" if field.endswith(".judgement") else "evidence"
    if field in ("credibility", "note"):
        return field
    found = shapes.definition(OPENS.get(sent.item.kind, sent.item.record_kind), code)
    return (shapes.part_at(found, field) or "") if found else ""
