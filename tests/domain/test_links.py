"""Links: which ends they may join, on what grounds, beside which others; corrected, withdrawn."""

import pytest

from incidents import codebook
from incidents.domain import link
from incidents.domain.evidence import Evidence
from incidents.domain.facts import LinkFacts, RecordFacts
from incidents.domain.link import (
    CorrectLink,
    Link,
    LinkCorrected,
    LinkRecords,
    LinkWithdrawn,
    RecordsLinked,
    WithdrawLink,
)
from incidents.domain.values import Command, FieldRedacted, RecordRef
from tests.domain.story import (
    ANA,
    DATA_SET,
    DEMAND,
    GONE_INCIDENT,
    GONE_STATEMENT,
    OWN,
    PACT,
    PACT_AGAIN,
    UNKNOWN,
    WORLD,
    by,
    given,
    judgement,
    passage,
    uid,
    world,
)

LINKS = codebook.current().links
STORED = [code for code, found in LINKS.items() if found.stored]
SUMMONS, DENIAL = uid("summons"), uid("denial")
FACTS = world(
    records={
        ("incident", SUMMONS): RecordFacts(),
        ("statement", DENIAL): RecordFacts(),
        ("incident", uid("summons again")): RecordFacts(merged_into=SUMMONS),
    }
)
FIRST = {"incident": SUMMONS, "statement": DENIAL}
SECOND = {"incident": PACT, "statement": DEMAND}


def ends(from_kind="incident", to_kind="incident"):
    return {"from_": RecordRef(kind=from_kind, id=FIRST[from_kind]), "to": RecordRef(kind=to_kind, id=SECOND[to_kind])}


GIVEN = {"type": "RESPONDS_TO", "confidence": "high", "evidence": (passage(),), **ends()}


def linking(facts=FACTS, **changes):
    return given("link").when(LinkRecords(id=OWN, **{**GIVEN, **changes}), facts)


def linked(**changes):
    return given("link", RecordsLinked(**{**GIVEN, **changes}))


def beside(**found):
    return FACTS.__replace__(link=LinkFacts(**found))


# --- linked


def test_two_records_are_linked():
    state = linking(rationale="The text says so.").then(RecordsLinked(**GIVEN, rationale="The text says so.")).state
    assert state == Link(**GIVEN, rationale="The text says so.", withdrawn=False)


def test_an_id_is_a_uuid_and_taken_once():
    given("link").when(LinkRecords(id="l-1", **GIVEN), FACTS).refused("invalid_id", "id", value="l-1")
    linked().when(LinkRecords(id=OWN, **GIVEN), FACTS).refused("id_taken", "id", id=OWN)


# --- ends


@pytest.mark.parametrize("code", LINKS)
@pytest.mark.parametrize("from_kind", FIRST)
@pytest.mark.parametrize("to_kind", SECOND)
def test_a_type_joins_the_kinds_the_codebook_allows(code, from_kind, to_kind):
    answer = linking(type=code, **ends(from_kind, to_kind))
    if not LINKS[code].stored:
        answer.refused("link_not_stored", "type", type=code)
    elif (from_kind, to_kind) in LINKS[code].ends:
        answer.accepted()
    else:
        answer.refused("ends_not_allowed", "type", type=code)


def test_a_refusal_shows_which_ends_are_allowed():
    answer = linking(type="IMPLEMENTS", **ends("statement", "incident"))
    answer.refused("ends_not_allowed", "type", allowed="incident → incident, incident → statement")


def test_a_type_is_one_of_the_codebooks():
    linking(type="CAUSED").refused("unknown_code", "type", list="links", value="CAUSED")


@pytest.mark.parametrize(
    ("kind", "record", "code"),
    [
        ("incident", UNKNOWN, "unknown_record"),
        ("incident", DEMAND, "unknown_record"),
        ("incident", GONE_INCIDENT, "withdrawn_record"),
        ("statement", GONE_STATEMENT, "withdrawn_record"),
        ("incident", "pact", "invalid_id"),
    ],
)
def test_both_ends_exist(kind, record, code):
    end = RecordRef(kind=kind, id=record)
    linking(type="SAME_EPISODE", **{**ends(), "from_": end}).refused(code, "from")
    linking(type="SAME_EPISODE", **{**ends(), "to": end}).refused(code, "to")


def test_other_kinds_of_record_are_not_linked():
    linking(to=RecordRef(kind="actor", id=PACT)).refused("ends_not_allowed", "type")


def test_a_record_is_not_linked_to_itself_under_any_of_its_ids():
    pact, again = RecordRef(kind="incident", id=PACT), RecordRef(kind="incident", id=PACT_AGAIN)
    for pair in ((pact, pact), (pact, again), (again, pact), (again, again)):
        linking(from_=pair[0], to=pair[1]).refused("links_itself", "to")
    linking(from_=RecordRef(kind="incident", id=uid("summons again")), to=again).accepted()


# --- grounds


@pytest.mark.parametrize("code", STORED)
@pytest.mark.parametrize("confidence", codebook.current().lists["confidences"])
def test_what_a_text_has_to_say_needs_its_passage_unless_the_confidence_is_low(code, confidence):
    joined = ends(*LINKS[code].ends[0])
    grounds = {"type": code, "confidence": confidence, **joined}
    linking(**grounds, evidence=(judgement(), passage())).accepted()
    for evidence in ((judgement(),), (Evidence(source=DATA_SET, row="17"),), ()):
        answer = linking(**grounds, evidence=evidence, rationale="So it seems.")
        if LINKS[code].passage_required and confidence != "low":
            answer.refused("passage_required", "evidence", type=code)
        else:
            answer.accepted()


def test_a_link_has_some_ground():
    low = {"type": "SAME_EPISODE", "confidence": "low"}
    linking(**low, evidence=()).refused("grounds_missing", "evidence")
    linking(**low, evidence=(), rationale="So it seems.").accepted()
    linking(**low, evidence=(judgement(),)).accepted()


UNSOUND = [
    ({"confidence": "certain"}, "unknown_code", "confidence"),
    ({"rationale": ""}, "empty_text", "rationale"),
    ({"evidence": (passage(), passage())}, "evidence_repeated", "evidence[1]"),
    ({"evidence": (passage(), passage(source=UNKNOWN))}, "unknown_source", "evidence[1].source"),
    ({"evidence": (), "rationale": None}, "grounds_missing", "evidence"),
    ({"evidence": (judgement(),)}, "passage_required", "evidence"),
]


@pytest.mark.parametrize(("changes", "code", "field"), UNSOUND)
def test_grounds_have_to_be_sound_when_linking_and_when_correcting(changes, code, field):
    linking(**changes).refused(code, field)
    grounds = {"confidence": "high", "evidence": (passage(),), **changes}
    linked().when(CorrectLink(id=OWN, **grounds), FACTS).refused(code, field)


# --- other links


@pytest.mark.parametrize("code", STORED)
def test_two_records_are_linked_once_in_one_way(code):
    facts = beside(repeat=UNKNOWN)
    linking(facts, type=code, **ends(*LINKS[code].ends[0])).refused("link_exists", "type", id=UNKNOWN)


@pytest.mark.parametrize("code", STORED)
def test_no_circle_where_the_type_forbids_it(code):
    answer = linking(beside(closes_cycle=True), type=code, **ends(*LINKS[code].ends[0]))
    if LINKS[code].acyclic:
        answer.refused("link_cycle", "to", type=code)
    else:
        answer.accepted()


@pytest.mark.parametrize("code", STORED)
def test_one_parent_where_the_type_allows_one(code):
    answer = linking(beside(parent=UNKNOWN), type=code, **ends(*LINKS[code].ends[0]))
    if LINKS[code].one_parent:
        answer.refused("one_parent", "to", id=UNKNOWN)
    else:
        answer.accepted()


def test_of_the_codebooks_types_some_forbid_circles_and_second_parents_and_have_no_direction():
    found = [LINKS[code] for code in STORED]
    assert {one.acyclic for one in found} == {one.one_parent for one in found} == {True, False}
    assert {one.directed for one in found} == {one.passage_required for one in found} == {True, False}


# --- corrected


def test_a_link_is_corrected():
    command = CorrectLink(id=OWN, confidence="low", rationale="The text only hints at it.")
    story = linked().when(command, FACTS)
    story = story.then(LinkCorrected(confidence="low", rationale="The text only hints at it."))
    kept = {name: GIVEN[name] for name in ("from_", "to", "type")}
    assert story.state == Link(**kept, confidence="low", rationale="The text only hints at it.", evidence=())
    story.when(command, FACTS).then()


@pytest.mark.parametrize(
    "changes", [{"confidence": "medium"}, {"rationale": "It says so."}, {"evidence": (passage(300, 310),)}]
)
def test_each_part_may_be_corrected(changes):
    grounds = {"confidence": "high", "evidence": (passage(),), **changes}
    linked().when(CorrectLink(id=OWN, **grounds), FACTS).then(LinkCorrected(**grounds))


def test_what_is_as_it_was_is_no_correction():
    linked().when(CorrectLink(id=OWN, confidence="high", evidence=(passage(),)), FACTS).then()


# --- withdrawn, unknown


COMMANDS = [CorrectLink(id=OWN, confidence="low", rationale="Why not."), WithdrawLink(id=OWN)]


def test_a_link_is_withdrawn_for_good():
    story = linked().when(WithdrawLink(id=OWN)).then(LinkWithdrawn())
    assert story.state.withdrawn
    for command in COMMANDS:
        story.when(command).refused("link_withdrawn", None)


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_is_recorded_on_a_link_that_was_never_made(command):
    given("link").when(command).refused("unknown_link", "id", id=OWN)


def test_a_redaction_does_not_change_the_state():
    story = linked()
    assert story.after(by(ANA, FieldRedacted(position=101, field="rationale"))).state == story.state


def test_what_does_not_belong_to_a_link_is_a_fault_of_the_program():
    with pytest.raises(TypeError, match="not a command about a link"):
        link.decide(linked().state, Command(id=OWN), WORLD)
    with pytest.raises(TypeError, match="not an event of a link"):
        linked().after(by(ANA, given))
