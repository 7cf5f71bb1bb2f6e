"""A candidate's score is the sum of what two incidents share, and falls with each thing that they no longer do."""

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.domain.candidates import DAYS, DUPLICATE, RECURRENCE, TIT_FOR_TAT, Traits, compare

JUNE, OCTOBER = date(2024, 6, 21), date(2024, 10, 21)
SUMMONS = Traits(
    type="SUMMONS",
    initiators=frozenset({"KOR"}),
    targets=frozenset({"RUS"}),
    issues=frozenset({"MILITARY_COOPERATION", "INTERNATIONAL_LAW"}),
    persons=frozenset({"kim", "zinoviev"}),
    earliest=JUNE,
    latest=JUNE,
)
SETS = ("initiators", "targets", "parties", "issues", "persons")


def changed(traits, **changes):
    return msgspec.structs.replace(traits, **changes)


def on(traits, day):
    return changed(traits, earliest=day, latest=day)


def turned(traits):
    return changed(traits, initiators=traits.targets, targets=traits.initiators)


def kinds(one, other, **options):
    return [match.kind for match in compare(one, other, **options)]


def score(kind, one, other):
    return next((match.score for match in compare(one, other) if match.kind == kind), 0)


def test_the_same_sides_again_recur():
    (match,) = compare(SUMMONS, on(SUMMONS, OCTOBER))
    assert match.kind == RECURRENCE
    assert {reason.code: reason.detail for reason in match.reasons} == {
        "same_initiator": ("KOR",),
        "same_target": ("RUS",),
        "same_type": ("SUMMONS",),
        "same_issue": ("INTERNATIONAL_LAW", "MILITARY_COOPERATION"),
        "same_person": ("kim", "zinoviev"),
    }
    assert match.score == sum(reason.points for reason in match.reasons)


def test_another_type_over_the_same_issue_recurs_with_a_lower_score():
    recall = changed(on(SUMMONS, OCTOBER), type="RECALL")
    assert kinds(SUMMONS, recall) == [RECURRENCE]
    assert score(RECURRENCE, SUMMONS, recall) < score(RECURRENCE, SUMMONS, on(SUMMONS, OCTOBER))
    assert kinds(SUMMONS, changed(recall, issues=frozenset({"BORDER"}))) == []


@pytest.mark.parametrize("side", ["initiators", "targets"])
def test_without_both_sides_nothing_recurs(side):
    assert kinds(SUMMONS, changed(on(SUMMONS, OCTOBER), **{side: frozenset({"JPN"})})) == []
    assert kinds(SUMMONS, changed(on(SUMMONS, OCTOBER), **{side: frozenset()})) == []


def test_a_day_apart_is_a_duplicate_and_no_recurrence():
    for days, code in ((0, "same_day"), (1, "day_apart"), (-1, "day_apart")):
        (match,) = compare(SUMMONS, on(SUMMONS, JUNE + timedelta(days=days)))
        assert match.kind == DUPLICATE
        assert code in {reason.code for reason in match.reasons}
    assert kinds(SUMMONS, on(SUMMONS, JUNE + timedelta(days=2))) == [RECURRENCE]
    assert kinds(SUMMONS, changed(SUMMONS, type="RECALL")) == [RECURRENCE]


def test_an_answer_in_kind_comes_within_some_days_before_or_after():
    for days in (-DAYS, 0, DAYS):
        assert TIT_FOR_TAT in kinds(SUMMONS, turned(on(SUMMONS, JUNE + timedelta(days=days))))
    late = turned(on(SUMMONS, JUNE + timedelta(days=DAYS + 1)))
    assert kinds(SUMMONS, late) == []
    assert kinds(SUMMONS, late, days=DAYS + 1) == [TIT_FOR_TAT]


def test_the_sooner_the_answer_the_higher_the_score():
    scores = [score(TIT_FOR_TAT, SUMMONS, turned(on(SUMMONS, JUNE + timedelta(days=n)))) for n in (1, 10, 30)]
    assert scores == sorted(scores, reverse=True) and len(set(scores)) == 3


def test_a_vague_date_answers_perhaps_an_open_one_never():
    vague = changed(turned(SUMMONS), earliest=date(2024, 1, 1), latest=date(2024, 12, 31))
    (match,) = compare(SUMMONS, vague)
    assert "perhaps_within_days" in {reason.code for reason in match.reasons}
    assert kinds(SUMMONS, changed(vague, earliest=None)) == []
    assert kinds(SUMMONS, changed(SUMMONS, latest=None)) == [RECURRENCE]


def test_acts_without_direction_need_two_parties():
    call = Traits(type="CONTACT_CALL", parties=frozenset({"kor", "usa"}), earliest=JUNE, latest=JUNE)
    assert kinds(call, call) == [DUPLICATE]
    assert kinds(call, on(call, OCTOBER)) == [RECURRENCE]
    assert kinds(call, changed(call, parties=frozenset({"kor", "jpn"}))) == []


days = st.none() | st.dates(date(2024, 6, 1), date(2024, 8, 31))
some = st.frozensets(st.sampled_from("abcd"), max_size=3)
all_traits = st.builds(
    Traits,
    type=st.sampled_from(["SUMMONS", "RECALL", None]),
    initiators=some, targets=some, parties=some, issues=some, persons=some,
    earliest=days, latest=days,
)  # fmt: skip


@given(all_traits, all_traits)
def test_comparing_is_the_same_both_ways(one, other):
    assert [(m.kind, m.score) for m in compare(one, other)] == [(m.kind, m.score) for m in compare(other, one)]


@given(all_traits, all_traits, st.sampled_from(SETS), st.data())
def test_taking_away_what_is_shared_lowers_the_score(one, other, name, data):
    for match in compare(one, other):
        shared = sorted(getattr(one, name) & getattr(other, name))
        if not shared or (match.kind == TIT_FOR_TAT and name in ("initiators", "targets", "parties")):
            continue
        if name == "parties" and any(reason.code == "same_initiator" for reason in match.reasons):
            continue
        if name in ("initiators", "targets") and any(reason.code == "same_party" for reason in match.reasons):
            continue
        gone = data.draw(st.sampled_from(shared))
        less = changed(one, **{name: getattr(one, name) - {gone}})
        assert score(match.kind, less, other) < match.score


@given(all_traits, all_traits)
def test_without_a_type_the_score_is_lower(one, other):
    for match in compare(one, other):
        if one.type is not None and one.type == other.type:
            assert score(match.kind, changed(one, type=None), other) < match.score


@given(all_traits, all_traits)
def test_sides_turned_round_count_for_tit_for_tat(one, other):
    for match in compare(one, other):
        if match.kind == TIT_FOR_TAT:
            for name, across in (("initiators", "targets"), ("targets", "initiators")):
                shared = getattr(one, name) & getattr(other, across)
                less = changed(one, **{name: getattr(one, name) - {min(shared)}})
                assert score(TIT_FOR_TAT, less, other) < match.score
