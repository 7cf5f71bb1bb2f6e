"""A researcher's own table becomes drafts with evidence, once, however often it is imported."""

import pytest

from incidents.dispatch import dispatch
from incidents.domain.actor import MergeActors
from incidents.domain.claiming import RecordClaim, WithdrawClaim
from incidents.domain.incident import WithdrawIncident
from incidents.log import read
from incidents.models import Actor, Claim, Event, Incident, Source
from incidents.permissions import ForbiddenError
from incidents.readmodels import rebuild
from tests.factories import ActorFactory, claim, id_of
from tests.imports.support import nothing_recorded
from tests.imports.tables import HEADER, MAPPING, ROWS, import_table, numbers, table
from tests.people import COLLEAGUE, OWNER, READER

pytestmark = pytest.mark.django_db


def test_a_row_becomes_a_draft_with_all_that_it_says():
    counts, rejects = import_table()
    assert (numbers(counts), rejects) == ((2, 2, 0, 0, 0), [])
    summons, expulsion = Incident.objects.order_by("-sort_date")
    assert (summons.type, summons.status, summons.date) == ("SUMMONS", "draft", "2024-06-21")
    assert summons.title == "South Korea calls in the envoy of Russia"
    assert summons.place == {"name": "Seoul", "country": "KOR", "role": "where", "precision": "city"}
    assert summons.issues == ["SEA_OR_AIRSPACE"]
    assert (summons.initiator.country, summons.target.country) == ("KOR", "RUS")
    assert [(p["role"], p["side"]) for p in summons.participants] == [
        ("summoner", "initiating"), ("summoned", "target")
    ]  # fmt: skip
    assert [note["text"] for note in summons.notes] == ["seen twice"]
    assert (expulsion.type, expulsion.date) == ("EXPULSION", "2018-07-03")
    assert expulsion.quantities == [{"predicate": "expelled", "unit": "person", "low": None, "best": 2, "high": None}]
    assert expulsion.target == summons.target, "Russia and the Russian Federation are one state"
    assert expulsion.notes == [] and expulsion.initiator.country == "GRC", "nobody is named: it is the state"
    assert rebuild.check() == {}


def test_every_claim_rests_on_its_row_of_the_data_set():
    import_table()
    source = Source.objects.get()
    assert (source.kind, source.title, source.byline) == ("data_set", "Envoys called in", "A. Researcher")
    for found in Claim.objects.filter(subject_kind="incident"):
        (piece,) = found.evidence
        assert piece["source"] == id_of(source) and piece["row"] in ("no=1", "no=2")
    assert set(Event.objects.values_list("metadata__person", flat=True)) == {OWNER.name}


def test_a_second_run_adds_nothing():
    import_table()
    before = read.head()
    counts, _ = import_table()
    assert numbers(counts) == (2, 0, 0, 2, 0)
    assert read.head() == before


def test_a_grown_table_adds_its_new_rows():
    import_table()
    counts, _ = import_table(table(*ROWS, "3,called in,,Greece,Russia,,,,,"))
    assert numbers(counts) == (3, 1, 0, 2, 0)
    assert Incident.objects.get(date=None).target.country == "RUS"


def test_a_repeated_row_is_one_incident():
    counts, _ = import_table(table(ROWS[0], ROWS[0], ROWS[1], ROWS[0]))
    assert numbers(counts) == (4, 2, 0, 2, 0)


SAME = MAPPING.replace("id: [no]", "id: [no]\nincident: [when, host, guest]")


@pytest.mark.parametrize("size", [1, 300])
def test_rows_about_one_incident_are_evidence_for_it(size):
    again = ROWS[0].replace("1,", "9,", 1)
    other = ROWS[0].replace("1,called in", "10,sent home", 1)
    counts, _ = import_table(table(ROWS[0], again, other), SAME, size=size)
    assert numbers(counts) == (3, 1, 2, 0, 0)
    incident = Incident.objects.get()
    types = Claim.objects.filter(subject_id=incident.id, property="type").order_by("position")
    assert [(found.value, [piece["row"] for piece in found.evidence]) for found in types] == [
        ("SUMMONS", ["no=1", "no=9"]),
        ("EXPULSION", ["no=10"]),
    ]
    assert incident.disputed == ["type"]
    before = read.head()
    assert numbers(import_table(table(ROWS[0], again, other), SAME, size=size)[0]) == (3, 0, 0, 3, 0)
    assert read.head() == before


def test_what_a_curator_withdrew_stays_withdrawn():
    import_table()
    incident = Incident.objects.get(type="SUMMONS")
    place = Claim.objects.get(subject_id=incident.id, property="place")
    dispatch(WithdrawClaim(kind="incident", id=id_of(incident), claim=id_of(place)), person=OWNER)
    dispatch(WithdrawIncident(id=id_of(Incident.objects.get(type="EXPULSION"))), person=COLLEAGUE)
    before = read.head()
    assert numbers(import_table()[0]) == (2, 0, 0, 2, 0)
    assert read.head() == before


def test_what_a_curator_said_already_gets_the_row_as_evidence():
    import_table(table(ROWS[0].replace("21/06/2024", "")))
    incident = Incident.objects.get()
    date = claim(incident, "date", "2024-06-21")
    dispatch(RecordClaim(kind="incident", id=id_of(incident), claim=date), person=OWNER)
    assert numbers(import_table(table(ROWS[0]))[0]) == (1, 0, 1, 0, 0)
    (found,) = Claim.objects.filter(subject_id=incident.id, property="date")
    assert len(found.evidence) == 2


# --- actors


def test_actors_that_are_there_are_found_by_country_and_by_name():
    korea = ActorFactory(state=True, name="Republic of Korea", country="KOR")
    kim = ActorFactory(name="Kim Hong Kyun", country="KOR")
    import_table(table(ROWS[0]))
    incident = Incident.objects.get()
    assert id_of(incident.initiator) == id_of(korea)
    assert incident.participants[0]["actor"] == id_of(kim)
    assert Actor.objects.count() == 3


def test_nobody_is_joined_by_a_surname_or_by_another_kind():
    ActorFactory(name="Kim Hong-kyun", kind="office")
    other = ActorFactory(claims={"name": {"text": "Kim Hong-kyun", "kind": "surname"}})
    import_table(table(ROWS[0]))
    summoner = Incident.objects.get().participants[0]["actor"]
    assert Actor.objects.filter(kind="person").count() == 2
    assert Actor.objects.get(id=summoner).kind == "person" and summoner != id_of(other)


def test_of_several_with_one_name_the_mapping_has_to_say_who():
    first, second = (ActorFactory(name="Kim Hong-kyun", country="KOR") for _ in range(2))
    counts, (reject,) = import_table(table(ROWS[0]))
    assert numbers(counts) == (1, 0, 0, 0, 1)
    assert id_of(first) in reject.reason and "ids" in reject.reason
    named = MAPPING.replace("kind: person,", f"kind: person, ids: {{Kim Hong-kyun: {id_of(second)}}},")
    assert numbers(import_table(table(ROWS[0]), named)[0]) == (1, 1, 0, 0, 0)
    assert Incident.objects.get().participants[0]["actor"] == id_of(second)


def test_an_actor_that_was_merged_since_leads_to_its_survivor():
    import_table(table(ROWS[0]))
    kim, survivor = Actor.objects.get(kind="person"), ActorFactory(name="Kim", country="KOR")
    dispatch(MergeActors(id=id_of(kim), into=id_of(survivor)), person=COLLEAGUE)
    counts, rejects = import_table(table(ROWS[0], ROWS[0].replace("1,", "5,", 1)))
    assert (numbers(counts)[1], rejects) == (1, [])
    assert {p["actor"] for i in Incident.objects.all() for p in i.participants if p["role"] == "summoner"} == {
        id_of(survivor)
    }


# --- rows that cannot be taken


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (
            "3,called off,21/06/2024,Greece,Russia,,,,,",
            "what: “called off” is not in the code table and",
        ),
        ("3,,21/06/2024,Greece,Russia,,,,,", "what: this cell is empty, and the type is needed"),
        ("3,called in,2024-06-21,Greece,Russia,,,,,", "when: “2024-06-21” is no date as %d/%m/%Y"),
        ("3,called in,31/02/2024,Greece,Russia,,,,,", "when: “31/02/2024” is no date"),
        ("3,called in,,Nowhere,Russia,,,,,", "host: “Nowhere” is no country that is known"),
        ("3,called in,,Greece,Russia,,,,many,", "how many: “many” is no number"),
        ("3,called in,,Greece,Russia,,,,1e9,", "how many: write this number in digits"),
        ("3,called in,,Greece,Russia,,,,NaN,", "how many: write this number in digits"),
        (",called in,,Greece,Russia,,,,,", "nothing tells this row apart"),
        ("3,called in,,Greece,Russia,,,,,,,left over", "This row has 12 cells, the table 10 columns"),
        ("3,called in,,Greece", "This row has 4 cells, the table 10 columns"),
        ("3,called in,,Greece,Russia,,,,,\x00", "control character"),
        (f"3,called in,,Greece,Russia,{'x' * 600},,,,", "shorten it to 500"),
        (f"3,called in,,Greece,Russia,,,,,{'x' * 6000}", "shorten it to 5000"),
    ],
)
def test_a_row_that_cannot_be_taken_does_not_stop_the_others(row, reason):
    counts, (reject,) = import_table(table(ROWS[0], row, ROWS[1]))
    assert numbers(counts) == (3, 2, 0, 0, 1)
    assert reason in reject.reason
    assert reject.line == 3


@pytest.mark.parametrize(
    ("cell", "number"), [("2", 2), ("2.50", "2.50"), ("9007199254740993", "9007199254740993"), ("+7", 7)]
)
def test_numbers_are_kept_exactly(cell, number):
    import_table(table(f"3,called in,,Greece,Russia,,,,{cell},"))
    assert Incident.objects.get().quantities[0]["best"] == number


def test_many_refusals_of_the_domain_are_told_row_by_row():
    bad = [f"{number},called in,,Greece,Russia,{'y' * 600}{number},,,," for number in range(20, 60)]
    counts, rejects = import_table(table(*bad[:20], ROWS[0], *bad[20:], ROWS[1]))
    assert numbers(counts) == (42, 2, 0, 0, 40)
    assert sorted(reject.line for reject in rejects) == [*range(2, 22), *range(23, 43)]


def test_rows_left_out_on_purpose_are_skipped():
    mapping = MAPPING + "skip:\n- {column: host, values: [Greece]}\n"
    counts, rejects = import_table(table(*ROWS, "3,talked,,South Korea,Russia,,,,,"), mapping)
    assert (numbers(counts), rejects) == ((3, 1, 0, 2, 0), [])


# --- a dry run, and who may


@pytest.mark.parametrize("size", [1, 300])
def test_a_dry_run_counts_the_same_and_records_nothing(size):
    rows = table(*ROWS, ROWS[0], "3,called off,,Greece,Russia,,,,,", ROWS[0].replace("1,", "9,", 1))
    dry, rejects = import_table(rows, SAME, dry_run=True, size=size)
    assert nothing_recorded()
    wet, same = import_table(rows, SAME, size=size)
    assert (numbers(dry), rejects) == (numbers(wet), same)


def test_who_may_not_record_may_not_import():
    with pytest.raises(ForbiddenError):
        import_table(person=READER)
    assert nothing_recorded()


# --- files as they come


def test_a_header_may_be_given_by_the_mapping():
    columns = "file: {columns: [" + ", ".join(HEADER.split(",")) + "]}"
    counts, _ = import_table(table(header=None), MAPPING.replace("file: {format: csv}", columns))
    assert numbers(counts) == (2, 2, 0, 0, 0)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings_that_are_named_are_read(encoding):
    name = encoding.removesuffix("-sig")
    rows = table(ROWS[0].replace("Seoul", "São Tomé")).decode().encode(encoding)
    counts, _ = import_table(rows, MAPPING.replace("format: csv", f"encoding: {name}"))
    assert numbers(counts) == (1, 1, 0, 0, 0)
    assert Incident.objects.get().place["name"] == "São Tomé"


def test_a_byte_out_of_place_spoils_its_row_only():
    counts, (reject,) = import_table(table(*ROWS).replace(b"Athens", b"Ath\xe8nes"))
    assert numbers(counts) == (2, 1, 0, 0, 1)
    assert "not in the encoding" in reject.reason


def test_a_quotation_mark_that_nobody_closed_is_told():
    long = "x" * 200_000
    counts, (reject,) = import_table(table(ROWS[0], f'7,called in,,Greece,"Russia{long}', ROWS[1]))
    assert counts.recorded >= 1 and "quotation mark" in reject.reason and reject.line == 3


def test_tabs_short_rows_and_cells_with_line_breaks():
    rows = table(ROWS[0], "3,called in,,Greece,Russia").replace(b",", b"\t").replace(b"seen twice", b'"seen\ntwice"')
    counts, _ = import_table(rows, MAPPING.replace("format: csv", "format: tsv, ragged: true"))
    assert numbers(counts) == (2, 2, 0, 0, 0)
    assert Incident.objects.get(date="2024-06-21").notes[0]["text"] == "seen twice"


@pytest.mark.parametrize(
    ("year", "month", "day", "date"),
    [("1989", "1", "30", "1989-01-30"), ("1989", "1", "", "1989-01"), ("1868", "", "", "1868"), ("", "", "", None)],
)
def test_a_date_in_columns_is_as_precise_as_they_are(year, month, day, date):
    mapping = MAPPING.replace('{column: when, format: "%d/%m/%Y"}', "{year: y, month: m, day: d, basis: inferred}")
    import_table(table(f"{ROWS[0]},{year},{month},{day}", header=f"{HEADER},y,m,d"), mapping)
    assert Incident.objects.get().date == date


@pytest.mark.parametrize(
    ("year", "month", "day", "reason"),
    [("1989", "13", "1", "y, m, d"), ("1989", "", "2", "m: this cell is empty"), ("89x", "", "", "“89x” is no number"),
     ("", "2", "", "y: this cell is empty")],
)  # fmt: skip
def test_a_date_in_columns_that_is_none_is_refused(year, month, day, reason):
    mapping = MAPPING.replace('{column: when, format: "%d/%m/%Y"}', "{year: y, month: m, day: d}")
    _, (reject,) = import_table(table(f"{ROWS[0]},{year},{month},{day}", header=f"{HEADER},y,m,d"), mapping)
    assert reason in reject.reason
