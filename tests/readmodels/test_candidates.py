"""Candidates on the seeds and on made-up incidents: what may belong together comes out, with reasons."""

import pytest

from incidents.dispatch import dispatch
from incidents.domain.claiming import WithdrawClaim
from incidents.domain.incident import MergeIncidents
from incidents.domain.link import WithdrawLink
from incidents.imports.keys import record_id
from incidents.log import read
from incidents.models import Claim, Link
from incidents.readmodels import queries
from tests.factories import ActorFactory, IncidentFactory, LinkFactory, id_of
from tests.people import COLLEAGUE, OUTSIDER, OWNER, PUBLIC, READER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]

JUNE, OCTOBER = record_id("i-summons-2024-06"), record_id("i-summons-2024-10")


def candidates(incident, person=READER, **options):
    return queries.candidates(id_of(incident), person=person, **options)


def unlink():
    for link in Link.objects.filter(from_id__in=(JUNE, OCTOBER), to_id__in=(JUNE, OCTOBER), status="active"):
        dispatch(WithdrawLink(id=str(link.id)), person=COLLEAGUE, reason="To be found again.")


@pytest.mark.parametrize("person", [READER, PUBLIC])
def test_june_and_october_come_first_for_each_other_once_their_links_are_withdrawn(person):
    linked = read.head().position
    assert OCTOBER not in {one.record for one in candidates(JUNE, person)}
    unlink()
    for one, other in ((JUNE, OCTOBER), (OCTOBER, JUNE)):
        first, *others = candidates(one, person)
        assert (first.record, first.kind) == (other, "recurrence")
        assert all(first.score > further.score for further in others)
        codes = {reason.code for reason in first.reasons}
        assert codes == {"same_initiator", "same_target", "same_type", "same_issue", "same_person"}
        assert first.score == sum(reason.points for reason in first.reasons)
        if person is READER:  # what is withdrawn now the public does not see then
            assert other not in {further.record for further in candidates(one, person, as_of=linked)}


def test_withdrawing_what_they_share_lowers_the_score():
    unlink()
    scores = [candidates(JUNE)[0].score]
    for stored in ("issue", f"participant:{record_id('zinoviev')}"):
        for claim in Claim.objects.filter(subject_id=OCTOBER, property__startswith=stored, status="active"):
            dispatch(WithdrawClaim(kind="incident", id=OCTOBER, claim=str(claim.id)), person=OWNER, reason="No.")
        first = candidates(JUNE)[0]
        assert first.record == OCTOBER
        scores.append(first.score)
    assert scores == sorted(set(scores), reverse=True)


@pytest.fixture
def states():
    return [ActorFactory(state=True, country=code, name=code) for code in ("CHL", "PER")]


def act(initiator, target, day, type="PNG", **options):
    sides = {f"participant:{initiator.id}:perpetrator": {}, f"participant:{target.id}:target_state": {}}
    return IncidentFactory(type=type, claims={**sides, "date": day, "issue": "ESPIONAGE"}, **options)


def test_the_three_kinds(states):
    chl, per = states
    first = act(chl, per, "2001-05-03")
    same, again = act(chl, per, "2001-05-04"), act(chl, per, "2003-01-01")
    answer, late = act(per, chl, "2001-05-20"), act(per, chl, "2001-07-20")
    found = {one.record: one.kind for one in candidates(first)}
    assert found == {id_of(same): "duplicate", id_of(again): "recurrence", id_of(answer): "tit_for_tat"}
    assert id_of(late) in {one.record for one in candidates(first, days=100)}
    assert candidates(first)[0].kind == "duplicate"


def test_what_is_linked_or_merged_or_unseen_is_left_out(states):
    chl, per = states
    first = act(chl, per, "2001-05-03", published=True)
    linked, merged, draft = (act(chl, per, f"200{n}-01-01") for n in (2, 3, 4))
    shown = act(chl, per, "2005-01-01", published=True)
    link = LinkFactory(start=first, end=linked)
    dispatch(MergeIncidents(id=id_of(merged), into=id_of(shown)), person=COLLEAGUE)
    assert {one.record for one in candidates(first)} == {id_of(draft), id_of(shown)}
    assert {one.record for one in candidates(first, PUBLIC)} == {id_of(shown)}
    dispatch(WithdrawLink(id=id_of(link)), person=COLLEAGUE, reason="No.")
    assert id_of(linked) in {one.record for one in candidates(first)}


def test_whoever_sees_no_such_incident_gets_nothing(states):
    draft = act(*states, "2001-05-03")
    act(*states, "2001-05-03", published=True)
    assert candidates(draft) and candidates(draft, OUTSIDER) == []
    assert queries.candidates("nonsense", person=READER) == []


def test_the_number_of_queries_does_not_grow(states, django_assert_max_num_queries):
    chl, per = states
    first = act(chl, per, "2001-05-03")
    for number in range(2, 9):
        act(chl, per, f"200{number}-01-01")
    with django_assert_max_num_queries(20):
        assert len(candidates(first)) == 7
