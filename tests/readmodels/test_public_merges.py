"""What the public sees of records that were merged: where their ids lead, then and now."""

import pytest

from incidents.domain.actor import MergeActors, ReverseActorMerge
from incidents.domain.incident import MergeIncidents, ReverseIncidentMerge
from incidents.readmodels import queries
from tests.factories import ActorFactory, IncidentFactory, LinkFactory, StatementFactory, id_of, publish
from tests.people import PUBLIC, SECOND_COLLEAGUE
from tests.readmodels.shown import head, seen, send

pytestmark = pytest.mark.django_db


# --- merges


def merged(loser, survivor):
    return send(MergeIncidents(id=id_of(loser), into=id_of(survivor)), person=SECOND_COLLEAGUE)


def test_a_merged_incident_leads_to_the_one_that_stands_for_it():
    loser, survivor = IncidentFactory(published=True), IncidentFactory(published=True)
    before = head()
    after = merged(loser, survivor)
    for as_of in (None, after):
        found = queries.record("incident", id=id_of(loser), person=PUBLIC, as_of=as_of)
        assert str(found.record) == id_of(survivor)
        assert [str(row.record) for row in queries.records("incident", person=PUBLIC, as_of=as_of)] == [id_of(survivor)]
    assert str(seen(loser, before).record) == id_of(loser)
    back = send(ReverseIncidentMerge(id=id_of(loser)), person=SECOND_COLLEAGUE)
    assert [str(seen(loser, as_of).record) for as_of in (None, back, before)] == [id_of(loser)] * 3
    assert str(queries.record("incident", id=id_of(loser), person=PUBLIC, as_of=after).record) == id_of(survivor)


def test_an_incident_merged_into_a_draft_is_gone_with_its_statements():
    loser, survivor = IncidentFactory(), IncidentFactory()
    statement = StatementFactory(incident=loser)
    about_it = StatementFactory(about=statement)
    link = LinkFactory(start=statement, end=IncidentFactory(published=True))
    publish(loser)
    before = head()
    after = merged(loser, survivor)
    for record in (loser, statement, about_it, link):
        assert seen(record, before) is not None
        assert queries.record(record._meta.model_name, id=id_of(record), person=PUBLIC) is None
        assert queries.record(record._meta.model_name, id=id_of(record), person=PUBLIC, as_of=after) is None
    publish(survivor)
    for record in (statement, about_it, link):
        assert seen(record) is not None
    assert str(seen(statement).incident_id) == id_of(survivor)


def test_statements_of_a_merged_incident_stay_while_the_survivor_is_public():
    loser, survivor = IncidentFactory(), IncidentFactory(published=True)
    statement = StatementFactory(incident=loser)
    publish(loser)
    merged(loser, survivor)
    assert seen(statement) is not None
    back = send(ReverseIncidentMerge(id=id_of(loser)), person=SECOND_COLLEAGUE)
    assert seen(statement) is not None
    assert seen(statement, back) is not None


def test_a_merged_actor_leads_to_the_one_that_stands_for_it():
    loser, survivor = ActorFactory(), ActorFactory()
    incident = IncidentFactory()
    StatementFactory(incident=incident, speaker=loser)
    publish(incident)
    before = head()
    after = send(MergeActors(id=id_of(loser), into=id_of(survivor)))
    assert str(seen(loser, before).record) == id_of(loser)
    for as_of in (None, after):  # the version approved names the loser still
        assert str(queries.record("actor", id=id_of(loser), person=PUBLIC, as_of=as_of).record) == id_of(survivor)
        assert seen(survivor, as_of) is not None
    publish(incident, reviewer=SECOND_COLLEAGUE)
    assert seen(survivor) is not None
    send(ReverseActorMerge(id=id_of(loser)))
    assert seen(survivor) is not None  # until the next approval
    assert str(queries.record("actor", id=id_of(loser), person=PUBLIC, as_of=before).record) == id_of(loser)
