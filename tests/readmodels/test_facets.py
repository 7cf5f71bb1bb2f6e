"""Every facet is documented, and filters the same now and as of any position."""

import re

import pytest

from incidents.dispatch import dispatch
from incidents.domain.actor import MergeActors, ReverseActorMerge
from incidents.domain.incident import MergeIncidents, ReverseIncidentMerge
from incidents.imports.seeds import import_coding
from incidents.log import read
from incidents.models import Facet
from incidents.readmodels import queries
from incidents.readmodels.visibility import standing
from tests.factories import (
    ActorFactory,
    IncidentFactory,
    LinkFactory,
    SourceFactory,
    StatementFactory,
    credit,
    id_of,
    passage,
    report,
    uid,
)
from tests.paths import ROOT
from tests.people import COLLEAGUE, READER
from tests.readmodels.answers import KINDS

pytestmark = pytest.mark.django_db

DOCUMENT = ROOT / "docs" / "architecture.md"
ROW = re.compile(r"^\| (\w+) \| (.+) \|$")


def documented():
    """Return {(kind, key)} of the table under “Facets”; a key stands in backticks, alone."""
    section = DOCUMENT.read_text().split("### Facets")[1].split("\n#")[0]
    rows = [match.groups() for match in map(ROW.match, section.splitlines()) if match]
    keys = {kind: set(re.findall(r"`([a-z_]+)`", text)) for kind, text in rows}
    common = keys.pop("all", set())
    return {(kind, key) for kind in KINDS for key in keys[kind] | common}


@pytest.fixture
def everything(db):
    """Records that have every facet there is."""
    outlet, state, body = ActorFactory(outlet=True), ActorFactory(state=True), ActorFactory(body=True, country="RUS")
    wire = SourceFactory(cited=True)
    article = SourceFactory(outlet=outlet, about={"language": "id"})
    held = uid("facets", "credits")
    SourceFactory(id=held, outlet=outlet, origins=(credit(held, wire),), about={"language": "id"})
    SourceFactory(cited=True, evidence=(), cited_in=(passage(article),))
    evidence = (passage(article),)
    office = ActorFactory(office=True)
    person = ActorFactory(
        country="KOR",
        evidence=evidence,
        claims={f"tenure:{office.id}": {}, "belongs_to": id_of(body), "country": ["KOR", "PRK"]},
    )
    summons = IncidentFactory(
        evidence=evidence,
        claims={
            f"participant:{person.id}:summoner": {"on_behalf_of": id_of(state)},
            f"participant:{state.id}:summoned": {},
            f"participant:{body.id}:party": {},
            "issue": ["BORDER", "ESPIONAGE"],
            f"participant:{office.id}:witness": [{"on_behalf_of": id_of(state)}, {"on_behalf_of": id_of(outlet)}],
            "quantity:sent": {"unit": "person", "best": 10},
            "date": ["2024-06-21", "2024-06-22"],
        },
    )
    statement = StatementFactory(
        incident=summons,
        about=summons,
        speaker=person,
        evidence=evidence,
        reports=(report(article),),
        claims={
            "on_behalf_of": [id_of(state), id_of(outlet)],
            "addressee": id_of(body),
            "date": ["2024-06-21", "2024-06-22"],
            "acts": ["WARN"],
        },
    )
    LinkFactory(start=summons, end=statement, evidence=evidence)
    one_sided(uid("facets", "one-sided"))
    dispatch(MergeIncidents(id=id_of(IncidentFactory()), into=id_of(summons)), person=COLLEAGUE)
    dispatch(MergeActors(id=id_of(ActorFactory()), into=id_of(person)), person=COLLEAGUE)


def one_sided(record, country="KOR", *others):
    """Return an incident between two states that rests on what bodies of these countries said, one source each."""
    sources = [SourceFactory(cited=True, outlet=ActorFactory(body=True, country=one)) for one in (country, *others)]
    states = [ActorFactory(state=True, country=one) for one in ("KOR", "RUS")]
    return IncidentFactory(
        id=record,
        evidence=tuple(passage(SourceFactory(), relay=[source]) for source in sources),
        claims={f"participant:{states[0].id}:summoner": {}, f"participant:{states[1].id}:summoned": {}},
    )


def sides(incident):
    return list(Facet.objects.filter(record_id=incident.id, key="one_sided").values_list("value", flat=True))


def test_an_incident_that_one_side_alone_tells_of(db):
    assert sides(one_sided(uid("told by Seoul"))) == ["KOR"]
    assert sides(one_sided(uid("told by both"), "KOR", "RUS")) == []
    assert sides(one_sided(uid("told by a third"), "JPN")) == ["JPN"]
    assert sides(IncidentFactory(evidence=(passage(SourceFactory(outlet=ActorFactory(outlet=True))),))) == []


def test_origins_are_those_behind_the_active_claims(db):
    outlet = ActorFactory(outlet=True)
    incident = IncidentFactory(evidence=(passage(SourceFactory(outlet=outlet)),))
    assert [facet.value for facet in Facet.objects.filter(record_id=incident.id, key="origin")] == [id_of(outlet)]


def test_the_documented_keys_are_those_there_are(everything):
    found = set(Facet.objects.exclude(key="dependency").values_list("record_kind", "key"))
    assert found == {(kind, key) for kind, key in documented() if key != "dependency"}


def test_the_seeds_have_no_others(db):
    import_coding(ROOT / "seeds")
    assert set(Facet.objects.values_list("record_kind", "key")) <= documented()


def holders(kind, key, value, as_of):
    """Return the records of a kind that have a value, by the filter."""
    rows = queries.filtered(standing(kind, as_of), key, [value])
    return set(map(str, rows.values_list("record", flat=True)))


def having(key, value, as_of):
    """Return them by the facets' own positions."""
    return {
        str(facet.record_id)
        for facet in Facet.objects.filter(key=key, value=value)
        if facet.from_position <= as_of and (facet.to_position is None or facet.to_position > as_of)
    }


def test_every_facet_filters_now_and_as_of_then(everything):
    before = read.head().position
    merged = Facet.objects.filter(key="merged").values_list("record_kind", "record_id")
    for kind, loser in list(merged):
        command = {"incident": ReverseIncidentMerge, "actor": ReverseActorMerge}[kind]
        dispatch(command(id=str(loser)), person=COLLEAGUE)
    now = read.head().position
    for kind, key in sorted(documented()):
        for value in Facet.objects.filter(record_kind=kind, key=key).values_list("value", flat=True).distinct():
            for as_of in (before, now):
                wanted = {record for record in having(key, value, as_of) if known(kind, record)}
                assert holders(kind, key, value, as_of) == wanted, (kind, key, value, as_of)
            assert holders(kind, key, value, None) == holders(kind, key, value, now)


def known(kind, record):
    return Facet.objects.filter(record_kind=kind, record_id=record).exists()


def test_several_values_of_a_key_are_alternatives_and_several_keys_are_not(everything):
    rows = queries.records("incident", person=READER)
    other = IncidentFactory(claims={"issue": "CYBER"})

    def count(*filters):
        found = rows
        for key, values in filters:
            found = queries.filtered(found, key, values)
        return found.count()

    assert count(("issue", ["BORDER"])) == 1
    assert count(("issue", ["BORDER", "CYBER"])) == 2
    assert count(("issue", ["BORDER"]), ("issue", ["ESPIONAGE"])) == 1
    assert count(("issue", ["BORDER"]), ("issue", ["CYBER"])) == 0
    assert count(("issue", [])) == 0
    assert str(queries.filtered(rows, "issue", ["CYBER"]).get().record) == id_of(other)


def test_one_more_key_costs_no_more_queries(everything, django_assert_num_queries):
    rows = queries.records("incident", person=READER)
    for key in ("issue", "source", "country", "role"):
        rows = queries.filtered(rows, key, ["BORDER"])
    with django_assert_num_queries(1):
        list(rows)
