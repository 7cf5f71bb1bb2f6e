"""Every resolved value is a claim with evidence: another claim, a withdrawal or a preference changes the value."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from incidents import codebook
from incidents.dispatch import dispatch
from incidents.domain.claiming import PreferClaim, RecordClaim, WithdrawClaim, WithdrawPreference
from incidents.models import Actor, Claim, Incident, Statement
from incidents.readmodels import rebuild
from tests.factories import ActorFactory, IncidentFactory, SourceFactory, StatementFactory, claim, passage, uid
from tests.people import OWNER

pytestmark = pytest.mark.django_db

ONE, TWO, OFFICE = (uid("property", name) for name in ("one", "two", "office"))
PACT, CALL = (uid("property", name) for name in ("pact", "call"))


class Case(NamedTuple):
    """A property of a kind: the stored name, two rival values, and what the row shows of the value."""

    stored: str
    first: Any
    second: Any
    shown: Callable[[Any], Any]
    also: dict[str, str] = {}


def column(name: str) -> Callable[[Any], Any]:
    return lambda row: getattr(row, name)


def only(name: str, *fields: str) -> Callable[[Any], Any]:
    """Show some fields of the one entry of a list."""
    return lambda row: {field: getattr(row, name)[0][field] for field in fields} if getattr(row, name) else None


CASES: dict[tuple[str, str], Case] = {
    ("incident", "type"): Case("type", "SUMMONS", "RECALL", column("type")),
    ("incident", "date"): Case("date", "2024-06-21", "2024-06-22", column("date")),
    ("incident", "place"): Case(
        "place",
        {"name": "Seoul", "country": "KOR", "role": "where", "precision": "city"},
        {"name": "Moscow", "country": "RUS", "role": "where", "precision": "city"},
        column("place"),
    ),
    ("incident", "participant"): Case(
        f"participant:{ONE}:summoner",
        {"on_behalf_of": ONE},
        {"on_behalf_of": TWO},
        only("participants", "on_behalf_of"),
    ),
    ("incident", "issue"): Case("issue", "TERRITORY", "BORDER", column("issues")),
    ("incident", "occurrence"): Case("occurrence", "reported", "alleged", column("occurrence")),
    ("incident", "quantity"): Case(
        "quantity:sent",
        {"unit": "person", "low": 1, "best": 2, "high": 3},
        {"unit": "person", "low": 7, "best": 8, "high": 9},
        only("quantities", "unit", "low", "best", "high"),
    ),
    ("incident", "ordinal"): Case(
        "ordinal", {"n": 3, "window": "2024-06"}, {"n": 4, "window": "2024"}, column("ordinal")
    ),
    ("incident", "level_of_summoner"): Case("level_of_summoner", "minister", "director", column("level_of_summoner")),
    ("incident", "level_of_summoned"): Case(
        "level_of_summoned", "ambassador", "counsellor", column("level_of_summoned")
    ),
    ("incident", "publicity"): Case("publicity", "announced", "leaked", column("publicity")),
    ("incident", "channel"): Case("channel", "in_person", "phone", column("channel")),
    ("incident", "outcome"): Case("outcome", "attended", "refused", column("outcome")),
    ("incident", "scope"): Case("scope", "core", "context", column("scope")),
    ("statement", "speaker"): Case(
        "speaker",
        {"actors": [ONE], "mode": "alone"},
        {"actors": [ONE, TWO], "mode": "together"},
        lambda row: {"actors": row.speakers, "mode": row.speaker_mode} if row.speakers else None,
    ),
    ("statement", "on_behalf_of"): Case("on_behalf_of", ONE, TWO, lambda row: _text(row.on_behalf_of_id)),
    ("statement", "addressee"): Case("addressee", ONE, TWO, column("addressees")),
    ("statement", "act"): Case("act", "DEMAND", "WARN", column("act")),
    ("statement", "acts"): Case("acts", "WARN", "ACCUSE", column("acts"), {"act": ""}),
    ("statement", "date"): Case("date", "2024-06-21", "2024-06-22", column("date")),
    ("statement", "about"): Case(
        "about", {"kind": "incident", "id": PACT}, {"kind": "incident", "id": CALL}, column("about")
    ),
    ("statement", "incident"): Case("incident", PACT, CALL, lambda row: _text(row.incident_id)),
    ("statement", "modality"): Case("modality", "asserted", "hedged", column("modality")),
    ("statement", "venue"): Case("venue", "x", "facebook", column("venue")),
    ("statement", "gist"): Case("gist", {"en": "One.", "id": "Satu."}, {"en": "Two.", "id": "Dua."}, column("gist")),
    ("actor", "name"): Case(
        "name",
        {"text": "Kim Hong-kyun", "language": "en", "kind": "romanisation"},
        {"text": "Kim Hong Kyun", "language": "en", "kind": "romanisation"},
        column("names"),
    ),
    ("actor", "country"): Case("country", "KOR", "RUS", column("country")),
    ("actor", "tenure"): Case(
        f"tenure:{OFFICE}",
        {"from": "2023", "to": "2024"},
        {"from": "2022", "to": "2025"},
        only("tenures", "from", "to"),
    ),
    ("actor", "belongs_to"): Case("belongs_to", ONE, TWO, lambda row: _text(row.belongs_to_id)),
    ("actor", "rank"): Case("rank", "minister", "director", column("rank")),
}
MODELS = {"incident": Incident, "statement": Statement, "actor": Actor}


def _text(value: Any) -> str | None:
    return str(value) if value else None


@pytest.fixture
def record(request) -> tuple[str, str, Case]:
    """A record whose first claim of the property, if it opens with one, is withdrawn: nothing counts yet."""
    kind, code = request.param
    case = CASES[kind, code]
    for actor in (ONE, TWO):
        ActorFactory(id=actor, state=True)
    ActorFactory(id=OFFICE, office=True)
    for incident in (PACT, CALL):
        IncidentFactory(id=incident, type="TREATY_SIGNED")
    factory = {"incident": IncidentFactory, "statement": StatementFactory, "actor": ActorFactory}[kind]
    subject = str(factory(**({"kind": "office"} if code == "rank" else {})).id)
    opened = Claim.objects.filter(subject_id=subject, property__in=(case.stored, *case.also))
    for existing in opened:
        dispatch(WithdrawClaim(kind=kind, id=subject, claim=str(existing.id)), person=OWNER)
    return kind, subject, case


def value(kind: str, subject: str, case: Case) -> Any:
    """Return what the row shows: for a property of many values the list of them."""
    return case.shown(MODELS[kind].objects.get(id=subject))


def make(kind: str, subject: str, case: Case, name: str, **changes: Any) -> str:
    told = case.first if name == "first" else case.second
    made = claim(subject, case.stored, told, passage(SourceFactory()), name=name, **changes)
    dispatch(RecordClaim(kind=kind, id=subject, claim=made), person=OWNER)
    return made.claim


every = pytest.mark.parametrize("record", sorted(CASES), indirect=True, ids="-".join)


def is_many(kind: str, case: Case) -> bool:
    return codebook.current().property(kind, case.stored.split(":")[0]).cardinality == "many"


def shows(kind: str, subject: str, case: Case, *wanted: Any) -> bool:
    """Whether the row shows just these values: one, or for a property of many values all, the preferred one first."""
    found = value(kind, subject, case)
    if not is_many(kind, case):
        return found == (wanted[0] if wanted else empty(case))
    return found == list(wanted)


def empty(case: Case) -> Any:
    return {"en": None, "id": None} if case.stored == "gist" else None


def test_every_property_of_the_codebook_has_a_case():
    assert set(CASES) == set(codebook.current().properties)


@every
def test_a_claim_gives_the_value_and_its_withdrawal_takes_it(record):
    kind, subject, case = record
    assert shows(kind, subject, case)
    first = make(kind, subject, case, "first")
    assert shows(kind, subject, case, case.first)
    row = Claim.objects.get(id=first)
    assert (row.resolved, row.decided_by, row.status, len(row.evidence)) == (True, "only", "active", 1)
    dispatch(WithdrawClaim(kind=kind, id=subject, claim=first), person=OWNER)
    assert shows(kind, subject, case)
    assert rebuild.check() == {}


@every
def test_a_better_claim_changes_the_value(record):
    kind, subject, case = record
    make(kind, subject, case, "first", credibility=3)
    make(kind, subject, case, "second", credibility=1)
    both = (case.first, case.second) if is_many(kind, case) else (case.second,)
    assert shows(kind, subject, case, *both)


@every
def test_a_preference_changes_the_value_and_its_withdrawal_changes_it_back(record):
    kind, subject, case = record
    first = make(kind, subject, case, "first", credibility=1)
    second = make(kind, subject, case, "second", credibility=4)
    dispatch(PreferClaim(kind=kind, id=subject, claim=second), person=OWNER)
    assert Claim.objects.get(id=second).preferred
    assert shows(kind, subject, case, *((case.second, case.first) if is_many(kind, case) else (case.second,)))
    assert Claim.objects.get(id=second).decided_by == "preferred"
    assert Claim.objects.get(id=first).resolved == is_many(kind, case)
    dispatch(WithdrawPreference(kind=kind, id=subject, property=case.stored), person=OWNER)
    both = (case.first, case.second) if is_many(kind, case) else (case.first,)
    assert shows(kind, subject, case, *both)
    assert not Claim.objects.get(id=second).preferred
    assert rebuild.check() == {}
