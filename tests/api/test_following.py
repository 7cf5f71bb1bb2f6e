"""GET /events/: the log in order, for curators, and following it."""

import pytest

from incidents.log import read

pytestmark = pytest.mark.django_db


def positions(answer):
    return [event["position"] for event in answer["results"]]


def followed(program, **query):
    """Return the positions that a follower gets who goes from page to page."""
    found, page = [], program.get("events/", **query)
    found += positions(page)
    while page["next"]:
        page = program.client.get(page["next"]).json()
        found += positions(page)
    return found, page


def test_the_log_page_by_page(seeded, curator):
    head = read.head().position
    found, last = followed(curator, size=100)
    assert found == list(range(1, head + 1))
    assert (last["as_of"], last["last"], last["next"]) == (head, head, None)
    assert followed(curator, after=head - 3)[0] == [head - 2, head - 1, head]
    assert curator.get("events/", after=head)["results"] == []


def test_filters_leave_out_but_the_reading_goes_on(seeded, curator):
    found, last = followed(curator, kind="link", size=100)
    everything = [event["position"] for event in _all(curator) if event["stream_kind"] == "link"]
    assert found == everything and everything
    assert last["last"] == read.head().position
    record = _all(curator)[0]["stream_id"]
    page = curator.get("events/", record=record, type="SourceRegistered", person="seed-import", size=1000)
    assert positions(page) == [1]


def _all(program):
    return program.get("events/", size=1000)["results"]


def test_the_past(seeded, curator):
    page = curator.get("events/", as_of=5, size=3)
    assert (positions(page), page["as_of"], page["last"]) == ([1, 2, 3], 5, 3)
    assert followed(curator, as_of=5, size=3)[0] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [("after=99999", "after"), ("after=-1", "after"), ("after=x", "after"), ("wait=31", "wait"), ("size=0", "size"),
     ("size=1001", "size"), ("kind=claim", "kind"), ("record=1", "record"), ("since=1", "since"), ("wait=", "wait")],
)  # fmt: skip
def test_what_is_wrong_is_a_problem(seeded, curator, query, parameter):
    told = curator.get(f"events/?{query}", status=400)
    assert told["errors"][0]["parameter"] == parameter


def test_the_past_ends_where_it_was_asked_for(seeded, curator):
    page = curator.get("events/", after=3, as_of=2)
    assert (page["as_of"], page["results"], page["next"], page["last"]) == (2, [], None, 3)
