"""What was answered at a position is answered for it for ever, whatever happens afterwards."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given

from incidents.dispatch import dispatch
from incidents.domain.claiming import RecordClaim, WithdrawClaim
from incidents.domain.incident import MergeIncidents
from incidents.log import read
from incidents.readmodels import queries
from tests.factories import (
    ActorFactory,
    IncidentFactory,
    SourceFactory,
    StatementFactory,
    claim,
    id_of,
    passage,
    publish,
)
from tests.people import COLLEAGUE, OWNER, PUBLIC, READER
from tests.readmodels.answers import KINDS, answers, facet_pairs, plain
from tests.readmodels.ledger import share, tell, undone
from tests.readmodels.random_histories import LASTING, beginning, histories

pytestmark = pytest.mark.django_db
BOTH = pytest.mark.parametrize("person", [READER, PUBLIC], ids=["reader", "public"])


class TestForEver:
    @pytest.fixture(autouse=True)
    def _beginning(self, db):
        tell(beginning())

    @given(histories(LASTING, length=24))
    @share(4)
    def test_answers_of_every_moment_stay(self, requests):
        """Two moments of each history are kept: for readers and for the public, by list, record, claims and filter."""
        third = len(requests) // 3
        with undone():
            kept = {}
            for part in (requests[:third], requests[third : 2 * third]):
                tell(part)
                pairs, position = facet_pairs(), read.head().position
                kept[position] = (pairs, *(answers(person, None, pairs) for person in (READER, PUBLIC)))
            tell(requests[2 * third :])
            for position, (pairs, *told) in kept.items():
                assert [answers(person, position, pairs) for person in (READER, PUBLIC)] == told


@BOTH
def test_nothing_was_known_at_position_zero(person):
    StatementFactory(incident=IncidentFactory(published=True))
    assert [list(queries.records(kind, person=person, as_of=0)) for kind in KINDS] == [[]] * len(KINDS)


def summons_of(state):
    """Return a published incident in which somebody acts for a state."""
    person = ActorFactory()
    return IncidentFactory(claims={f"participant:{person.id}:summoner": {"on_behalf_of": id_of(state)}}, published=True)


def found(person, key, value, as_of):
    rows = queries.filtered(queries.records("incident", person=person, as_of=as_of), key, [value])
    return [str(row.record) for row in rows]


def test_a_filter_on_the_past_answers_with_the_country_of_then():
    """The country is a claim of the actor: the incident's row stays as it is, its facets do not."""
    state = ActorFactory(state=True, country="RUS")
    summons = id_of(summons_of(state))
    before = read.head().position
    dispatch(RecordClaim(kind="actor", id=id_of(state), claim=better(state, "country", "SUN")), person=OWNER)
    after = read.head().position
    assert found(READER, "initiator_country", "RUS", before) == [summons]
    assert found(READER, "initiator_country", "SUN", before) == []
    assert found(READER, "initiator_country", "RUS", after) == found(READER, "initiator_country", "RUS", None) == []
    assert (
        found(READER, "initiator_country", "SUN", after) == found(READER, "initiator_country", "SUN", None) == [summons]
    )


def test_the_public_filters_by_what_was_approved():
    state = ActorFactory(state=True, country="RUS")
    summons = summons_of(state)
    dispatch(RecordClaim(kind="actor", id=id_of(state), claim=better(state, "country", "SUN")), person=OWNER)
    assert found(PUBLIC, "initiator_country", "RUS", None) == [id_of(summons)]
    publish(summons)
    assert found(PUBLIC, "initiator_country", "RUS", None) == []
    assert found(PUBLIC, "initiator_country", "SUN", None) == [id_of(summons)]


def better(record, stored, value):
    """Return a claim that counts before those of the factories, which no source supports."""
    return claim(record, stored, value, passage(SourceFactory()), name="better", credibility=1)


def test_a_withdrawn_claim_is_still_there_as_of_then():
    incident = IncidentFactory(claims={"date": "2024-06-21"})
    date = claim(incident, "date", "2024-06-21")
    position = read.head().position
    dispatch(WithdrawClaim(kind="incident", id=id_of(incident), claim=date.claim), person=OWNER)
    then = queries.claims(subject=id_of(incident), person=READER, as_of=position).filter(property="date")
    assert [(row.status, row.resolved) for row in then] == [("active", True)]
    assert queries.record("incident", id=id_of(incident), person=READER, as_of=position).date == "2024-06-21"
    assert queries.record("incident", id=id_of(incident), person=READER).date is None


# --- what a read of the past costs


def asked(read_it):
    with CaptureQueriesContext(connection) as captured:
        read_it()
    return [query["sql"] for query in captured.captured_queries]


@BOTH
@pytest.mark.parametrize("kind", KINDS)
def test_the_past_takes_as_many_queries_as_today_and_none_of_the_log(person, kind):
    source = SourceFactory()
    incident = IncidentFactory(evidence=(passage(source),), published=True)
    StatementFactory(incident=incident, evidence=(passage(source),))
    position = read.head().position

    def everything(as_of):
        rows = queries.records(kind, person=person, as_of=as_of)
        list(queries.filtered(rows, "source", [id_of(source)]))
        for row in rows:
            queries.record(kind, id=str(row.record), person=person, as_of=as_of)
            list(queries.claims(subject=str(row.record), person=person, as_of=as_of))

    today, then = asked(lambda: everything(None)), asked(lambda: everything(position))
    assert len(then) == len(today)
    assert not any("incidents_event" in sql for sql in then)


def test_a_merged_record_takes_as_many_queries_then_as_now():
    loser, survivor = IncidentFactory(), IncidentFactory()
    dispatch(MergeIncidents(id=id_of(loser), into=id_of(survivor)), person=COLLEAGUE)
    position = read.head().position

    def one(as_of):
        return queries.record("incident", id=id_of(loser), person=READER, as_of=as_of)

    assert plain("incident", one(None)) == plain("incident", one(position))
    assert len(asked(lambda: one(position))) == len(asked(lambda: one(None)))
