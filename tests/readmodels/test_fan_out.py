"""A change touches the rows that rest on it, those and no others, and cuts their versions where it happened."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given

from incidents.dispatch import dispatch
from incidents.domain.actor import MergeActors, ReverseActorMerge
from incidents.domain.catalogue import KINDS, kind_of
from incidents.domain.claiming import AddNote, RecordClaim
from incidents.domain.incident import MergeIncidents, ReverseIncidentMerge
from incidents.domain.source import Assessment, AssessSource, ConfirmOrigin, CorrectSource, CreditOrigin, GradeSource
from incidents.log import read
from incidents.models import Claim, Facet, Incident
from incidents.readmodels import project
from incidents.readmodels.project import FAN_OUT, MERGE_FAN_OUT
from tests.factories import (
    ActorFactory,
    IncidentFactory,
    LinkFactory,
    SourceFactory,
    StatementFactory,
    claim,
    credit,
    id_of,
    passage,
    publish,
    report,
)
from tests.people import COLLEAGUE, OWNER
from tests.readmodels.ledger import accepted, all_rows, share, tell, undone
from tests.readmodels.random_histories import LASTING, beginning, histories

pytestmark = pytest.mark.django_db

MERGING = (MergeActors, ReverseActorMerge, MergeIncidents, ReverseIncidentMerge)


def records_of(rows):
    """Return {(kind, id)} of the records that rows belong to; a claim's row belongs to its subject."""
    found = set()
    for table, changed in rows.items():
        kind = table.removeprefix("incidents_").removesuffix("version")
        for row in changed:
            if kind == "claim":
                found.add((row["subject_kind"], str(row["subject_id"]).replace("-", "")))
            elif kind == "facet":
                found.add((row["record_kind"], str(row["record_id"]).replace("-", "")))
            elif kind == "document":
                found.add((row["kind"], str(row.get("record_id", row.get("id"))).replace("-", "")))
            else:
                found.add((kind, str(row.get("record_id", row.get("id"))).replace("-", "")))
    return found


def changed_rows(before, after):
    """Return {table: rows that are new or other than before, or gone}."""
    return {
        table: [
            row
            for key, row in (after[table] | before[table]).items()
            if before[table].get(key) != after[table].get(key)
        ]
        for table in before
    }


def touched_by(command, person=OWNER):
    """Send a command; return the records whose rows it changed."""
    before = all_rows()
    dispatch(command, person=person)
    return records_of(changed_rows(before, all_rows()))


def these(*records):
    return {(record._meta.model_name, record.id.hex) for record in records}


class World:
    """One article by one outlet, what rests on it, and the same again that does not."""

    def __init__(self):
        self.outlet, self.state = ActorFactory(outlet=True), ActorFactory(state=True)
        self.wire = SourceFactory(cited=True)
        self.article, self.copy, self.other = SourceFactory(outlet=self.outlet), SourceFactory(), SourceFactory()
        self.person = ActorFactory(evidence=(passage(self.article),))
        self.office = ActorFactory(office=True, rank="director")
        role = f"participant:{self.person.id}:summoner"
        value = {"on_behalf_of": id_of(self.state), "office": id_of(self.office)}
        self.incident = IncidentFactory(claims={role: value}, evidence=(passage(self.article),))
        self.statement = StatementFactory(speaker=self.person, reports=(report(self.article),))
        self.link = LinkFactory(start=self.incident, evidence=(passage(self.article),))
        self.unrelated = IncidentFactory(evidence=(passage(self.other),))


@pytest.fixture
def world(db):
    return World()


# --- from a source


def test_a_grade_touches_nothing_but_the_source_where_no_claims_compete(world):
    """The letter decides between claims; where each has no rival, no row changes."""
    assert touched_by(GradeSource(id=id_of(world.article), reliability="A")) == these(world.article)


def test_a_grade_decides_between_rivals_and_cuts_their_versions_there(world):
    rivals = [
        claim(world.incident, "date", date, passage(source), name=date)
        for source, date in ((world.other, "2024-06-21"), (world.article, "2024-06-22"))
    ]
    for rival in rivals:
        dispatch(RecordClaim(kind="incident", id=id_of(world.incident), claim=rival), person=OWNER)
    assert Incident.objects.get(id=world.incident.id).date == "2024-06-21"
    touched = touched_by(GradeSource(id=id_of(world.article), reliability="A"))
    assert touched == these(world.article, world.incident)
    assert Incident.objects.get(id=world.incident.id).date == "2024-06-22"
    position = read.head().position
    for table in ("incidents_incidentversion", "incidents_claimversion"):
        cut = [row for row in all_rows()[table].values() if row["from_position"] == position]
        assert cut, table
    assert Claim.objects.get(id=rivals[1].claim).decided_by == "letter"


@pytest.mark.parametrize("basis", ["text", "inferred"])
def test_a_credit_counts_once_it_may(world, basis):
    """Two papers that print one wire have one origin; an inferred credit only when a curator confirms it."""
    two = claim(world.incident, "scope", "core", passage(world.article), passage(world.copy))
    dispatch(RecordClaim(kind="incident", id=id_of(world.incident), claim=two), person=OWNER)
    row = Claim.objects.get(id=two.claim)
    assert row.origins == 2
    for source in (world.article, world.copy):
        given = credit(source, world.wire, basis)
        dispatch(CreditOrigin(id=id_of(source), credit=given), person=OWNER)
        if basis == "inferred":
            row.refresh_from_db()
            assert row.origins == 2
            touched = touched_by(ConfirmOrigin(id=id_of(source), credit=given.credit))
            assert touched >= these(source)
            assert touched <= these(source, world.incident, world.statement, world.person)
    row.refresh_from_db()
    assert row.origins == 1


def test_a_copy_has_the_origin_of_what_it_copies(world):
    two = claim(world.incident, "scope", "core", passage(world.article), passage(world.copy))
    dispatch(RecordClaim(kind="incident", id=id_of(world.incident), claim=two), person=OWNER)
    copied = AssessSource(id=id_of(world.copy), assessment=Assessment(outcome="copy_of", of=id_of(world.article)))
    assert touched_by(copied) == these(world.copy, world.incident)
    assert Claim.objects.get(id=two.claim).origins == 1


def test_the_language_of_a_source_changes_facets_of_what_rests_on_it(world):
    corrected = CorrectSource(id=id_of(world.article), changes={"language": "en"})
    assert touched_by(corrected) == these(world.article, world.incident, world.statement, world.person)


def test_a_new_title_touches_the_source_alone(world, monkeypatch):
    looked_at = traced(monkeypatch)
    corrected = CorrectSource(id=id_of(world.article), changes={"title": "Envoy called in"})
    assert touched_by(corrected) == these(world.article)
    assert looked_at == [("source", id_of(world.article))]


# --- from an actor


def test_an_outlets_merge_touches_its_sources_and_what_rests_on_them(world):
    other = ActorFactory(outlet=True)
    touched = touched_by(MergeActors(id=id_of(world.outlet), into=id_of(other)), COLLEAGUE)
    assert touched == these(world.outlet, other, world.article, world.incident, world.statement, world.person)


@pytest.mark.parametrize(
    ("actor", "stored", "value", "facet"),
    [("state", "country", "PRK", "initiator_country"), ("office", "rank", "minister", None)],
)
def test_what_others_see_of_an_actor_touches_them(world, actor, stored, value, facet):
    changed = getattr(world, actor)
    better = claim(changed, stored, value, passage(world.other), name="better", credibility=1)
    touched = touched_by(RecordClaim(kind="actor", id=id_of(changed), claim=better))
    assert touched == these(changed, world.incident)
    if facet:
        then = Facet.objects.get(record_id=world.incident.id, key=facet, value=value)
        assert (then.from_position, then.to_position) == (read.head().position, None)
    else:
        assert Incident.objects.get(id=world.incident.id).level_of_summoner == value


def test_a_new_name_touches_the_actor_alone(world, monkeypatch):
    looked_at = traced(monkeypatch)
    name = claim(world.person, "name", {"text": "Kim", "kind": "surname"}, name="another")
    assert touched_by(RecordClaim(kind="actor", id=id_of(world.person), claim=name)) == these(world.person)
    assert looked_at == [("actor", id_of(world.person))]


def traced(monkeypatch):
    """Return a list of what a projection looks at from now on: [(kind, id)]."""
    found, trace = [], project.trace

    def noting(kind, record, *more):
        found.append((kind, record))
        return trace(kind, record, *more)

    monkeypatch.setattr(project, "trace", noting)
    return found


# --- from an incident


def test_a_merge_touches_what_names_the_loser(world):
    statement, about = StatementFactory(incident=world.incident), StatementFactory(about=world.incident)
    touched = touched_by(MergeIncidents(id=id_of(world.incident), into=id_of(world.unrelated)), COLLEAGUE)
    assert touched == these(world.incident, world.unrelated, statement, about, world.link)


def test_a_note_touches_the_incident_alone(world):
    assert touched_by(AddNote(kind="incident", id=id_of(world.incident), text="Seen.")) == these(world.incident)


# --- anything


def test_the_tables_name_kinds_that_are_projected_later():
    """A kind is written before those that rest on it; only a merge, known from its event, may reach back."""
    assert FAN_OUT.keys() == set(KINDS)
    for kind, reached in FAN_OUT.items():
        assert all(KINDS.index(other) > KINDS.index(kind) for other in reached)
    assert set(MERGE_FAN_OUT) <= set(KINDS)


class TestAnything:
    @pytest.fixture(autouse=True)
    def _beginning(self, db):
        tell(beginning())

    @given(histories(LASTING, length=14))
    @share(5)
    def test_no_command_reaches_further_than_the_tables_say(self, requests):
        with undone():
            before = all_rows()
            for request in requests:
                if not accepted(request):
                    continue
                after, kind = all_rows(), kind_of(request[1])
                allowed = {kind, *FAN_OUT[kind]}
                if isinstance(request[1], MERGING):
                    reached = MERGE_FAN_OUT[kind]
                    allowed |= {*reached, *(far for near in reached for far in FAN_OUT[near])}
                if type(request[1]).__name__ == "PublishIncident":
                    allowed |= {"statement"}
                assert {touched for touched, _ in records_of(changed_rows(before, after))} <= allowed
                before = after


# --- what it costs


def queries_of(*commands, person=OWNER):
    with CaptureQueriesContext(connection) as captured:
        dispatch(commands, person=person)
    return len(captured)


def costs(many):
    """Return what changes cost where so many statements, by as many speakers, rest on them."""
    incident, source, survivor = IncidentFactory(), SourceFactory(), IncidentFactory()
    for _ in range(many):
        StatementFactory(incident=incident, evidence=(passage(source),))
    publish(incident)
    return {
        "note": queries_of(AddNote(kind="incident", id=id_of(incident), text="Seen.")),
        "grade": queries_of(GradeSource(id=id_of(source), reliability="A")),
        "language": queries_of(CorrectSource(id=id_of(source), changes={"language": "en"})),
        "merge": queries_of(MergeIncidents(id=id_of(incident), into=id_of(survivor)), person=COLLEAGUE),
        "reversal": queries_of(ReverseIncidentMerge(id=id_of(incident)), person=COLLEAGUE),
    }


def test_a_change_costs_no_more_queries_with_more_that_rests_on_it(db):
    costs(1)  # the first merge of a tracker: from then on survivors are looked up
    assert costs(40) == costs(3)
