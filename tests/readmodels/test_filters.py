"""Each filter finds what it names and refuses what it cannot read; on the seeds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.imports.keys import record_id
from incidents.log import read
from incidents.readmodels import queries
from incidents.readmodels.filtering.values import MOST
from tests.factories import uid
from tests.people import PUBLIC, READER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]

JUNE, OCTOBER = record_id("i-summons-2024-06"), record_id("i-summons-2024-10")
PACT = record_id("i-pact-2024-06")


def found(kind, /, person=READER, as_of=None, **wanted):
    """Return the ids that filters find."""
    rows = queries.records(kind, person=person, as_of=as_of)
    return {str(row.record) for row in queries.filtered_by(kind, rows, wanted, person=person, as_of=as_of)}


def every(kind):
    return found(kind)


SUMMONSES = {JUNE, OCTOBER}
# What each filter of incidents finds among the two summonses and the pact.
OF_THREE = [
    ({"type": "SUMMONS"}, SUMMONSES),
    ({"type": "SUMMONS,TREATY_SIGNED"}, {JUNE, OCTOBER, PACT}),
    ({"type": ["TREATY_SIGNED"]}, {PACT}),
    ({"status": "published"}, {JUNE, OCTOBER, PACT}),
    ({"status": "draft"}, set()),
    ({"initiator": "KOR", "target": "RUS"}, SUMMONSES),
    ({"initiator": record_id("kor")}, SUMMONSES),
    ({"initiator": "RUS"}, set()),
    ({"target": f"RUS,{record_id('prk')}"}, SUMMONSES),
    ({"party": record_id("rus")}, {JUNE, OCTOBER, PACT}),
    ({"party": "PRK"}, {PACT}),
    ({"country": "KOR"}, SUMMONSES),
    ({"participant": "Kim Hong Kyun"}, SUMMONSES),
    ({"participant": "KIM HONG-KYUN", "role": "summoner"}, SUMMONSES),
    ({"participant": "Kim Hong Kyun", "role": "summoned"}, set()),
    ({"participant": "dubes rusia untuk korsel", "role": "summoned"}, SUMMONSES),
    ({"participant": record_id("zinoviev")}, SUMMONSES),
    ({"participant": "Kim Jong Un"}, {PACT}),
    ({"participant": "Nobody Atall"}, set()),
    ({"role": "summoner,signatory"}, {JUNE, OCTOBER, PACT}),
    ({"date": "2024-06-21"}, {JUNE}),
    ({"date": "2024"}, {JUNE, OCTOBER, PACT}),
    ({"date_from": "2024-06-22"}, {OCTOBER}),
    ({"date_from": "2024-06", "date_to": "2024-06"}, {JUNE, PACT}),
    ({"rung": "3"}, SUMMONSES),
    ({"rung": [0, 3]}, {JUNE, OCTOBER, PACT}),
    ({"rung_min": "1"}, SUMMONSES),
    ({"rung_max": 2}, {PACT}),
    ({"level": "ambassador"}, SUMMONSES),
    ({"level_of_summoner": "ambassador"}, set()),
    ({"issue": "TREATY_OR_PACT"}, {JUNE, PACT}),
    ({"issue": "INTERNATIONAL_LAW,MILITARY_COOPERATION"}, SUMMONSES),
    ({"occurrence": "reported"}, {JUNE, OCTOBER, PACT}),
    ({"scope": "core"}, SUMMONSES),
    ({"source": record_id("s000")}, {JUNE, PACT}),
    ({"source": record_id("readout-mofa-kor-2024-10-21")}, {OCTOBER}),
    ({"outlet": "tempo.co"}, {JUNE, PACT}),
    ({"language": "id"}, {JUNE, OCTOBER, PACT}),
    ({"language": "en"}, set()),
    ({"disputed": "participant"}, {JUNE}),
    ({"disputed": "any"}, {JUNE}),
    ({"disputed": "outcome,date"}, set()),
    ({"origins_min": "4"}, {JUNE, PACT}),
    ({"origins_max": 3}, {OCTOBER}),
    ({"one_sided": "true"}, set()),
    ({"one_sided": False}, {JUNE, OCTOBER, PACT}),
    ({"linked_to": JUNE}, {OCTOBER, PACT}),
    ({"linked_to": JUNE, "link_type": "RECURS"}, {OCTOBER}),
    ({"link_type": "RECURS"}, SUMMONSES),
    ({"chain": PACT}, {JUNE, OCTOBER, PACT}),
    ({"changed_since": "1"}, {JUNE, OCTOBER, PACT}),
    ({"q": "summoned ambassador"}, SUMMONSES),
    ({"text": "pact -zinoviev"}, {PACT}),
]  # fmt: skip


@pytest.mark.parametrize(("wanted", "expected"), OF_THREE, ids=lambda value: str(value)[:60])
@pytest.mark.parametrize("person", [READER, PUBLIC])
def test_filters_of_incidents(wanted, expected, person):
    for as_of in (None, read.head().position):
        assert found("incident", person, as_of, **wanted) & {JUNE, OCTOBER, PACT} == expected


DEMAND = record_id("st-kim-demand-cancel-2024-06-21")
REJECTION = record_id("st-zinoviev-reject-threats-2024-06-21")
OF_STATEMENTS = [
    ({"speaker": "Zinoviev"}, {REJECTION}),
    ({"speaker": record_id("kim-hong-kyun")}, {DEMAND}),
    ({"speaker": "KOR"}, {DEMAND}),
    ({"country": "RUS"}, {REJECTION}),
    ({"addressee": "zinoviev"}, {DEMAND}),
    ({"addressee": "RUS"}, {DEMAND}),
    ({"addressee": ["KOR", record_id("zinoviev")]}, {DEMAND, REJECTION}),
    ({"act": "DEMAND"}, {DEMAND}),
    ({"main_act": "REJECT,DENY"}, {REJECTION}),
    ({"incident": JUNE}, {DEMAND, REJECTION}),
    ({"incident": OCTOBER}, set()),
    ({"date": "2024-06-21"}, {DEMAND, REJECTION}),
    ({"source": record_id("s000")}, {DEMAND, REJECTION}),
    ({"linked_to": DEMAND, "link_type": "REPLIES_TO"}, {REJECTION}),
    ({"q": "cooperation"}, {DEMAND}),
    ({"q": "zinoviev"}, {DEMAND, REJECTION}),
]


@pytest.mark.parametrize(("wanted", "expected"), OF_STATEMENTS, ids=lambda value: str(value)[:60])
@pytest.mark.parametrize("person", [READER, PUBLIC])
def test_filters_of_statements(wanted, expected, person):
    for as_of in (None, read.head().position):
        assert found("statement", person, as_of, **wanted) & {DEMAND, REJECTION} == expected


def only(kind, column, /, **wanted):
    """Return the values that a column has among what filters find."""
    rows = queries.records(kind, person=READER)
    rows = queries.filtered_by(kind, rows, wanted, person=READER, as_of=None)
    return {getattr(row, column) for row in rows}


def test_filters_of_the_other_kinds():
    assert found("actor", name="Korsel") == found("actor", name="South Korea") == {record_id("kor")}
    assert only("actor", "kind", kind="office,state") == {"office", "state"}
    assert only("actor", "country", country="RUS") == {"RUS"}
    assert only("actor", "rank", rank="ambassador") == {"ambassador"}
    assert found("actor", office=record_id("ambassador-rus-kor")) == {record_id("zinoviev")}
    assert record_id("ambassador-rus-kor") in found("actor", belongs_to=record_id("embassy-rus-seoul"))
    assert found("source", held="true") == {record_id(f"s00{number}") for number in range(5)}
    assert only("source", "kind", kind="readout") == {"readout"}
    assert only("source", "reliability", reliability="C") == {"C"}
    assert found("source", origin=record_id("yonhap-2024-06-21")) == {record_id("s000")}
    assert record_id("s001") in found("source", published_from="2024-10-24", published_to="2024-10-24")
    assert found("source", outlet="Katakini.com", held=True) == {record_id("s001")}
    assert only("link", "type", type="RECURS") == {"RECURS"}
    assert found("link", record=JUNE) == found("link", **{"from": JUNE}) | found("link", to=JUNE)
    assert found("link", record=JUNE, type="RECURS")
    assert only("link", "from_kind", from_kind="statement") == {"statement"}
    assert only("claim", "subject_kind", subject_kind="actor") == {"actor"}
    assert {str(id) for id in only("claim", "subject_id", subject=JUNE)} == {JUNE}
    assert all(name.startswith("participant:") for name in only("claim", "property", property="participant"))
    assert only("claim", "resolved", resolved="false") == {False}
    assert only("claim", "credibility", credibility="4") == {4}
    assert min(only("claim", "origins", origins_min="3")) == 3
    assert max(only("claim", "origins", origins_max=0)) == 0
    disputed = found("claim", subject=JUNE, disputed=True)
    kim = f"participant:{record_id('kim-hong-kyun')}:summoner"
    assert disputed == found("claim", subject=JUNE, property=kim) and len(disputed) == 2
    assert found("claim", subject=JUNE, disputed=False) == found("claim", subject=JUNE) - disputed
    cited = found("claim", source=record_id("reuters-2024-06-21"), subject=JUNE)
    assert cited and cited <= found("claim", subject=JUNE, source=record_id("s002")) < found("claim", subject=JUNE)


def test_a_date_lies_within_or_may_overlap():
    undated = found("incident", date="2024-06") - found("incident", date="2024-06", date_mode="within")
    assert undated
    june = (2024, 6)
    for row in queries.records("incident", person=READER).filter(record__in=undated):
        bounds = [day and (day.year, day.month) for day in (row.date_earliest, row.date_latest)]
        assert bounds != [june, june]
    within = found("incident", date="2024-06", date_mode="within")
    assert JUNE in within and OCTOBER not in within
    assert within <= found("incident", date="2024-06", date_mode="overlaps") == found("incident", date="2024-06")


def test_what_rests_on_one_side_alone():
    calls = {record_id("i-call-cho-blinken-2024-06-20"), record_id("i-call-cho-kamikawa-2024-06")}
    for person in (READER, PUBLIC):
        for as_of in (None, read.head().position):
            alone = found("incident", person, as_of, one_sided="true")
            assert calls <= alone == found("incident", person, as_of, one_sided="KOR")
            assert not alone & SUMMONSES and found("incident", person, as_of, one_sided="RUS") == set()
            assert alone | found("incident", person, as_of, one_sided="false") == found("incident", person, as_of)


def test_several_filters_all_hold():
    assert found("incident", type="SUMMONS", date="2024-06") == {JUNE}
    assert found("incident", type="SUMMONS", issue="CYBER") == set()
    assert found("incident") == every("incident")


REFUSED = [
    ("incident", {"typo": "SUMMONS"}, "unknown_filter", "typo"),
    ("incident", {"type": "SUMMON"}, "unknown_code", "type"),
    ("incident", {"type": ""}, "empty_value", "type"),
    ("incident", {"type": "SUMMONS,"}, "empty_value", "type"),
    ("incident", {"type": []}, "empty_value", "type"),
    ("incident", {"type": ["SUMMONS"] * (MOST + 1)}, "too_many_values", "type"),
    ("incident", {"initiator": "KO"}, "unknown_country", "initiator"),
    ("incident", {"initiator": "kor"}, "unknown_country", "initiator"),
    ("incident", {"initiator": JUNE.upper()}, "invalid_id", "initiator"),
    ("incident", {"initiator": "South Korea"}, "invalid_id", "initiator"),
    ("incident", {"source": "s000"}, "invalid_id", "source"),
    ("incident", {"linked_to": "1"}, "invalid_id", "linked_to"),
    ("incident", {"chain": "x"}, "invalid_id", "chain"),
    ("incident", {"participant": "a\0b"}, "control_character", "participant"),
    ("incident", {"participant": "Kim", "role": "chief"}, "unknown_code", "role"),
    ("incident", {"date": "yesterday"}, "invalid_date", "date"),
    ("incident", {"date_from": "2024-02-30"}, "invalid_date", "date_from"),
    ("incident", {"date": "2024", "date_mode": "about"}, "unknown_code", "date_mode"),
    ("incident", {"date_mode": "within"}, "needs_date", "date_mode"),
    ("incident", {"rung": "high"}, "invalid_number", "rung"),
    ("incident", {"rung_min": "-1"}, "invalid_number", "rung_min"),
    ("incident", {"origins_min": "9" * 30}, "invalid_number", "origins_min"),
    ("incident", {"origins_max": "1.5"}, "invalid_number", "origins_max"),
    ("incident", {"language": "Indonesian"}, "unknown_language", "language"),
    ("incident", {"disputed": "weather"}, "unknown_code", "disputed"),
    ("incident", {"one_sided": "KO"}, "unknown_country", "one_sided"),
    ("incident", {"changed_since": "soon"}, "invalid_position", "changed_since"),
    ("incident", {"changed_since": "9" * 30}, "invalid_position", "changed_since"),
    ("incident", {"changed_since": "2024-10-21T09:35"}, "invalid_position", "changed_since"),
    ("incident", {"q": "x" * 501}, "value_too_long", "q"),
    ("incident", {"q": "a " * 40}, "too_many_words", "q"),
    ("statement", {"speaker": "a\x1fb"}, "control_character", "speaker"),
    ("statement", {"type": "SUMMONS"}, "unknown_filter", "type"),
    ("source", {"held": "maybe"}, "invalid_boolean", "held"),
    ("claim", {"property": "colour"}, "unknown_code", "property"),
    ("claim", {"credibility": "7"}, "unknown_code", "credibility"),
    ("link", {"from_kind": "actor"}, "unknown_code", "from_kind"),
]


@pytest.mark.parametrize(("kind", "wanted", "code", "field"), REFUSED, ids=lambda value: str(value)[:40])
def test_what_cannot_be_read_is_refused_with_a_sentence(kind, wanted, code, field):
    with pytest.raises(queries.FilterError) as refused:
        found(kind, **wanted)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert "{" not in str(refused.value)


@pytest.mark.parametrize("kind", sorted(queries.FILTERS))
@given(data=st.data())
def test_any_value_is_read_or_refused(kind, data):
    name = data.draw(st.sampled_from(sorted(queries.FILTERS[kind])))
    value = data.draw(st.text(max_size=20) | st.integers() | st.lists(st.text(max_size=5), max_size=3))
    try:
        found(kind, **{name: value})
    except queries.FilterError as error:
        assert str(error)


def test_an_unknown_id_finds_nothing():
    for name in ("initiator", "participant", "source", "outlet", "linked_to", "chain"):
        assert found("incident", **{name: uid("nobody")}) == set()
