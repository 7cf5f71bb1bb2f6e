"""The two summonses of the seeds, with what is resolved, disputed, derived, said and linked."""

import pytest

from incidents.domain.person import ANONYMOUS
from incidents.imports.keys import record_id
from incidents.models import Claim, Facet, Incident, Link, Source, Statement
from incidents.readmodels import queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]

JUNE, OCTOBER = record_id("i-summons-2024-06"), record_id("i-summons-2024-10")
KIM, FIRST_VICE_MINISTER = record_id("kim-hong-kyun"), record_id("vfm1-kor")


def participants(incident: str) -> set[tuple[str, str]]:
    return {(person["actor"], person["role"]) for person in Incident.objects.get(id=incident).participants}


@pytest.mark.parametrize(("incident", "date"), [(JUNE, "2024-06-21"), (OCTOBER, "2024-10-21")])
def test_what_was_done_by_whom_to_whom_and_when(incident, date):
    row = Incident.objects.select_related("initiator", "target").get(id=incident)
    assert (row.type, row.date, row.scope, row.occurrence) == ("SUMMONS", date, "core", "reported")
    assert (row.initiator.country, row.target.country) == ("KOR", "RUS")
    assert (str(row.date_earliest), str(row.date_latest)) == (date, date)
    assert participants(incident) >= {
        (KIM, "summoner"),
        (record_id("mofa-kor"), "summoner"),
        (record_id("zinoviev"), "summoned"),
    }


@pytest.mark.parametrize("incident", [JUNE, OCTOBER])
def test_the_levels_follow_from_the_offices(incident):
    row = Incident.objects.get(id=incident)
    assert (row.level_of_summoner, row.level_of_summoned) == ("first_vice_minister", "ambassador")
    assert not Claim.objects.filter(subject_id=incident, property__startswith="level_of").exists()


def test_the_office_of_the_summoner_is_disputed_in_june_only():
    name = f"participant:{KIM}:summoner"
    assert Incident.objects.get(id=JUNE).disputed == [name]
    assert Incident.objects.get(id=OCTOBER).disputed == []
    claims = {claim.value["office"]: claim for claim in Claim.objects.filter(subject_id=JUNE, property=name)}
    assert claims.keys() == {FIRST_VICE_MINISTER, record_id("vfm-kor-unspecified")}
    chosen = claims.pop(FIRST_VICE_MINISTER)
    assert chosen.resolved and chosen.decided_by == "credibility"
    assert not any(claim.resolved for claim in claims.values())


def test_the_dateline_is_no_place():
    assert Incident.objects.get(id=JUNE).place["country"] == "KOR"
    assert Incident.objects.get(id=OCTOBER).place is None


def test_the_statements_of_june():
    statements = Statement.objects.filter(incident_id=JUNE)
    assert statements.count() == 11
    demand = statements.get(id=record_id("st-kim-demand-cancel-2024-06-21"))
    assert (str(demand.speaker_id), demand.act) == (KIM, "DEMAND")
    assert demand.gist.keys() == {"en", "id"} and demand.reports
    answers = statements.filter(speaker_id=record_id("zinoviev")).values_list("act", flat=True)
    assert {"REJECT", "ASSURE", "DEFEND", "PROMISE"} <= set(answers)


def test_the_statements_of_october():
    statements = Statement.objects.filter(incident_id=OCTOBER)
    assert statements.count() == 7
    demand = statements.get(id=record_id("st-kim-demand-withdraw-2024-10-21"))
    assert (str(demand.speaker_id), demand.act, demand.date) == (KIM, "DEMAND", "2024-10-21")


@pytest.mark.parametrize(
    ("start", "type", "end"),
    [
        ("i-summons-2024-06", "RESPONDS_TO", "i-pact-2024-06"),
        ("i-pact-2024-06", "PRECURSOR_OF", "i-troops-prk-2024"),
        ("i-summons-2024-10", "RESPONDS_TO", "i-troops-prk-2024"),
        ("i-summons-2024-06", "RECURS", "i-summons-2024-10"),
    ],
)
def test_june_leads_to_october_by_public_links(start, type, end):
    link = Link.objects.get(from_id=record_id(start), type=type, to_id=record_id(end))
    assert link.status == "active" and (link.evidence or link.rationale)
    assert queries.record("link", id=str(link.id), person=ANONYMOUS) is not None


def test_a_wire_printed_twice_is_one_origin():
    """002 is a wire's story in translation, 000 an article of its own: a claim on both has two origins."""
    claim = Claim.objects.get(subject_id=JUNE, property="date")
    sources = {piece["source"] for piece in claim.evidence}
    assert sources == {record_id("s000"), record_id("s002")}
    assert claim.origins == 2
    wire = Source.objects.get(id=record_id("s002")).origins
    assert {origin["source"] for origin in wire} == {record_id("reuters-2024-06-21")}


def test_a_country_and_a_role_find_both():
    for key, value in (("initiator_country", "KOR"), ("target_country", "RUS"), ("role", "summoned")):
        rows = queries.filtered(queries.records("incident", person=ANONYMOUS).filter(type="SUMMONS"), key, [value])
        assert {str(row.record) for row in rows} == {JUNE, OCTOBER}
    assert Facet.objects.filter(record_id=JUNE, key="participant", value=KIM, to_position=None).exists()
