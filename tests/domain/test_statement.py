"""A statement: recorded with speaker, act and gist, reported by further sources, withdrawn."""

import pytest

from incidents.domain import statement
from incidents.domain.claiming import AddNote, RecordClaim
from incidents.domain.evidence import PASSAGE_FIELDS, Evidence
from incidents.domain.statement import (
    RecordStatement,
    ReportStatement,
    ReportWithdrawn,
    StatementRecorded,
    StatementReported,
    StatementWithdrawn,
    WithdrawReport,
    WithdrawStatement,
)
from incidents.domain.values import Command
from tests.domain.story import (
    ACT,
    ARTICLE,
    GIST,
    GONE_SOURCE,
    LENGTH,
    OWN,
    PACT,
    READOUT,
    SPEAKER,
    UNKNOWN,
    WIRE,
    WORLD,
    claim,
    digest,
    given,
    recorded_at,
    report,
    uid,
    world,
)

CLAIMS = (SPEAKER, ACT, GIST)
FIRST, SECOND = report("first"), report("second", 300, 320, relay=(WIRE, READOUT), directness="direct")


def recorded(*reports):
    return given("statement", StatementRecorded(claims=CLAIMS, reports=reports))


def record(*claims, reports=(), facts=WORLD):
    return given("statement").when(RecordStatement(id=OWN, claims=claims, reports=reports), facts)


# --- recorded


def test_a_statement_has_speaker_act_and_gist():
    state = record(*CLAIMS).then(StatementRecorded(claims=CLAIMS)).state
    assert (state.reports, state.withdrawn) == ({}, False)
    assert state.claims.standing == recorded_at(101, *CLAIMS)


def test_a_statement_is_recorded_with_its_reports():
    state = (
        record(*CLAIMS, reports=(FIRST, SECOND)).then(StatementRecorded(claims=CLAIMS, reports=(FIRST, SECOND))).state
    )
    assert state.reports == {FIRST.report: FIRST, SECOND.report: SECOND}


@pytest.mark.parametrize("missing", CLAIMS)
def test_none_of_the_three_may_be_missing(missing):
    rest = [one for one in CLAIMS if one is not missing]
    record(*rest).refused("claim_missing", "claims", name=missing.property)


def test_further_claims_are_checked():
    record(*CLAIMS, claim("incident", "incident", PACT)).accepted()
    answer = record(*CLAIMS, claim("incident", "incident", UNKNOWN))
    answer.refused("unknown_record", "claims[3].value", kind="incident", id=UNKNOWN)


def test_an_id_is_a_uuid_and_taken_once():
    given("statement").when(RecordStatement(id="st-1", claims=CLAIMS)).refused("invalid_id", "id", value="st-1")
    recorded().when(RecordStatement(id=OWN, claims=CLAIMS)).refused("id_taken", "id", id=OWN)


# --- reported


def test_a_further_source_reports_it():
    story = recorded(FIRST).when(ReportStatement(id=OWN, report=SECOND)).then(StatementReported(report=SECOND))
    assert story.state.reports == {FIRST.report: FIRST, SECOND.report: SECOND}


def test_a_report_is_a_passage():
    wanted = {"source": ARTICLE, "paragraph": 3, "start": 300, "end": 320, "kind": "body"}
    assert SECOND.passage == Evidence(**wanted, quote_sha256=digest("300–320"), relay=(WIRE, READOUT))
    assert set(PASSAGE_FIELDS) < set(wanted) | {"quote_sha256"}


UNSOUND = [  # a report, code, field behind the report's own
    (report("second", 300, 320).__replace__(report="r2"), "invalid_id", ".report"),
    (report("second", 300, 320, directness="verbatim"), "unknown_code", ".directness"),
    (report("second", 300, 320, kind="gossip"), "unknown_code", ".kind"),
    (report("second", 300, LENGTH + 1), "passage_outside_text", ""),
    (report("second", 300, 320, source=WIRE), "text_not_seen", ".source"),
    (report("second", 300, 320, source=UNKNOWN), "unknown_source", ".source"),
    (report("second", 300, 320, relay=(GONE_SOURCE,)), "withdrawn_source", ".relay[0]"),
    (report("second", 300, 320, relay=(WIRE, WIRE)), "relay_repeats", ".relay"),
    (report("first", 300, 320), "report_id_taken", ""),
    (report("second"), "report_known", ""),
    (report("second", directness="direct"), "report_known", ""),
]


@pytest.mark.parametrize(("unsound", "code", "field"), UNSOUND)
def test_a_report_has_to_be_sound_and_new(unsound, code, field):
    recorded(FIRST).when(ReportStatement(id=OWN, report=unsound)).refused(code, f"report{field}")
    record(*CLAIMS, reports=(FIRST, unsound)).refused(code, f"reports[1]{field}")


def test_the_words_of_a_report_have_the_hash_that_was_given():
    facts = world(quotes={(ARTICLE, 300, 320): digest("other words")})
    recorded().when(ReportStatement(id=OWN, report=SECOND), facts).refused("wrong_quote", "report.quote_sha256")


def test_the_same_passage_by_another_relay_is_another_report():
    relayed = report("second", relay=(WIRE,))
    recorded(FIRST).when(ReportStatement(id=OWN, report=relayed)).accepted()


def test_a_report_is_withdrawn_and_may_be_given_anew():
    story = recorded(FIRST, SECOND).when(WithdrawReport(id=OWN, report=FIRST.report))
    story = story.then(ReportWithdrawn(report=FIRST.report))
    assert story.state.reports == {SECOND.report: SECOND}
    story.when(WithdrawReport(id=OWN, report=FIRST.report)).refused("unknown_report", "report", id=FIRST.report)
    story.when(ReportStatement(id=OWN, report=FIRST)).then(StatementReported(report=FIRST))


def test_only_what_was_reported_is_withdrawn():
    recorded(FIRST).when(WithdrawReport(id=OWN, report=UNKNOWN)).refused("unknown_report", "report", id=UNKNOWN)


# --- withdrawn, unknown


COMMANDS = [
    ReportStatement(id=OWN, report=SECOND),
    WithdrawReport(id=OWN, report=FIRST.report),
    RecordClaim(kind="statement", id=OWN, claim=claim("venue", "venue", "meeting")),
    AddNote(kind="statement", id=OWN, text="Why?"),
    WithdrawStatement(id=OWN),
]


def test_a_statement_is_withdrawn_for_good():
    story = recorded(FIRST).when(WithdrawStatement(id=OWN)).then(StatementWithdrawn())
    assert story.state.withdrawn
    for command in COMMANDS:
        story.when(command).refused("statement_withdrawn", None)


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_is_recorded_on_a_statement_that_was_never_recorded(command):
    given("statement").when(command).refused("unknown_statement", "id", id=OWN)


def test_claims_are_recorded_on_it():
    told = claim("venue", "venue", "meeting")
    story = recorded(FIRST).when(RecordClaim(kind="statement", id=OWN, claim=told)).accepted()
    assert uid("venue") in story.state.claims.standing
    assert story.state.reports == {FIRST.report: FIRST}


def test_what_is_no_command_about_a_statement_is_a_fault_of_the_program():
    with pytest.raises(TypeError, match="not a command about a statement"):
        statement.decide(recorded().state, Command(id=OWN), WORLD)
