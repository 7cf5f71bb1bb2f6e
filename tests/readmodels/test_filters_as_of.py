"""Whatever changes later, a filter as of a position finds what it found then."""

import pytest

from incidents.dispatch import dispatch
from incidents.domain.actor import MergeActors
from incidents.domain.claiming import PreferClaim, RecordClaim, WithdrawClaim
from incidents.domain.incident import MergeIncidents
from incidents.domain.link import WithdrawLink
from incidents.domain.source import GradeSource
from incidents.imports.keys import record_id
from incidents.log import read
from incidents.models import Actor, Claim, Incident, Link
from incidents.readmodels import queries
from tests.factories import ActorFactory, IncidentFactory, claim, id_of, publish
from tests.people import COLLEAGUE, OWNER, PUBLIC, READER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]

JUNE, OCTOBER = record_id("i-summons-2024-06"), record_id("i-summons-2024-10")

# A value of every filter that finds something in the seeds.
ASKED = {
    "incident": {
        "type": "SUMMONS", "status": "published", "occurrence": "reported", "scope": "core", "publicity": "announced",
        "channel": None, "outcome": None, "issue": "TREATY_OR_PACT", "initiator": "KOR", "target": "RUS",
        "party": "PRK", "country": "UKR", "participant": "Kim Hong Kyun", "role": "summoner", "date": "2024-06",
        "date_from": "2024-10", "date_to": "2024-06-20", "rung": "3", "rung_min": "9", "rung_max": "2",
        "level": "ambassador", "level_of_summoner": "first_vice_minister", "level_of_summoned": "ambassador",
        "quantity": "crossed", "source": record_id("s001"), "outlet": "Tempo.co", "language": "id",
        "disputed": "any", "origins_min": "2", "origins_max": "1", "one_sided": "false", "linked_to": JUNE,
        "link_type": "RECURS", "chain": JUNE, "changed_since": "300", "q": "zinoviev", "text": "pact",
    },
    "statement": {
        "speaker": "Zinoviev", "on_behalf_of": "South Korea", "addressee": "Zinoviev", "country": "RUS",
        "act": "DEMAND", "main_act": "ACCUSE", "about": JUNE, "incident": JUNE, "date": "2024-06-21",
        "date_from": "2024-10", "date_to": "2024-06", "modality": "asserted", "venue": None, "directness": "direct",
        "source": record_id("s000"), "outlet": "Tempo.co", "language": "id", "disputed": "any", "linked_to": None,
        "link_type": "REPLIES_TO", "chain": JUNE, "changed_since": "200", "q": "kim", "text": "cooperation",
    },
    "actor": {
        "kind": "office", "country": "KOR", "rank": "minister", "name": "Korsel",
        "office": record_id("ambassador-rus-kor"), "belongs_to": record_id("embassy-rus-seoul"), "disputed": "any",
        "changed_since": "50", "q": "kim", "text": "seoul",
    },
    "source": {
        "kind": "readout", "held": "true", "language": "id", "outlet": "Tempo.co", "reliability": "C",
        "assessment": "coded", "origin": record_id("reuters-2024-06-21"), "cited_in": record_id("s000"),
        "copy_of": None, "published": "2024-06-21", "published_from": "2024-10", "published_to": "2024-06-30",
        "changed_since": "3", "q": "korsel", "text": "yonhap",
    },
    "link": {
        "type": "RESPONDS_TO", "confidence": "high", "from": JUNE, "to": JUNE, "record": OCTOBER,
        "from_kind": "statement", "to_kind": "incident", "source": record_id("s000"), "changed_since": "150",
        "q": "pact", "text": "protest",
    },
    "claim": {
        "subject": JUNE, "subject_kind": "incident", "property": "participant", "status": "active",
        "resolved": "false", "preferred": "false", "credibility": "3", "source": record_id("s000"),
        "disputed": "true", "origins_min": "2", "origins_max": "0", "changed_since": "200",
    },
}  # fmt: skip


def test_every_filter_is_asked():
    modes = {"date_mode", "published_mode"}
    assert {kind: set(names) - modes for kind, names in queries.FILTERS.items()} == {
        kind: set(asked) for kind, asked in ASKED.items()
    }


def answers(person, as_of):
    """Return {(kind, filter): ids} of all filters that are asked."""
    found = {}
    for kind, asked in ASKED.items():
        for name, value in asked.items():
            if value is None:
                continue
            rows = queries.records(kind, person=person, as_of=as_of)
            rows = queries.filtered_by(kind, rows, {name: value}, person=person, as_of=as_of)
            found[kind, name] = sorted(str(row.record) for row in rows)
    return found


def claim_of(subject, stored):
    return Claim.objects.filter(subject_id=subject, property__startswith=stored, status="active").earliest("position")


def change_everything():
    """Change what filters rest on, but withdraw nothing that the public sees."""
    rus, kim = record_id("rus"), record_id("kim-hong-kyun")
    for actor in (record_id("kor"), record_id("zinoviev"), record_id("ambassador-rus-kor")):
        country = claim(actor, "country", "JPN", name="new")
        dispatch(
            [
                RecordClaim(kind="actor", id=actor, claim=country),
                PreferClaim(kind="actor", id=actor, claim=country.claim),
            ],
            person=COLLEAGUE,
        )
    for name in Claim.objects.filter(subject_id=record_id("kor"), property="name", value__text="Korsel"):
        dispatch(WithdrawClaim(kind="actor", id=record_id("kor"), claim=str(name.id)), person=COLLEAGUE, reason="No.")
    tenure = claim_of(record_id("zinoviev"), "tenure")
    dispatch(
        WithdrawClaim(kind="actor", id=record_id("zinoviev"), claim=str(tenure.id)), person=COLLEAGUE, reason="No."
    )
    dispatch(MergeActors(id=kim, into=id_of(ActorFactory(name="Somebody Else"))), person=COLLEAGUE)
    for stored, value in {"type": "RECALL", "date": "2031-01-01", "scope": "context", "occurrence": "alleged"}.items():
        rival = claim(JUNE, stored, value, name="new")
        dispatch(
            [
                RecordClaim(kind="incident", id=JUNE, claim=rival),
                PreferClaim(kind="incident", id=JUNE, claim=rival.claim),
            ],
            person=OWNER,
        )
    for stored in ("issue", "participant"):
        for old in Claim.objects.filter(subject_id=OCTOBER, property__startswith=stored, status="active"):
            dispatch(WithdrawClaim(kind="incident", id=OCTOBER, claim=str(old.id)), person=OWNER, reason="No.")
    party = claim(OCTOBER, f"participant:{rus}:summoner", {})
    dispatch(RecordClaim(kind="incident", id=OCTOBER, claim=party), person=OWNER)
    statement = record_id("st-kim-demand-cancel-2024-06-21")
    for stored, value in {"act": "PROMISE", "incident": OCTOBER, "gist": {"en": "Other words."}}.items():
        rival = claim(statement, stored, value, name="new")
        commands = [RecordClaim(kind="statement", id=statement, claim=rival)]
        commands.append(PreferClaim(kind="statement", id=statement, claim=rival.claim))
        dispatch(commands, person=OWNER)
    dispatch(GradeSource(id=record_id("s000"), reliability="E"), person=OWNER)


def test_filters_find_then_what_they_found_then():
    head = read.head().position
    before = {person: answers(person, None) for person in (READER, PUBLIC)}
    empty = {key for key, ids in before[READER].items() if not ids}
    assert empty <= {("statement", "about"), ("actor", "disputed"), ("incident", "quantity"), ("source", "text")}
    for person, then in before.items():
        assert answers(person, head) == then
    change_everything()
    now = answers(READER, None)
    for person, then in before.items():
        assert answers(person, head) == then
    assert sum(now[key] != ids for key, ids in before[READER].items()) > 25


def test_filters_of_readers_find_then_what_was_withdrawn_since():
    head, before = read.head().position, answers(READER, None)
    for link in Link.objects.filter(status="active"):
        dispatch(WithdrawLink(id=str(link.id)), person=COLLEAGUE, reason="No.")
    dispatch(MergeIncidents(id=OCTOBER, into=JUNE), person=COLLEAGUE)
    assert answers(READER, head) == before
    assert answers(READER, None)["incident", "chain"] == [JUNE]


def test_the_public_is_asked_about_what_it_sees():
    """A change shows to the public when it is published, and filters follow what shows."""
    summons = IncidentFactory(claims={"issue": "CYBER", "date": "1999-01-01"}, published=True)
    issue = claim(summons, "issue", "BORDER", name="new")
    dispatch(RecordClaim(kind="incident", id=id_of(summons), claim=issue), person=OWNER)
    asked = {"issue": "BORDER", "date": "1999", "date_mode": "within"}

    def seen(person):
        rows = queries.records("incident", person=person)
        return queries.filtered_by("incident", rows, asked, person=person, as_of=None).count()

    assert (seen(READER), seen(PUBLIC)) == (1, 0)
    publish(summons)
    assert (seen(READER), seen(PUBLIC)) == (1, 1)


def test_who_was_merged_is_found_by_either_id():
    loser, survivor = ActorFactory(), ActorFactory()
    incident = IncidentFactory(claims={f"participant:{loser.id}:summoner": {}}, published=True)
    dispatch(MergeActors(id=id_of(loser), into=id_of(survivor)), person=COLLEAGUE)
    for person in (READER, PUBLIC):
        for as_of in (None, read.head().position):
            rows = queries.records("incident", person=person, as_of=as_of)
            for actor in (loser, survivor):
                for name in ("initiator", "participant"):
                    wanted = {name: id_of(actor)}
                    found = queries.filtered_by("incident", rows, wanted, person=person, as_of=as_of)
                    assert [str(row.record) for row in found] == [id_of(incident)], (person, as_of, name)


def test_a_filter_takes_few_queries(django_assert_max_num_queries):
    for kind, asked in ASKED.items():
        for name, value in asked.items():
            if value is None or name == "chain":
                continue
            with django_assert_max_num_queries(7):
                rows = queries.records(kind, person=PUBLIC)
                list(queries.filtered_by(kind, rows, {name: value}, person=PUBLIC, as_of=None))


def test_the_seeds_are_as_they_were():
    assert Incident.objects.get(id=JUNE).type == "SUMMONS" and Actor.objects.get(id=record_id("kor")).country == "KOR"
