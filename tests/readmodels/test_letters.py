"""A source's letter decides between claims where nothing before it does: only there are records built anew."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.dispatch import dispatch
from incidents.domain.actor import MergeActors
from incidents.domain.claiming import AddEvidence, PreferClaim, RecordClaim, WithdrawClaim
from incidents.domain.claims import TURNED_BY_LETTER
from incidents.domain.incident import MergeIncidents, ReverseIncidentMerge
from incidents.domain.source import CreditOrigin, GradeSource
from incidents.models import Claim
from incidents.readmodels import project, rebuild
from tests.factories import ActorFactory, IncidentFactory, SourceFactory, claim, credit, id_of, passage
from tests.people import COLLEAGUE, OWNER
from tests.readmodels.ledger import share, tell, tell_in_batches, undone

pytestmark = pytest.mark.django_db

STEPS = (*("claim",) * 4, *("grade",) * 4, "prefer", "withdraw", "merge", "merge", "reverse")
DAYS = ("2024-06-21", "2024-06-22", "2024-06")


def looked_at(monkeypatch, *commands):
    """Send commands as one batch; return {kind: number} of the records that were built for them."""
    found, trace = {}, project.trace

    def noting(kind, *more):
        found[kind] = found.get(kind, 0) + 1
        return trace(kind, *more)

    with monkeypatch.context() as patched:
        patched.setattr(project, "trace", noting)
        dispatch(commands, person=OWNER)
    return found


class World:
    """Two articles by two outlets, and an incident whose claims may cite either; many rest on both without rivals."""

    def __init__(self):
        outlets = ActorFactory(outlet=True), ActorFactory(outlet=True)
        self.one, self.other = (SourceFactory(outlet=outlet) for outlet in outlets)
        self.incident = IncidentFactory()
        for _ in range(3):
            IncidentFactory(evidence=(passage(self.one), passage(self.other)))

    def rival(self, source, value=DAYS[0], **changes):
        told = claim(self.incident, "date", value, passage(source), name=(id_of(source), value), **changes)
        dispatch(RecordClaim(kind="incident", id=id_of(self.incident), claim=told), person=OWNER)
        return told.claim

    def decided_by(self):
        return Claim.objects.get(subject_id=self.incident.id, property="date", resolved=True).decided_by


def graded(source, letter="A"):
    return GradeSource(id=id_of(source), reliability=letter)


@pytest.fixture
def world(db):
    return World()


@pytest.mark.parametrize("reason", TURNED_BY_LETTER)
def test_a_letter_turns_what_was_decided_by_less(world, monkeypatch, reason):
    if reason == "letter":
        dispatch(graded(world.one, "B"), person=OWNER)
    world.rival(world.one)
    rival = world.rival(world.other, "2024" if reason == "precision" else DAYS[1])
    assert world.decided_by() == reason
    assert looked_at(monkeypatch, graded(world.other)) == {"source": 1, "incident": 1}
    assert Claim.objects.get(id=rival).resolved


@pytest.mark.parametrize("reason", ["preferred", "credibility", "origins"])
def test_a_letter_cannot_turn_what_was_decided_before_it(world, monkeypatch, reason):
    first = world.rival(world.one, credibility=2 if reason == "credibility" else None)
    world.rival(world.other, DAYS[1])
    if reason == "preferred":
        dispatch(PreferClaim(kind="incident", id=id_of(world.incident), claim=first), person=OWNER)
    if reason == "origins":
        more = AddEvidence(kind="incident", id=id_of(world.incident), claim=first, evidence=(passage(SourceFactory()),))
        dispatch(more, person=OWNER)
    assert world.decided_by() == reason
    assert looked_at(monkeypatch, graded(world.other)) == {"source": 1}
    assert rebuild.check() == {}


def test_the_letter_of_a_source_that_no_rival_cites_turns_nothing(world, monkeypatch):
    third = SourceFactory()
    scope = claim(world.incident, "scope", "core", passage(third))
    dispatch(RecordClaim(kind="incident", id=id_of(world.incident), claim=scope), person=OWNER)
    world.rival(world.one)
    world.rival(world.other, DAYS[1])
    assert looked_at(monkeypatch, graded(third)) == {"source": 1}


def test_what_else_changes_with_the_letter_reaches_all_that_rests_on_the_source(world, monkeypatch):
    given_too = credit(world.one, world.other)
    commands = graded(world.one), CreditOrigin(id=id_of(world.one), credit=given_too)
    assert looked_at(monkeypatch, *commands) == {"source": 1, "incident": 3}
    assert rebuild.check() == {}


@pytest.mark.parametrize("preferred", [False, True])
def test_one_that_was_merged_away_still_weighs_its_own_claims(world, preferred):
    """Its claims count for the survivor now, and may be settled there by other means; its own row stays."""
    world.rival(world.one)
    world.rival(world.other, DAYS[1])
    survivor = IncidentFactory(claims={"date": DAYS[2]})
    dispatch(MergeIncidents(id=id_of(world.incident), into=id_of(survivor)), person=COLLEAGUE)
    if preferred:
        dated = Claim.objects.get(property="date", value=DAYS[2])
        dispatch(PreferClaim(kind="incident", id=id_of(survivor), claim=str(dated.id)), person=OWNER)
    dispatch(graded(world.other), person=OWNER)
    assert rebuild.check() == {}
    dispatch(ReverseIncidentMerge(id=id_of(world.incident)), person=COLLEAGUE)
    assert rebuild.check() == {}


class TestAnything:
    """Rivals of all kinds, graded and preferred, merged and taken apart meanwhile, one by one and in batches."""

    @pytest.fixture(autouse=True)
    def _beginning(self, db):
        pairs = ([made(), made()] for made in (SourceFactory, ActorFactory, IncidentFactory))
        self.sources, self.actors, self.incidents = pairs

    def requests(self, draw):
        found = []
        for number in range(draw(st.integers(8, 16))):
            incident, source = draw(st.sampled_from(self.incidents)), draw(st.sampled_from(self.sources))
            on = {"kind": "incident", "id": id_of(incident)}
            match draw(st.sampled_from(STEPS)):
                case "claim":
                    told = self.claim(draw, incident, source, number)
                    found.append((OWNER, RecordClaim(**on, claim=told)))
                case "grade":
                    found.append((OWNER, graded(source, draw(st.sampled_from("AE")))))
                case "merge":
                    merge, records = draw(
                        st.sampled_from([(MergeActors, self.actors), (MergeIncidents, self.incidents)])
                    )
                    one, other = draw(st.permutations(records))
                    found.append((COLLEAGUE, merge(id=id_of(one), into=id_of(other))))
                case "reverse":
                    found.append((COLLEAGUE, ReverseIncidentMerge(id=id_of(incident))))
                case change if told := [r for _, r in found if isinstance(r, RecordClaim)]:
                    one = draw(st.sampled_from(told))
                    asked = PreferClaim if change == "prefer" else WithdrawClaim
                    found.append((OWNER, asked(kind="incident", id=one.id, claim=one.claim.claim)))
        return found

    def claim(self, draw, incident, source, number):
        summoner = f"participant:{id_of(draw(st.sampled_from(self.actors)))}:summoner"
        day, month = ("date", f"2024-06-{10 + number}"), ("date", f"2024-{number % 12 + 1:02}")
        stored, value = draw(st.sampled_from([day, day, month, (summoner, {})]))
        more = draw(st.sampled_from([[], [], [draw(st.sampled_from(self.sources))]]))
        credibility = draw(st.sampled_from([None, None, None, 2]))
        evidence = [passage(one) for one in (source, *more)]
        return claim(incident, stored, value, *evidence, name=number, credibility=credibility)

    @given(st.data())
    @share(40)
    def test_one_by_one_and_in_batches(self, data):
        with undone():
            told = tell(self.requests(data.draw))
            assert rebuild.check() == {}
        with undone():
            tell_in_batches(told, 4)
            assert rebuild.check() == {}
