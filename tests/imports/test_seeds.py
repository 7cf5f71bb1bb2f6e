"""The seeds as they are imported: counts, ids, persons, evidence, and who sees what."""

from collections import Counter
from uuid import UUID, uuid5

import pytest
from django.contrib.auth import authenticate, get_user_model

from incidents.codebook.strict_yaml import load_document
from incidents.domain.person import ANONYMOUS, Person
from incidents.imports.keys import NAMESPACE, record_id
from incidents.imports.seeds import IMPORTER, REVIEWER
from incidents.log.models import Event
from incidents.log.verify import verify
from incidents.models import Actor, Claim, Incident, Link, Source, Statement
from incidents.readmodels import queries
from incidents.readmodels.rebuild import check
from tests.imports.support import CODING, log_rows, read_model_rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]

CURATOR = Person("carla", frozenset(("curator",)))
MODELS = {"sources": Source, "actors": Actor, "incidents": Incident, "statements": Statement, "links": Link}
OPENING = ("SourceRegistered", "ActorRegistered", "IncidentOpened", "StatementRecorded", "RecordsLinked")


@pytest.fixture(scope="module")
def coded() -> dict[str, list[dict]]:
    """The records of seeds/ as the YAML has them, by the name of their list."""
    found: dict[str, list[dict]] = {name: [] for name in MODELS}
    for path in sorted(CODING.glob("*.yaml")):
        for name, records in load_document(path).data.items():
            found[name] += records
    return found


@pytest.mark.parametrize("name", MODELS)
def test_every_record_is_there_under_the_uuid_of_its_key(coded, name):
    ids = {str(id) for id in MODELS[name].objects.values_list("id", flat=True)}
    assert ids == {str(uuid5(NAMESPACE, record["key"])) for record in coded[name]}
    assert len(ids) == len(coded[name]) > 20


def test_ids_never_change():
    assert record_id("i-summons-2024-06") == str(
        uuid5(UUID("5d3f0b1e-8a34-5c55-9f0e-0d6f7c2b8e21"), "i-summons-2024-06")
    )


def test_every_claim_is_there_with_all_its_evidence(coded):
    wanted = {
        record_id(record["key"]): [len(claim["evidence"]) for claim in record["claims"]]
        for name in ("actors", "incidents", "statements")
        for record in coded[name]
    }
    found: dict[str, list[int]] = {}
    for subject, evidence in Claim.objects.values_list("subject_id", "evidence"):
        found.setdefault(str(subject), []).append(len(evidence))
    assert {subject: sorted(counts) for subject, counts in found.items()} == {
        subject: sorted(counts) for subject, counts in wanted.items()
    }


def test_nothing_is_claimed_without_evidence():
    for claim in Claim.objects.all():
        assert claim.evidence, claim
        assert all(piece.get("quote_sha256") or piece.get("judgement") for piece in claim.evidence), claim


def test_every_resolved_value_comes_from_a_claim_that_counts():
    counting = Counter(Claim.objects.filter(resolved=True).values_list("subject_id", "property"))
    for incident in Incident.objects.all():
        for name in ("type", "date", "occurrence", "publicity", "channel", "outcome", "scope", "place"):
            assert counting[incident.id, name] == (getattr(incident, name) is not None), (incident, name)
    for statement in Statement.objects.all():
        for name in ("speaker", "act", "date", "modality", "venue", "gist"):
            value = statement.speaker_id if name == "speaker" else getattr(statement, name)
            assert counting[statement.id, name] == (value is not None), (statement, name)


def test_one_person_records_and_submits_another_reviews_and_publishes():
    persons: dict[str, set[str]] = {}
    for event in Event.objects.all():
        persons.setdefault(event.type, set()).add(event.metadata["person"])
    assert persons.pop("IncidentReviewed") == persons.pop("IncidentPublished") == {REVIEWER.name} == {"seed-review"}
    assert set(persons) >= {*OPENING, "IncidentSubmitted", "SourceAssessed", "NoteAdded"}
    assert all(names == {"seed-import"} for names in persons.values())


def test_neither_of_them_can_log_in():
    assert not get_user_model().objects.exists()
    assert all(authenticate(username=name.name, password="") is None for name in (IMPORTER, REVIEWER))


def test_every_review_was_by_four_eyes():
    reviews = Event.objects.filter(type="IncidentReviewed")
    assert reviews.count() == Incident.objects.count()
    assert all(review.data["decision"] == "approve" and review.data.get("four_eyes", True) for review in reviews)


def test_the_log_verifies_and_the_tables_follow_from_it():
    outcome = verify()
    assert outcome.ok, outcome.problems
    assert outcome.count == Event.objects.count()
    assert check() == {}


def test_no_value_is_a_floating_point_number():
    def floats(value):
        if isinstance(value, dict):
            return [found for part in value.values() for found in floats(part)]
        if isinstance(value, list | tuple):
            return [found for part in value for found in floats(part)]
        return [value] if isinstance(value, float) else []

    assert floats(list(read_model_rows().values())) == []
    assert floats(log_rows()) == []


def public(kind: str) -> set[str]:
    return {str(record) for record in queries.records(kind, person=ANONYMOUS).values_list("record", flat=True)}


def test_everybody_sees_every_incident():
    assert set(Incident.objects.values_list("status", flat=True)) == {"published"}
    assert public("incident") == {str(id) for id in Incident.objects.values_list("id", flat=True)}


def test_everybody_sees_the_statements_that_belong_to_something():
    rows = Statement.objects.all()
    assert public("statement") == {str(row.id) for row in rows if row.incident_id or row.about}
    assert len(public("statement")) > 50


def test_everybody_sees_the_links_between_what_is_public():
    ends = public("incident") | public("statement")
    rows = Link.objects.all()
    assert public("link") == {str(row.id) for row in rows if {str(row.from_id), str(row.to_id)} <= ends}
    assert len(public("link")) > 50


def test_everybody_sees_the_claims_of_a_public_record():
    summons = record_id("i-summons-2024-06")
    anonymous = queries.claims(subject=summons, person=ANONYMOUS)
    curator = queries.claims(subject=summons, person=CURATOR)
    assert sorted(anonymous.values_list("record", "value")) == sorted(curator.values_list("record", "value"))
    assert anonymous.count() == 18


def test_everybody_sees_the_sources_and_actors_that_are_used():
    held = set(Source.objects.filter(held=True).values_list("id", flat=True))
    assert held <= set(queries.records("source", person=ANONYMOUS).values_list("record", flat=True))
    kim = record_id("kim-hong-kyun")
    assert queries.record("actor", id=kim, person=ANONYMOUS).country == "KOR"


def test_nothing_was_there_before_the_first_event():
    for kind in ("incident", "statement", "actor", "source", "link"):
        assert not queries.records(kind, person=CURATOR, as_of=0).exists()
        assert not queries.records(kind, person=ANONYMOUS, as_of=0).exists()
