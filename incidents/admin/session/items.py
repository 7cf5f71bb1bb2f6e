"""Items of a session become commands. What cannot become one is a problem of its item, row and input."""

from collections.abc import Iterator
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from incidents.admin.session import find, ids, shapes
from incidents.admin.session.drafts import Draft, Item, Problem, Row, normalised
from incidents.admin.session.places import Finder, Place, PlaceError
from incidents.domain.actor import RegisterActor
from incidents.domain.bibliography import Bibliography
from incidents.domain.claiming import AddEvidence, RecordClaim
from incidents.domain.claims import Claim
from incidents.domain.evidence import PASSAGE_FIELDS, Evidence, Report
from incidents.domain.incident import OpenIncident
from incidents.domain.origins import Credit
from incidents.domain.person import Person
from incidents.domain.source import CreditOrigin, RegisterSource
from incidents.domain.statement import RecordStatement, ReportStatement
from incidents.domain.values import Command, is_id

# Records before what is claimed of them.
ORDER = ("source", "actor", "incident", "statement", "claim", "evidence", "report", "credit")
OPENS = {"source": "source", "actor": "actor", "incident": "incident", "statement": "statement"}
CITED = ("outlet", "title", "language", "published", "url")  # what may be known of a source that was only cited
DIRECTNESS = {"headline": "headline", "caption": "caption"}


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """A command, the item it comes from, and its rows: the one of each claim, in order."""

    command: Command
    item: Item
    rows: tuple[Row, ...] = ()


class Reader:
    """Reads the items of one draft; `problems` collects what stands in the way."""

    def __init__(self, draft: Draft, finder: Finder, person: Person) -> None:
        self._items = draft.items
        self._finder = finder
        self._person = person
        self._opened = {item.record: item for item in draft.items if item.kind in OPENS}
        self.problems: list[Problem] = []

    def commands(self) -> list[Sent]:
        """Return the commands in the order in which they are to be recorded."""
        ordered = sorted(self._items, key=lambda item: ORDER.index(item.kind))
        return [sent for item in ordered for sent in self._item(item)]

    def _item(self, item: Item) -> Iterator[Sent]:
        if not is_id(item.id) or not (is_id(item.record) or item.kind not in OPENS):
            self._problem(item, _("This item is damaged: remove it and enter it again."))
            return
        if not item.record:
            self._problem(item, _("Choose the record that this is about."), part="record")
            return
        if item.kind in OPENS:
            yield self._opening(item)
        else:
            yield from self._about(item)

    def _opening(self, item: Item) -> Sent:
        """Return the command that opens a record."""
        if item.kind == "source":
            return Sent(command=self._cited(item), item=item)
        rows, claims = self._claims(item)
        if item.kind == "actor":
            command: Command = RegisterActor(id=item.record, kind=item.actor_kind, claims=claims)
        elif item.kind == "incident":
            command = OpenIncident(id=item.record, title=_title(item), claims=claims)
        else:
            command = RecordStatement(id=item.record, claims=claims, reports=self._reports(item))
        return Sent(command=command, item=item, rows=rows)

    def _about(self, item: Item) -> Iterator[Sent]:
        """Yield the commands about a record that is there, or is opened by another item."""
        match item.kind:
            case "claim":
                rows, claims = self._claims(item)
                if not claims and not self.problems:
                    self._problem(item, _("Give a value, or remove this item."))
                for row, claim in zip(rows, claims, strict=True):
                    recorded = RecordClaim(id=item.record, kind=item.record_kind, claim=claim)
                    yield Sent(command=recorded, item=item, rows=(row,))
            case "evidence":
                evidence = self._evidence(item, item.passages)
                command = AddEvidence(id=item.record, kind=item.record_kind, claim=item.claim, evidence=evidence)
                yield Sent(command=command, item=item)
            case "report":
                for report in self._reports(item):
                    yield Sent(command=ReportStatement(id=item.record, report=report), item=item)
            case "credit":
                yield Sent(command=self._credit(item), item=item)

    # --- what items are made of

    def _claims(self, item: Item) -> tuple[tuple[Row, ...], tuple[Claim, ...]]:
        """Return the rows in which something was entered, and the claim that each makes."""
        kind = OPENS.get(item.kind, item.record_kind)
        made: list[tuple[Row, Claim]] = []
        for row in item.rows:
            found = shapes.definition(kind, row.property)
            if found is None:
                self._problem(item, _("This item is damaged: remove it and enter it again."), row=row)
            elif not shapes.is_empty(found, row.given):
                made.append((row, self._claim(item, row, found)))
        return tuple(row for row, _claim in made), tuple(claim for _row, claim in made)

    def _claim(self, item: Item, row: Row, found: Any) -> Claim:
        given = {part.name: self._given(item, row, part) for part in shapes.parts(found)}
        return Claim(
            claim=ids.derived(item.id, row.id),
            property=shapes.stored_name(found, given),
            value=shapes.value(found, given),
            evidence=self._row_evidence(item, row),
            credibility=row.credibility,
            basis=given.get("basis") or None,
            note=normalised(row.note) or None,
        )

    def _given(self, item: Item, row: Row, part: shapes.Part) -> Any:
        told = row.given.get(part.name)
        match part.input:
            case "record":
                return self._record(item, row, part, str(told or ""))
            case "records":
                several = told if isinstance(told, list) else [told] if told else []
                return [self._record(item, row, part, str(one)) for one in several]
        return normalised(told if isinstance(told, str) else "")

    def _record(self, item: Item, row: Row | None, part: shapes.Part, told: str) -> str:
        """Return the id of a record that was chosen, or typed by its name; `incident:<id>` where kinds differ."""
        if not told.strip() or is_id(told.rpartition(":")[2]):
            return told.strip()
        opened = [
            (item.kind, item.record)
            for item in self._opened.values()
            if item.kind in part.kinds and _name_of(item).casefold() == told.strip().casefold()
        ]
        kinds, of = part.kinds, part.of
        found = opened or [(one.kind, one.id) for one in find.named(told, kinds=kinds, of=of, person=self._person)]
        if len(found) == 1:
            return ":".join(found[0]) if len(part.kinds) > 1 else found[0][1]
        sentence = _("Nothing is called just “{name}”; choose from the list, or register it.")
        if found:
            sentence = _("Several records are called “{name}”; choose one from the list.")
        self._problem(item, sentence.format(name=told), row=row, part=part.name)
        return ""

    def _row_evidence(self, item: Item, row: Row) -> tuple[Evidence, ...]:
        judgement = normalised(row.judgement)
        passages = row.passages or (() if judgement else item.passages)
        judged = (Evidence(judgement=judgement),) if judgement else ()
        return (*self._evidence(item, passages, row), *judged)

    def _evidence(self, item: Item, passages: tuple[Place, ...], row: Row | None = None) -> tuple[Evidence, ...]:
        found: list[Evidence] = []
        for place in passages:
            try:
                found.append(self._finder.evidence(place, item.relay))
            except PlaceError as error:
                self._problem(item, str(error), row=row, part="evidence")
        return tuple(dict.fromkeys(found))

    def _reports(self, item: Item) -> tuple[Report, ...]:
        return tuple(
            Report(
                report=ids.derived(item.id, "report", number),
                source=piece.source or "",
                relay=piece.relay,
                directness=item.directness or DIRECTNESS.get(piece.kind or "", "paraphrase"),
                **{name: getattr(piece, name) for name in PASSAGE_FIELDS},
            )
            for number, piece in enumerate(self._evidence(item, item.passages))
        )

    def _cited(self, item: Item) -> RegisterSource:
        """Return the registration of a source that was not seen itself: this article cites it."""
        about = {name: normalised(item.about.get(name)) or None for name in CITED}
        outlet = shapes.Part(name="outlet", label="", kinds=("actor",))
        about["outlet"] = self._record(item, None, outlet, about["outlet"] or "") or None
        basis = (normalised(item.about.get("published_basis")) or None) if about["published"] else None
        return RegisterSource(
            id=item.record,
            held=False,
            about=Bibliography(kind=item.about.get("kind", ""), published_basis=basis, **about),
            cited_in=self._evidence(item, item.passages),
        )

    def _credit(self, item: Item) -> CreditOrigin:
        passages = self._evidence(item, item.passages[:1])
        credit = Credit(
            credit=ids.derived(item.id, "credit"),
            origin=item.record,
            basis=item.basis or "text",
            passage=passages[0] if passages else None,
        )
        return CreditOrigin(id=self._finder.source, credit=credit)

    def _problem(self, item: Item, message: str, *, row: Row | None = None, part: str = "") -> None:
        problem = Problem(message=message, code="incomplete", item=item.id, row=row.id if row else "", part=part)
        self.problems.append(problem)


def _title(item: Item) -> dict[str, str]:
    return {language: words for language in ("en", "id") if (words := normalised(item.title.get(language)))}


def _name_of(item: Item) -> str:
    """Return what a record that the draft opens is called."""
    named = (str(row.given.get("text", "")) for row in item.rows if row.property == "name")
    if item.kind == "source":
        return item.about.get("title", "")
    return next(named, "") if item.kind == "actor" else next(iter(item.title.values()), "")
