"""Incident types and speech acts: what is recorded as what, and the score systems side by side."""

import pytest

from incidents import codebook

CURRENT = codebook.current()
TYPES = CURRENT.types
CODED = [*TYPES.values(), *CURRENT.acts.values()]


def codes(text: str) -> set[str]:
    return set(text.split())


WORDS_ONLY = {
    "INTEL_DISCLOSURE",
    "ARMS_CONSIDERED",
    "STATEMENT_CRITICAL",
    "THREAT_NONFORCE",
    "THREAT_FORCE",
    "ULTIMATUM",
}


def scores(code: str, system: str, toward: str | None = None) -> set[str]:
    return {score.value for score in TYPES[code].scores if (score.system, score.toward) == (system, toward)}


def test_the_types():
    assert set(TYPES) == codes(
        "CONTACT_CALL MEETING CONSULTATION STATE_VISIT TREATY_SIGNED TREATY_ENDED AID AID_MIL ARMS_CONSIDERED "
        "STATEMENT_CRITICAL NOTE_PROTEST DEMARCHE SUMMONS VISIT_CANCELLED AGREMENT_REFUSED THREAT_NONFORCE "
        "ULTIMATUM RECALL VISA_BAN PNG EXPULSION MISSION_CAP ACCESS_DENIAL SANCTION RELATIONS_REDUCED "
        "CLOSURE DOWNGRADE SEVER THREAT_FORCE TROOP_DEPLOYMENT BORDER_CROSSING WARNING_SHOTS FORCE_USED "
        "PREMISES_BREACH CIVIL_ACT INTEL_DISCLOSURE MARKET_REACTION OTHER"
    )


def test_the_acts():
    assert set(CURRENT.acts) == codes(
        "CONDEMN ACCUSE PROTEST_OFFICIAL EXPRESS_CONCERN DEMAND APPEAL PROPOSE REJECT DENY DECLINE_COMMENT "
        "WARN THREATEN ULTIMATUM VOW_RESPONSE PROMISE AGREE CONSIDER INFORM ASSURE DEFEND SUPPORT ADMIT "
        "APOLOGISE SHARE_INFO"
    )


def test_words_are_statements_and_a_market_is_neither():
    assert {code for code, found in TYPES.items() if found.records_as == "statement"} == WORDS_ONLY
    assert {code for code, found in TYPES.items() if found.records_as == "none"} == {"MARKET_REACTION"}


def test_a_type_made_of_words_names_the_acts_to_record():
    assert TYPES["ARMS_CONSIDERED"].acts == ("CONSIDER",)
    assert all(bool(found.acts) == (found.records_as == "statement") for found in TYPES.values())


def test_symmetric_types_have_parties():
    symmetric = {code for code, found in TYPES.items() if found.symmetric}
    assert symmetric == {"CONTACT_CALL", "MEETING", "CONSULTATION", "TREATY_SIGNED"}


def test_the_ladder():
    """A note is below a summons, a summons below a recall, a recall below severance; ties are meant."""
    rungs = {code: found.rung for code, found in TYPES.items()}
    assert rungs["STATEMENT_CRITICAL"] < rungs["NOTE_PROTEST"] == rungs["DEMARCHE"] < rungs["SUMMONS"]
    assert rungs["SUMMONS"] < rungs["RECALL"] < rungs["DOWNGRADE"] < rungs["SEVER"]
    assert rungs["PNG"] == rungs["EXPULSION"] == rungs["MISSION_CAP"]
    assert rungs["SEVER"] < rungs["TROOP_DEPLOYMENT"] < rungs["FORCE_USED"] == 10
    assert {code for code, rung in rungs.items() if rung is None} == codes(
        "AID AID_MIL RELATIONS_REDUCED CIVIL_ACT INTEL_DISCLOSURE MARKET_REACTION OTHER"
    )


def test_the_rung_stands_among_the_scores():
    for code, found in TYPES.items():
        rung = {score.value for score in found.scores if score.key == "rung@v1"}
        assert rung == (set() if found.rung is None else {str(found.rung)}), code


def test_goldstein_does_not_tell_the_end_of_relations_apart():
    same = ("RECALL", "PNG", "EXPULSION", "MISSION_CAP", "CLOSURE", "DOWNGRADE", "SEVER", "RELATIONS_REDUCED")
    assert {value for code in same for value in scores(code, "goldstein")} == {"-4.0"}
    assert all(TYPES[code].crosswalk.cameo == ("161",) for code in same)


def test_goldstein_has_a_threat_worse_than_its_execution():
    threat = min(float(value) for value in scores("THREAT_NONFORCE", "goldstein"))
    assert threat == -5.8 < float(*scores("SEVER", "goldstein"))


def test_plover_scores_fall_with_the_ladder():
    """Coarsely: accuse, threaten, expel, withdraw or discontinue, mobilise, assault."""
    steps = ["SUMMONS", "THREAT_NONFORCE", "PNG", "SEVER", "TROOP_DEPLOYMENT"]
    values = [float(*scores(code, "plover_score")) for code in steps]
    assert values == [-2, -3.5, -5.5, -6, -6.5]
    assert max(float(value) for value in scores("FORCE_USED", "plover_score")) == -9


def test_a_summons_accuses_and_does_not_consult():
    walk = TYPES["SUMMONS"].crosswalk
    assert walk.cameo == ("114",)
    assert walk.plover == codebook.Plover("ACCUSE", "disapprove", ("diplomatic",))


def test_an_expulsion_of_diplomats_is_no_deportation():
    assert "174" not in TYPES["EXPULSION"].crosswalk.cameo
    assert TYPES["EXPULSION"].crosswalk.plover.mode == "expel"


def test_troops_count_differently_toward_an_ally():
    assert scores("TROOP_DEPLOYMENT", "goldstein") == {"-7.2"}
    assert scores("TROOP_DEPLOYMENT", "goldstein", "beneficiary") == {"8.3"}
    assert TYPES["TROOP_DEPLOYMENT"].crosswalk.toward["beneficiary"].plover.type == "AID"


@pytest.mark.parametrize("coded", CODED, ids=lambda coded: f"{type(coded).__name__}:{coded.code}")
def test_codes_of_other_systems(coded):
    """CAMEO codes are text, every Goldstein value has its code in the crosswalk, every PLOVER score its type."""
    walks = [coded.crosswalk, *coded.crosswalk.toward.values()]
    assert all(isinstance(code, str) and code.isdigit() for walk in walks for code in walk.cameo)
    plover = {mode.type for walk in walks for mode in (walk.plover, *walk.plover_also) if mode}
    for score in coded.scores:
        assert isinstance(score.value, str)
        if score.system == "plover_score":
            assert score.code.split("/")[0] in plover
        if score.system == "goldstein":
            assert any(score.code in walk.cameo for walk in walks)


def test_one_code_has_one_value_in_each_system():
    values: dict[tuple[str, str], set[str]] = {}
    for coded in CODED:
        for score in coded.scores:
            if score.system != "rung":
                values.setdefault((score.key, score.code), set()).add(score.value)
    assert {code: found for code, found in values.items() if len(found) > 1} == {}


def test_leading_zeros_of_cameo_count():
    assert CURRENT.acts["INFORM"].crosswalk.cameo == ("010",)
    assert CURRENT.acts["DEMAND"].crosswalk.cameo == ("100", "104", "1056")


@pytest.mark.parametrize("code", ["APPEAL", "CONSIDER", "INFORM", "DECLINE_COMMENT", "PROPOSE"])
def test_what_plover_drops_has_no_plover_type(code):
    assert CURRENT.acts[code].crosswalk.plover is None


def test_every_act_has_cues():
    assert all(act.cues for act in CURRENT.acts.values())
    assert "menolak menjawab" in CURRENT.acts["DECLINE_COMMENT"].cues
    assert "menolak pernyataan" in CURRENT.acts["DENY"].cues
    assert "menolak tuntutan" in CURRENT.acts["REJECT"].cues


def test_versions_of_the_score_systems():
    assert {score.key for coded in CODED for score in coded.scores} == {
        "rung@v1",
        "goldstein@cameo-icews",
        "plover_score@2024-02",
    }
