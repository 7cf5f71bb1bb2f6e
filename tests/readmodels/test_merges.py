"""A merge pools two records without mixing their streams; its reversal gives back every row."""

import pytest
from hypothesis import given

from incidents.dispatch import dispatch
from incidents.domain.actor import MergeActors, ReverseActorMerge
from incidents.domain.claiming import AssessClaim, PreferClaim, RecordClaim, WithdrawClaim
from incidents.domain.errors import DomainError, RefusedError
from incidents.domain.incident import MergeIncidents, ReverseIncidentMerge
from incidents.log import read
from incidents.models import Actor, Claim, ClaimVersion, Incident, Link, Source, Statement
from incidents.readmodels import queries, rebuild
from tests.factories import (
    ActorFactory,
    IncidentFactory,
    LinkFactory,
    SourceFactory,
    StatementFactory,
    claim,
    id_of,
    passage,
)
from tests.people import COLLEAGUE, OWNER, READER
from tests.readmodels.ledger import all_rows, share, tell, undone
from tests.readmodels.random_histories import LASTING, beginning, histories
from tests.readmodels.random_records import ACTORS, INCIDENTS

pytestmark = pytest.mark.django_db

# What a merge and its reversal rightly leave changed: how often, and since when.
COUNTED = {"key", "version", "from_position", "id"}


def merge(loser, survivor):
    command = {Incident: MergeIncidents, Actor: MergeActors}[type(loser)]
    dispatch(command(id=id_of(loser), into=id_of(survivor)), person=COLLEAGUE)


def reverse(loser):
    command = {Incident: ReverseIncidentMerge, Actor: ReverseActorMerge}[type(loser)]
    dispatch(command(id=id_of(loser)), person=COLLEAGUE)


def without(row, columns):
    return sorted((name, str(value)) for name, value in row.items() if name not in columns and name[:6] != "public")


def standing_rows():
    """Return all rows that stand, without what only counts; a current row keeps its id."""
    found = {}
    for table, rows in all_rows().items():
        is_current = not table.endswith(("version", "facet"))
        standing = [row for row in rows.values() if is_current or row["to_position"] is None]
        drop = COUNTED - {"id"} if is_current else COUNTED
        found[table] = sorted(without(row, drop) for row in standing)
    return found


# --- what a merge does


def test_claims_count_for_the_survivor_and_come_back():
    loser, survivor = IncidentFactory(claims={"date": "2024-06-21"}), IncidentFactory(claims={"date": "2024-06-22"})
    date = claim(loser, "date", "2024-06-21").claim

    def subject():
        row = Claim.objects.get(id=date)
        assert str(row.recorded_in) == id_of(loser)
        return str(row.subject_id)

    merge(loser, survivor)
    assert subject() == id_of(survivor)
    row = Incident.objects.get(id=survivor.id)
    assert (row.date, row.disputed) == ("2024-06-21", ["date"])
    assert str(Incident.objects.get(id=loser.id).merged_into_id) == id_of(survivor)
    reverse(loser)
    assert subject() == id_of(loser)
    assert (Incident.objects.get(id=survivor.id).date, Incident.objects.get(id=loser.id).date) == (
        "2024-06-22",
        "2024-06-21",
    )
    owners = ClaimVersion.objects.filter(record_id=date).order_by("from_position").values_list("subject_id", flat=True)
    assert list(map(str, owners)) == [id_of(loser), id_of(survivor), id_of(loser)]


def test_everything_that_named_the_loser_names_the_survivor():
    loser, survivor, other = ActorFactory(), ActorFactory(), ActorFactory(claims={})
    outlet, new_outlet = ActorFactory(outlet=True), ActorFactory(outlet=True)
    source = SourceFactory(outlet=outlet)
    incident = IncidentFactory(claims={f"participant:{loser.id}:witness": {"on_behalf_of": id_of(loser)}})
    statement = StatementFactory(speaker=loser, claims={"addressee": [id_of(loser), id_of(survivor)]})
    member = ActorFactory(claims={"belongs_to": id_of(loser)})
    merge(loser, survivor)
    merge(outlet, new_outlet)
    participant = Incident.objects.get(id=incident.id).participants[0]
    assert (participant["actor"], participant["on_behalf_of"]) == (id_of(survivor), id_of(survivor))
    told = Statement.objects.get(id=statement.id)
    assert (str(told.speaker_id), told.addressees) == (id_of(survivor), [id_of(survivor)])
    assert str(Actor.objects.get(id=member.id).belongs_to_id) == id_of(survivor)
    assert str(Source.objects.get(id=source.id).outlet_id) == id_of(new_outlet)
    assert Actor.objects.get(id=other.id).version == 1


def test_links_and_statements_follow_an_incident():
    loser, survivor = IncidentFactory(), IncidentFactory()
    statement, about = StatementFactory(incident=loser), StatementFactory(about=loser)
    link = LinkFactory(start=loser)
    merge(loser, survivor)
    assert str(Statement.objects.get(id=statement.id).incident_id) == id_of(survivor)
    assert Statement.objects.get(id=about.id).about == {"kind": "incident", "id": id_of(survivor)}
    assert str(Link.objects.get(id=link.id).from_id) == id_of(survivor)


def test_a_chain_leads_to_its_end_and_each_reversal_takes_back_one_step():
    first, second, third = (IncidentFactory(claims={"issue": issue}) for issue in ("BORDER", "CYBER", "TERRITORY"))
    merge(first, second)
    merge(second, third)
    position = read.head().position

    def leads_to(record, as_of=None):
        return str(queries.record("incident", id=id_of(record), person=READER, as_of=as_of).record)

    assert [leads_to(record) for record in (first, second, third)] == [id_of(third)] * 3
    assert Incident.objects.get(id=third.id).issues == ["BORDER", "CYBER", "TERRITORY"]
    reverse(second)
    assert [leads_to(record) for record in (first, second, third)] == [id_of(second), id_of(second), id_of(third)]
    assert Incident.objects.get(id=second.id).issues == ["BORDER", "CYBER"]
    assert Incident.objects.get(id=third.id).issues == ["TERRITORY"]
    reverse(first)
    assert leads_to(first) == id_of(first)
    assert [leads_to(record, position) for record in (first, second, third)] == [id_of(third)] * 3
    assert rebuild.check() == {}


def test_an_old_claim_is_edited_in_its_own_stream_a_new_one_in_the_survivors():
    loser, survivor = IncidentFactory(claims={"date": "2024-06-21"}), IncidentFactory()
    merge(loser, survivor)
    date = claim(loser, "date", "2024-06-21")
    with pytest.raises(RefusedError) as refusal:
        dispatch(RecordClaim(kind="incident", id=id_of(loser), claim=claim(loser, "scope", "core")), person=OWNER)
    assert refusal.value.code == "merged_away"
    assessed = AssessClaim(kind="incident", id=id_of(loser), claim=date.claim, credibility=1)
    assert dispatch(assessed, person=OWNER).versions == {id_of(loser): 3}
    assert Claim.objects.get(id=date.claim).credibility == 1
    dispatch(WithdrawClaim(kind="incident", id=id_of(loser), claim=date.claim), person=OWNER)
    assert Incident.objects.get(id=survivor.id).date is None
    assert Incident.objects.get(id=survivor.id).version == 1
    assert rebuild.check() == {}


def test_the_survivors_preference_goes_first():
    source = SourceFactory()
    loser, survivor = (IncidentFactory(claims={"date": date}) for date in ("2024-06-21", "2024-06-22"))
    better = claim(survivor, "date", "2024-06-23", passage(source), name="better", credibility=1)
    dispatch(RecordClaim(kind="incident", id=id_of(survivor), claim=better), person=OWNER)
    for record, date in ((loser, "2024-06-21"), (survivor, "2024-06-22")):
        preferred = claim(record, "date", date).claim
        dispatch(PreferClaim(kind="incident", id=id_of(record), claim=preferred), person=OWNER)
    merge(loser, survivor)
    assert Incident.objects.get(id=survivor.id).date == "2024-06-22"


def test_claims_on_the_same_key_meet():
    loser, survivor = ActorFactory(), ActorFactory()
    claims = {
        f"participant:{loser.id}:summoner": {"on_behalf_of": id_of(ActorFactory(state=True))},
        f"participant:{survivor.id}:summoner": {},
    }
    incident = IncidentFactory(claims=claims)
    assert len(incident.participants) == 2
    merge(loser, survivor)
    assert len(Incident.objects.get(id=incident.id).participants) == 1
    assert Claim.objects.filter(subject_id=incident.id, property__startswith="participant", resolved=True).count() == 1
    reverse(loser)
    assert len(Incident.objects.get(id=incident.id).participants) == 2


# --- and back


def test_a_reversal_gives_back_every_row():
    loser, survivor = IncidentFactory(published=True), IncidentFactory(published=True)
    StatementFactory(incident=loser)
    LinkFactory(start=loser, end=survivor)
    before = standing_rows()
    merge(loser, survivor)
    assert standing_rows() != before
    reverse(loser)
    assert standing_rows() == before


class TestAnywhere:
    @pytest.fixture(autouse=True)
    def _beginning(self, db):
        tell(beginning())

    @given(histories(LASTING, length=20))
    @share(6)
    def test_merge_and_reversal_leave_every_row_as_it_was(self, requests):
        with undone():
            tell(requests)
            before = standing_rows()
            pairs = [(MergeIncidents, ReverseIncidentMerge, INCIDENTS)]
            pairs += [(MergeActors, ReverseActorMerge, pool) for pool in ACTORS.values()]
            for merging, reversing, pool in pairs:
                self.there_and_back(merging, reversing, pool)
                assert standing_rows() == before

    def there_and_back(self, merging, reversing, pool):
        """Merge the first two of a pool that can be merged, and take it back."""
        for loser in pool:
            for survivor in pool:
                try:
                    dispatch(merging(id=loser, into=survivor), person=COLLEAGUE)
                except DomainError:
                    continue
                dispatch(reversing(id=loser), person=COLLEAGUE)
                return
