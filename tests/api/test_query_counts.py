"""A fixed, small number of queries for each request, however many rows it shows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.support import program
from tests.factories import (
    ActorFactory,
    IncidentFactory,
    LinkFactory,
    SourceFactory,
    StatementFactory,
    passage,
    publish,
)

KINDS = ("incidents", "statements", "actors", "sources", "links", "claims")
# A token takes two queries (itself with its person, and roles), an answer two looks at the head, the rows one, the
# names of actors one, and those of other records two.
CURATOR = {"incidents": 6, "statements": 7, "actors": 5, "sources": 6, "links": 5, "claims": 5}
# For the public two more look up which of the records that actors, sources and claims name it sees.
PUBLIC = {"incidents": 4, "statements": 6, "actors": 5, "sources": 6, "links": 3, "claims": 5}
DETAIL = {"curator": 10, "anybody": 9}


def make(count):
    """Make public records of every kind, hanging on one another."""
    source, outlet = SourceFactory(), ActorFactory(outlet=True)
    SourceFactory(outlet=outlet)
    first = IncidentFactory(evidence=(passage(source),))
    for _ in range(count):
        other = IncidentFactory(evidence=(passage(source),))
        for incident in (first, other):
            StatementFactory(incident=incident)
        LinkFactory(start=other, end=first, evidence=(passage(source),))
        publish(other)
    return publish(first)


def queries(asking, path):
    with CaptureQueriesContext(connection) as captured:
        response = asking.ask(path)
    assert response.status_code == 200, response.content[:500]
    return len(captured)


@pytest.mark.parametrize(("who", "most"), [("curator", CURATOR), ("anybody", PUBLIC)])
def test_lists_take_as_many_queries_for_many_rows_as_for_few(who, most, request):
    asking = request.getfixturevalue(who)
    make(1)
    asking.ask("incidents/")  # notes the token's use
    few = {kind: queries(asking, f"{kind}/") for kind in KINDS}
    make(6)
    assert {kind: queries(asking, f"{kind}/") for kind in KINDS} == few
    assert {kind: count for kind, count in few.items() if count > most[kind]} == {}


@pytest.mark.parametrize("who", ["curator", "anybody"])
def test_a_record_takes_as_many_queries_with_much_beside_it_as_with_little(who, request):
    asking = request.getfixturevalue(who)
    asking.ask("incidents/")
    few, many = make(1), make(7)
    taken = [queries(asking, f"incidents/{row.id}/") for row in (few, many)]
    assert taken[0] == taken[1] <= DETAIL[who], taken
    expanded = [queries(asking, f"incidents/{row.id}/?expand=claims,statements,links,demands,dyad,initiator,target")
                for row in (few, many)]  # fmt: skip
    assert expanded[0] == expanded[1] <= DETAIL[who] + 6, expanded


@pytest.mark.parametrize("path", ["incidents/counts/?by=type,year", "incidents/{id}/history/", "search/?q=summons",
                                  "incidents/?q=summons&type=SUMMONS", "links/?expand=from,to"])  # fmt: skip
def test_other_answers_too(path, db):
    asking = program()
    few = queries(asking, path.format(id=make(1).id))
    many = make(6)
    assert queries(asking, path.format(id=many.id)) == few <= 14
