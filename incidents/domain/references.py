"""Which other records a command names: what dispatch has to look up before `decide` may answer."""

from collections.abc import Iterable
from typing import Any

import msgspec

from incidents.domain import actor, claiming, incident, link, source, statement
from incidents.domain.claims import Claim
from incidents.domain.evidence import NO_WORDS, SHA256, Evidence, Report
from incidents.domain.origins import Credit
from incidents.domain.values import Command, RecordRef, is_id


class References(msgspec.Struct, kw_only=True):
    """Ids that a command names, by kind; `passages` are (source, start, end); `digest` is a text's."""

    sources: set[str] = msgspec.field(default_factory=set)
    actors: set[str] = msgspec.field(default_factory=set)
    records: set[tuple[str, str]] = msgspec.field(default_factory=set)
    passages: set[tuple[str, int, int]] = msgspec.field(default_factory=set)
    digest: str | None = None


def references(command: Command) -> References:
    """Return what a command names. What is malformed is left out: `decide` refuses it, no look-up has to bear it."""
    found = _named(command)
    return References(
        sources=set(filter(is_id, found.sources)),
        actors=set(filter(is_id, found.actors)),
        records={(kind, record) for kind, record in found.records if is_id(record)},
        passages={passage for passage in found.passages if is_id(passage[0])},
        digest=found.digest if found.digest and SHA256.match(found.digest) else None,
    )


def _named(command: Command) -> References:
    found = References()
    match command:
        case source.RegisterSource(about=about):
            _about(found, msgspec.to_builtins(about))
            _credits(found, command.origins)
            _evidence(found, command.cited_in)
        case source.CorrectSource(changes=changes):
            _about(found, changes)
        case source.CreditOrigin(credit=credit):
            _credits(found, (credit,))
        case source.AssessSource(assessment=assessment) if assessment.of:
            found.sources.add(assessment.of)
        case actor.RegisterActor(claims=claims) | incident.OpenIncident(claims=claims):
            _claims(found, claims)
        case statement.RecordStatement(claims=claims, reports=reports):
            _claims(found, claims)
            _reports(found, reports)
        case statement.ReportStatement(report=report):
            _reports(found, (report,))
        case claiming.RecordClaim(claim=claim):
            _claims(found, (claim,))
        case claiming.AddEvidence(evidence=evidence):
            _evidence(found, evidence)
        case actor.MergeActors(into=into):
            found.actors.add(into)
        case incident.MergeIncidents(into=into):
            found.records.add(("incident", into))
        case link.LinkRecords():
            _refs(found, (command.from_, command.to))
            _evidence(found, command.evidence)
        case link.CorrectLink(evidence=evidence):
            _evidence(found, evidence)
    return found


def united(several: Iterable[References]) -> References:
    """Return what all of these name together; the digests aside."""
    every = References()
    for found in several:
        every.sources |= found.sources
        every.actors |= found.actors
        every.records |= found.records
        every.passages |= found.passages
    return every


def named(states: Iterable[Any]) -> References:
    """Return what records of these states name, whatever their kind."""
    found = References()
    for state in states:
        if isinstance(state, actor.Actor | incident.Incident | statement.Statement):
            _claims(found, (standing.claim for standing in state.claims.standing.values()))
        if isinstance(state, statement.Statement):
            _reports(found, state.reports.values())
        elif isinstance(state, link.Link):
            _refs(found, (state.from_, state.to))
        elif isinstance(state, source.Source):
            _about(found, {"outlet": state.about.outlet})
    return found


def actors_in(claims: Iterable[Claim]) -> set[str]:
    """Return the actors that claims name."""
    found = References()
    for claim in claims:
        _claimed(found, claim)
    return found.actors


def _about(found: References, about: dict[str, Any]) -> None:
    if isinstance(about.get("outlet"), str):
        found.actors.add(about["outlet"])
    if isinstance(about.get("text_sha256"), str):
        found.digest = about["text_sha256"]


def _credits(found: References, credits: Iterable[Credit]) -> None:
    for credit in credits:
        found.sources.add(credit.origin)
        _evidence(found, (credit.passage,) if credit.passage else ())


def _claims(found: References, claims: Iterable[Claim]) -> None:
    for claim in claims:
        _evidence(found, claim.evidence)
        _claimed(found, claim)


def _claimed(found: References, claim: Claim) -> None:
    """Collect what a claim names in its property and its value."""
    code, *parts = claim.property.split(":")
    if code in ("participant", "tenure") and parts:
        found.actors.add(parts[0])
    _value(found, code, claim.value)


def _value(found: References, code: str, value: Any) -> None:
    """Collect what may be ids in a value, whose shape nobody has checked yet."""
    if code == "incident" and isinstance(value, str):
        found.records.add(("incident", value))
    elif code in ("addressee", "on_behalf_of", "belongs_to") and isinstance(value, str):
        found.actors.add(value)
    elif isinstance(value, dict):
        _object(found, code, value)


def _object(found: References, code: str, value: dict[str, Any]) -> None:
    if code == "about" and isinstance(value.get("kind"), str) and isinstance(value.get("id"), str):
        found.records.add((value["kind"], value["id"]))
    elif code == "participant":
        found.actors.update(value[name] for name in ("office", "on_behalf_of") if isinstance(value.get(name), str))
    elif code == "speaker" and isinstance(value.get("actors"), list):
        found.actors.update(actor for actor in value["actors"] if isinstance(actor, str))


def _evidence(found: References, evidence: Iterable[Evidence]) -> None:
    for piece in evidence:
        found.sources.update(piece.sources)
        if piece.is_passage and piece.start is not None and piece.end is not None:
            found.passages.add((piece.source, piece.start, piece.end))
        elif piece.is_passage and piece.paragraph is not None and piece.start is None and piece.end is None:
            found.passages.add((piece.source, *NO_WORDS))


def _reports(found: References, reports: Iterable[Report]) -> None:
    _evidence(found, (report.passage for report in reports))


def _refs(found: References, refs: Iterable[RecordRef]) -> None:
    found.records.update((ref.kind, ref.id) for ref in refs)
