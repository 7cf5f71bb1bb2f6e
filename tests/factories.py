"""Records for tests, made as people make them: each factory sends commands through dispatch.

    summons = IncidentFactory(claims={"date": "2024-06-21"}, published=True)
    StatementFactory(incident=summons)

A factory returns the row of the record as it stands now (`row.id` is a UUID); `IncidentFactory.build()` returns the
command and sends nothing. Nothing is random: ids follow from a counter, and what the words say from the id.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import factory
from django.db import models

from incidents.dispatch import dispatch
from incidents.domain.actor import RegisterActor
from incidents.domain.bibliography import Bibliography
from incidents.domain.claims import Claim
from incidents.domain.evidence import Evidence, Report
from incidents.domain.incident import OpenIncident, PublishIncident, ReviewIncident, SubmitIncident
from incidents.domain.link import LinkRecords
from incidents.domain.origins import Credit
from incidents.domain.person import Person
from incidents.domain.source import RegisterSource
from incidents.domain.statement import RecordStatement
from incidents.domain.values import Command, RecordRef
from incidents.models import Actor, Incident, Link, Source, Statement
from tests.people import COLLEAGUE, OWNER

LENGTH = 5_000  # characters of every held text

Model = type[models.Model]

# --- ids and pieces


def uid(*name: Any) -> str:
    """Return the id that stands for a name."""
    return str(uuid5(NAMESPACE_URL, "/".join(map(str, name))))


def id_of(record: Any) -> str:
    """Return the id of a row, or the id itself."""
    return str(record.id) if isinstance(record, models.Model) else str(record)


def digest(words: str) -> str:
    return sha256(words.encode()).hexdigest()


def judgement(reason: str = "The texts leave no other reading.") -> Evidence:
    return Evidence(judgement=reason)


def passage(
    source: Any, start: int = 100, end: int | None = None, relay: Iterable[Any] = (), **changes: Any
) -> Evidence:
    """Return a passage of a held source, twenty characters long if not said otherwise."""
    end = start + 20 if end is None else end
    given = {"paragraph": 3, "kind": "body", "quote_sha256": digest(f"{start}-{end}"), **changes}
    return Evidence(source=id_of(source), start=start, end=end, relay=tuple(map(id_of, relay)), **given)


def report(source: Any, name: str = "report", start: int = 100, **changes: Any) -> Report:
    """Return a report of a statement by a held source."""
    given = {"paragraph": 3, "kind": "body", "directness": "paraphrase", **changes}
    relay = tuple(map(id_of, given.pop("relay", ())))
    place = {"start": start, "end": start + 20, "quote_sha256": digest(str(start))}
    return Report(report=uid("report", source, name), source=id_of(source), relay=relay, **place, **given)


def credit(source: Any, origin: Any, basis: str = "text", start: int = 10, **changes: Any) -> Credit:
    """Return a credit of a held source to another one, shown by a passage; it covers the article."""
    given = {"covers": "article", "passage": passage(source, start, start + 5, paragraph=1), **changes}
    return Credit(credit=uid("credit", source, origin, basis, start), origin=id_of(origin), basis=basis, **given)


def claim(record: Any, stored: str, value: Any, *evidence: Evidence, name: Any = 0, **changes: Any) -> Claim:
    """Return a claim; `name` tells apart several claims of one property of a record."""
    if stored == "date":
        changes = {"basis": "explicit", **changes}
    number = uid("claim", id_of(record), stored, name)
    return Claim(claim=number, property=stored, value=value, evidence=evidence or (judgement(),), **changes)


def claims_of(record: str, given: Mapping[str, Any], *evidence: Evidence) -> tuple[Claim, ...]:
    """Return claims from {stored property: value}, or a list of values where there may be several."""
    several = ((stored, value if isinstance(value, list) else [value]) for stored, value in given.items())
    return tuple(
        claim(record, stored, value, *evidence, name=number)
        for stored, values in several
        for number, value in enumerate(values)
    )


# --- factories


class RecordFactory(factory.Factory):
    """Sends the command that opens a record, and returns its row.

    `person` sends it; `evidence` stands behind each claim (a judgement if not given).
    """

    class Meta:
        abstract = True

    person: Person = OWNER
    evidence: tuple[Evidence, ...] = ()

    @classmethod
    def _create(cls, model_class: Model, *args: Any, person: Person, **given: Any) -> models.Model:
        command = cls.command(**given)
        dispatch(command, person=person)
        return model_class.objects.get(id=command.id)

    @classmethod
    def _build(cls, model_class: Model, *args: Any, person: Person, **given: Any) -> Command:
        return cls.command(**given)

    @classmethod
    def command(cls, **given: Any) -> Command:
        """Return the command that opens the record."""
        raise NotImplementedError


class SourceFactory(RecordFactory):
    """A held article; with `cited=True` a readout that a held source relays. `about` has further fields."""

    class Meta:
        model = Source

    class Params:
        cited = factory.Trait(held=False, kind="readout")

    id = factory.Sequence(lambda n: uid("source", n))
    held = True
    kind = "article"
    outlet = None
    about: Mapping[str, Any] = {}
    reliability = None
    origins: tuple[Credit, ...] = ()
    cited_in: tuple[Evidence, ...] = ()

    @classmethod
    def command(
        cls, *, id: str, held: bool, kind: str, outlet: Any, about: Mapping[str, Any], evidence: Any, **given: Any
    ) -> Command:
        text = {"file_sha256": digest(f"file {id}"), "text_sha256": digest(f"text {id}"), "length": LENGTH}
        told = {"kind": kind, "outlet": outlet and id_of(outlet), **(text if held else {}), **about}
        return RegisterSource(id=id, held=held, about=Bibliography(**told), **given)


class ActorFactory(RecordFactory):
    """A person, or with a trait a state (of `country`), an office (with `rank`), a body, an outlet."""

    class Meta:
        model = Actor

    class Params:
        state = factory.Trait(kind="state", country="KOR")
        office = factory.Trait(kind="office", rank="deputy_minister")
        body = factory.Trait(kind="body")
        outlet = factory.Trait(kind="outlet")

    id = factory.Sequence(lambda n: uid("actor", n))
    kind = "person"
    name = factory.LazyAttribute(lambda actor: f"{actor.kind} {actor.id[:8]}")
    country = None
    rank = None
    claims: Mapping[str, Any] = {}

    @classmethod
    def command(cls, *, id: str, kind: str, name: str, country: Any, rank: Any, claims: Any, evidence: Any) -> Command:
        told = {"name": {"text": name, "language": "en", "kind": "official"}, "country": country, "rank": rank}
        given = {stored: value for stored, value in told.items() if value is not None}
        return RegisterActor(id=id, kind=kind, claims=claims_of(id, {**given, **claims}, *evidence))


class IncidentFactory(RecordFactory):
    """A summons; `claims` has further properties. With `published=True` a colleague reviews and publishes it."""

    class Meta:
        model = Incident

    id = factory.Sequence(lambda n: uid("incident", n))
    title = factory.LazyAttribute(lambda incident: {"en": f"Summons {incident.id[:8]}"})
    type = "SUMMONS"
    claims: Mapping[str, Any] = {}
    published = False

    @classmethod
    def command(cls, *, id: str, title: Any, type: str, claims: Any, evidence: Any, **_: Any) -> Command:
        return OpenIncident(id=id, title=title, claims=claims_of(id, {"type": type, **claims}, *evidence))

    @classmethod
    def _create(cls, model_class: Model, *args: Any, published: bool, **given: Any) -> models.Model:
        row = super()._create(model_class, *args, **given)
        return publish(row, by=given["person"]) if published else row


class StatementFactory(RecordFactory):
    """A demand by one speaker (a new person if not given), in an `incident`, or `about` a record, if given."""

    class Meta:
        model = Statement

    id = factory.Sequence(lambda n: uid("statement", n))
    speaker = factory.LazyFunction(lambda: ActorFactory())
    act = "DEMAND"
    gist = factory.LazyAttribute(lambda statement: {"en": f"Demand {statement.id[:8]}"})
    incident = None
    about = None
    claims: Mapping[str, Any] = {}
    reports: tuple[Report, ...] = ()

    @classmethod
    def command(
        cls, *, id: str, speaker: Any, act: str, gist: Any, incident: Any, about: Any, claims: Any,
        reports: tuple[Report, ...], evidence: Any,
    ) -> Command:  # fmt: skip
        told = {"speaker": {"actors": [id_of(speaker)], "mode": "alone"}, "act": act, "gist": gist}
        if incident is not None:
            told["incident"] = id_of(incident)
        if about is not None:
            told["about"] = {"kind": about._meta.model_name, "id": id_of(about)}
        return RecordStatement(id=id, claims=claims_of(id, {**told, **claims}, *evidence), reports=reports)


class LinkFactory(RecordFactory):
    """A link between two records (new incidents if not given); each is a row."""

    class Meta:
        model = Link

    id = factory.Sequence(lambda n: uid("link", n))
    start = factory.LazyFunction(lambda: IncidentFactory())
    end = factory.LazyFunction(lambda: IncidentFactory())
    type = "FOLLOWS"
    confidence = "high"
    rationale = "The dates leave no other order."

    @classmethod
    def command(cls, *, id: str, start: Any, end: Any, **given: Any) -> Command:
        ends = {"from_": ref(start), "to": ref(end)}
        return LinkRecords(id=id, **ends, **given)


def ref(record: models.Model) -> RecordRef:
    """Return the reference to an incident or statement."""
    return RecordRef(kind=record._meta.model_name, id=id_of(record))


def publish(incident: Any, *, by: Person = OWNER, reviewer: Person = COLLEAGUE) -> Incident:
    """Submit, review and publish an incident; return its row."""
    record = id_of(incident)
    dispatch(SubmitIncident(id=record), person=by)
    dispatch([ReviewIncident(id=record, decision="approve"), PublishIncident(id=record)], person=reviewer)
    return Incident.objects.get(id=record)
