"""`decide` and `evolve` never contradict: random commands on one stream, each accepted or refused, and what follows."""

import msgspec
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from incidents.domain import actor, claiming, incident, link, source, statement
from incidents.domain.catalogue import CATALOGUE, KINDS, TYPE_OF_FORM
from incidents.domain.claims import StandingClaim
from incidents.domain.properties import definition
from tests.domain.claim_values import CASES
from tests.domain.random_commands import steps
from tests.domain.story import Story, ask, by, claim, given, judgement, survived
from tests.domain.weighing import counting, weigh

# What the same command leads to when it is sent once more.
REPEATED = (claiming.AddNote,)
CHANGES_NOTHING = (
    claiming.AssessClaim,
    claiming.PreferClaim,
    incident.RetitleIncident,
    source.CorrectSource,
    source.ConfirmOrigin,
    source.GradeSource,
    source.AssessSource,
    link.CorrectLink,
)
REFUSED = (
    claiming.RecordClaim,
    claiming.AddEvidence,
    claiming.WithdrawPreference,
    claiming.WithdrawClaim,
    source.RegisterSource,
    source.CreditOrigin,
    source.WithdrawOrigin,
    source.DecideProposal,
    source.WithdrawSource,
    actor.RegisterActor,
    actor.MergeActors,
    actor.ReverseActorMerge,
    actor.WithdrawActor,
    incident.OpenIncident,
    incident.SubmitIncident,
    incident.PublishIncident,
    incident.MergeIncidents,
    incident.ReverseIncidentMerge,
    incident.WithdrawIncident,
    statement.RecordStatement,
    statement.ReportStatement,
    statement.WithdrawReport,
    statement.WithdrawStatement,
    link.LinkRecords,
    link.WithdrawLink,
)


def check_again(story: Story, command, facts) -> None:
    """Hold the same command, sent once more, to the rule for its kind."""
    answer = story.when(command, facts)
    if isinstance(command, incident.ReviewIncident):
        assert (answer.error is None) == (command.decision == "approve")
    elif isinstance(command, REFUSED):
        assert answer.error is not None, command
    elif isinstance(command, CHANGES_NOTHING):
        answer.then()
    else:
        assert isinstance(command, REPEATED) and answer.events, command


def check_step(story: Story, command, facts) -> Story:
    before = msgspec.to_builtins(story.state)
    answer = story.when(command, facts)
    assert ask(story.kind, story.state, command, facts) == (answer.events if answer.error is None else answer.error)
    if answer.error is not None or not answer.events:
        assert msgspec.to_builtins(story.state) == before
        return story
    assert all((story.kind, type(event)) in TYPE_OF_FORM for event in answer.events)
    after = answer.accepted()
    once_more = story
    for event in answer.events:
        once_more = once_more.after(by(facts.person, survived(event)))
    assert (once_more.state, once_more.version) == (after.state, after.version)
    assert msgspec.to_builtins(story.state) == before
    check_again(after, command, facts)
    return after


@pytest.mark.parametrize("kind", KINDS)
@drawn(data=st.data())
def test_decide_and_evolve_never_contradict(kind, data):
    story = given(kind)
    for command, facts in data.draw(steps(kind)):
        story = check_step(story, command, facts)
    if hasattr(story.state, "claims"):
        check_weighing(kind, list(story.state.claims.standing.values()), story.state.claims.preferred)


def test_the_rule_for_a_repeated_command_covers_every_command():
    ruled = {*REPEATED, *CHANGES_NOTHING, *REFUSED, incident.ReviewIncident}
    assert ruled == {command for entry in CATALOGUE.values() for command in entry.commands}


# --- whatever was recorded can be weighed


def check_weighing(kind, standing, preferred) -> None:
    weighing = weigh(kind, standing, preferred, {})
    active = {str(one.key) for one in weighing.claims if not one.standing.withdrawn}
    assert set(counting(weighing)) == active
    assert set(weighing.disputed) <= active
    assert [one.standing for one in weighing.claims] == sorted(standing, key=lambda one: one.position)
    assert [one for one in weighing.claims if one.resolved] == sorted(
        (one for group in counting(weighing).values() for one in group), key=weighing.claims.index
    )
    for name, group in counting(weighing).items():
        if definition(kind, group[0].key).cardinality != "many":
            assert len(group) == 1, name
        assert all(one.resolved and one.decided_by for one in group)


def sound(kind):
    """Return claims of the kind that `decide` accepted, each on a judgement."""
    told = [
        claim(f"{code} {number}", case.get("key", code), value, judgement(), credibility=number % 6 + 1)
        for (owner, code), case in CASES.items()
        if owner == kind
        for number, value in enumerate(case["good"])
    ]
    return st.lists(st.sampled_from(told), unique_by=lambda one: one.claim, min_size=1, max_size=8)


@pytest.mark.parametrize("kind", ["incident", "statement", "actor"])
@drawn(data=st.data())
def test_the_order_in_which_claims_are_read_does_not_matter(kind, data):
    standing = [
        StandingClaim(claim=claim, position=position, withdrawn=data.draw(st.booleans()))
        for position, claim in enumerate(data.draw(sound(kind)), 1)
    ]
    preferred = {"x": data.draw(st.sampled_from(standing)).claim.claim}
    shuffled = data.draw(st.permutations(standing))
    weighing = weigh(kind, standing, preferred, {})
    assert weigh(kind, shuffled, preferred, {}) == weighing
    active = [one for one in standing if not one.withdrawn]
    without = weigh(kind, active, preferred, {})
    assert (counting(without), without.disputed) == (counting(weighing), weighing.disputed)
    check_weighing(kind, standing, preferred)
