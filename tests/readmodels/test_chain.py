"""What hangs together by links, near and far, as far as the person sees it."""

from itertools import pairwise

import pytest

from incidents.dispatch import dispatch
from incidents.domain.incident import MergeIncidents, WithdrawIncident
from incidents.domain.link import WithdrawLink
from incidents.log import read
from incidents.readmodels import chain as chains
from incidents.readmodels import queries
from tests.factories import IncidentFactory, LinkFactory, StatementFactory, id_of, uid
from tests.people import COLLEAGUE, PUBLIC, READER

pytestmark = pytest.mark.django_db


def depths(record, person=READER, as_of=None):
    found = queries.chain(id_of(record), person=person, as_of=as_of)
    return found and {member.id: member.depth for member in found.records}


@pytest.fixture
def path(db):
    """A path of four incidents and a statement: a → b ← c → d → said; c is a draft, and e stands alone."""
    a, b, d, e = (IncidentFactory(claims={"date": f"2024-01-0{n}"}, published=True) for n in (1, 2, 4, 5))
    c = IncidentFactory(claims={"date": "2024-01-03"})
    said = StatementFactory(incident=d)
    links = [LinkFactory(start=start, end=end) for start, end in ((a, b), (c, b), (c, d), (said, d))]
    return {"a": a, "b": b, "c": c, "d": d, "e": e, "said": said, "links": links}


def test_links_are_followed_in_both_directions(path):
    found = queries.chain(id_of(path["a"]), person=READER)
    assert [(m.id, m.depth) for m in found.records] == [
        (id_of(path[name]), depth) for name, depth in (("a", 0), ("b", 1), ("c", 2), ("d", 3), ("said", 4))
    ]
    assert {str(link.record) for link in found.links} == {id_of(link) for link in path["links"]}
    assert found.complete
    assert [(m.kind, m.depth) for m in queries.chain(id_of(path["said"]), person=READER).records][:2] == [
        ("statement", 0),
        ("incident", 1),
    ]


def test_the_public_goes_no_further_than_it_sees(path):
    assert depths(path["a"], PUBLIC) == {id_of(path["a"]): 0, id_of(path["b"]): 1}
    assert depths(path["c"], PUBLIC) is None
    assert depths(path["d"], PUBLIC) == {id_of(path["d"]): 0}


def test_then_as_now(path):
    then = read.head().position
    dispatch(WithdrawLink(id=id_of(path["links"][1])), person=COLLEAGUE, reason="No.")
    assert set(depths(path["a"])) == {id_of(path[name]) for name in "ab"}
    assert len(depths(path["a"], as_of=then)) == 5
    assert depths(path["e"], as_of=1) is None


def test_what_was_withdrawn_is_no_bridge(path):
    dispatch(WithdrawIncident(id=id_of(path["b"])), person=COLLEAGUE, reason="No.")
    assert depths(path["a"]) == {id_of(path["a"]): 0}


def test_a_merged_record_leads_to_the_survivor(path):
    dispatch(MergeIncidents(id=id_of(path["a"]), into=id_of(path["e"])), person=COLLEAGUE)
    assert depths(path["a"]) == depths(path["e"])
    assert depths(path["e"])[id_of(path["b"])] == 1


def test_circles_and_what_stands_alone(db):
    one, other = IncidentFactory(), IncidentFactory()
    LinkFactory(start=one, end=other)
    LinkFactory(start=one, end=other, type="PART_OF")
    LinkFactory(start=other, end=one, type="SAME_EPISODE")
    assert depths(one) == {id_of(one): 0, id_of(other): 1}
    assert depths(IncidentFactory()) is not None
    assert queries.chain(uid("nobody"), person=READER) is None
    assert queries.chain("nonsense", person=READER) is None


def test_a_long_chain_is_cut_and_says_so(db, monkeypatch):
    monkeypatch.setattr(chains, "LONGEST", 3)
    row = [IncidentFactory() for _ in range(6)]
    for start, end in pairwise(row):
        LinkFactory(start=start, end=end)
    found = queries.chain(id_of(row[0]), person=READER)
    assert not found.complete
    assert [member.id for member in found.records] == [id_of(one) for one in row[:4]]


def test_a_step_is_a_query(path, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        queries.chain(id_of(path["a"]), person=READER)
