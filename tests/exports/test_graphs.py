"""JSON-LD, FollowTheMoney and POLECAT: what their own readers make of them."""

import json

import pytest
import rdflib
from followthemoney import model
from rdflib import RDF

from incidents.exports.polecat import COLUMNS
from incidents.exports.streams import FORMATS
from incidents.imports.keys import record_id
from incidents.readmodels import queries
from tests.exports.support import lines, written
from tests.people import OWNER, PUBLIC

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated"),  # by rdflib's own parser
]

SUMMONS = "i-summons-2024-06"
SCHEMA = rdflib.Namespace("https://schema.org/")
OA = rdflib.Namespace("http://www.w3.org/ns/oa#")
PROV = rdflib.Namespace("http://www.w3.org/ns/prov#")
EVERYBODY = pytest.mark.parametrize("person", [PUBLIC, OWNER], ids=["public", "curator"])


def records(kind, person=PUBLIC):
    rows = queries.records(kind, person=person, as_of=queries.head().position)
    return {str(row.record): row for row in rows}


# --- FollowTheMoney


@EVERYBODY
def test_every_entity_is_valid_as_it_stands(seeded, person):
    for told in lines("incident", "ftm", person=person):
        entity = model.get_proxy(told)
        entity.schema.validate(told)
        for prop, value in entity.itervalues():
            assert prop.type.validate(value), (told["schema"], prop.name, value)
        assert {name: sorted(values) for name, values in told["properties"].items()} == {
            name: sorted(entity.get(name)) for name in told["properties"]
        }


@EVERYBODY
def test_all_entities_that_are_named_come_too(seeded, person):
    entities = lines("incident", "ftm", person=person)
    known = {entity["id"] for entity in entities}
    assert len(known) == len(entities)
    references = ("subject", "object", "holder", "post", "organizer", "involved", "proof", "organization")
    for entity in entities:
        named = {id for name in references for id in entity["properties"].get(name, ())}
        assert named <= known, entity
    assert {entity["id"] for entity in entities if entity["schema"] == "Event"} == records("incident", person).keys()


def test_an_event_says_what_the_incident_says(seeded):
    incidents = records("incident")
    for entity in lines("incident", "ftm"):
        if entity["schema"] == "Event":
            row, told = incidents[entity["id"]], entity["properties"]
            assert set(told["name"]) == {title for title in row.titles.values() if title}
            assert told.get("startDate", [None])[0] == (row.date_earliest and row.date_earliest.isoformat())
            assert told["keywords"][0] == row.type
            assert entity["as_of"] == queries.head().position


# --- JSON-LD


def graph(**asked):
    return rdflib.Graph().parse(data=written("incident", "jsonld", **asked), format="json-ld")


@EVERYBODY
def test_it_is_one_graph_with_every_incident(seeded, person):
    found = graph(person=person)
    events = {str(event).removeprefix("urn:uuid:") for event in found.subjects(RDF.type, SCHEMA.Event)}
    assert events == records("incident", person).keys()
    (data_set,) = found.subjects(SCHEMA.version, rdflib.Literal(str(queries.head().position)))
    assert (data_set, RDF.type, PROV.Entity) in found


def test_every_passage_behind_a_claim_is_an_annotation_with_its_place(seeded):
    found = graph()
    position = queries.head().position
    claims = queries.records("claim", person=PUBLIC, as_of=position).filter(subject_kind="incident")
    expected = {
        (str(claim.record), piece["source"], piece["start"], piece["end"])
        for claim in claims
        for piece in claim.evidence
        if "start" in piece
    }
    told = set()
    for annotation in found.subjects(RDF.type, OA.Annotation):
        target = found.value(annotation, OA.hasTarget)
        selector = found.value(target, OA.hasSelector)
        assert (selector, RDF.type, OA.TextPositionSelector) in found
        body, source = found.value(annotation, OA.hasBody), found.value(target, OA.hasSource)
        place = (found.value(selector, OA.start).toPython(), found.value(selector, OA.end).toPython())
        told.add((*(str(node).removeprefix("urn:uuid:") for node in (body, source)), *place))
        assert (body, PROV.wasDerivedFrom, annotation) in found
    assert expected and told == expected


def test_what_an_incident_is_derived_from_are_the_claims_that_count(seeded):
    found = graph()
    counting = queries.records("claim", person=PUBLIC, as_of=queries.head().position).filter(resolved=True)
    for incident in records("incident"):
        derived = found.objects(rdflib.URIRef(f"urn:uuid:{incident}"), PROV.wasDerivedFrom)
        expected = {f"urn:uuid:{claim.record}" for claim in counting.filter(subject_id=incident)}
        assert {str(node) for node in derived} == expected


def test_every_source_and_actor_that_is_named_is_described(seeded):
    found = graph()
    for named in (*found.objects(None, OA.hasSource), *found.objects(None, SCHEMA.organizer)):
        assert found.value(named, RDF.type) is not None, named


# --- POLECAT


def polecat(**asked):
    header, *rows = written("incident", "polecat", **asked).decode().split("\n")[:-1]
    return header.split("\t"), [dict(zip(COLUMNS, row.split("\t"), strict=True)) for row in rows]


def test_it_has_the_forty_columns_in_their_order(seeded):
    header, rows = polecat()
    assert len(header) == 40 and header == list(COLUMNS)
    assert header[:3] == ["Event ID", "Event Date", "Event Type"] and header[-1] == "Version"
    assert {row["Event ID"][:36] for row in rows} == records("incident").keys()
    assert len({row["Event ID"] for row in rows}) == len(rows)


def test_a_summons_is_an_accusation_never_a_consultation(seeded):
    _, rows = polecat()
    summonses = {id for id, row in records("incident").items() if row.type == "SUMMONS"}
    found = [row for row in rows if row["Event ID"] in summonses]
    assert found
    for row in found:
        assert (row["Event Type"], row["Event Mode"], row["Quad Code"]) == ("ACCUSE", "disapprove", "3")
        assert (row["Actor Country"], row["Actor COW"]) == ("KOR", "732")
        assert (row["Recipient Country"], row["Recipient COW"]) == ("RUS", "365")
        assert float(row["Intensity"]) == -2


def test_an_uncertain_date_is_never_made_a_day(seeded):
    _, rows = polecat()
    incidents = records("incident")
    for row in rows:
        incident = incidents[row["Event ID"][:36]]
        is_day = incident.date_earliest is not None and incident.date_earliest == incident.date_latest
        assert row["Event Date"] == (incident.date_earliest.isoformat() if is_day else (incident.date or ""))


def test_the_summons_of_june_is_in_all_of_them(seeded):
    id = record_id(SUMMONS)
    for format, found in FORMATS.items():
        assert id.encode() in written("incident", format), found.media_type


def test_objects_are_one_a_line(seeded):
    for line in written("incident", "ftm").splitlines():
        assert isinstance(json.loads(line), dict)
