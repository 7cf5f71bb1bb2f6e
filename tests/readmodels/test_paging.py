"""Pages by key: every row once, in order, forwards and backwards, however many rows share a date."""

import pytest

from incidents.dispatch import dispatch
from incidents.domain.incident import WithdrawIncident
from incidents.log import read
from incidents.readmodels import queries
from tests.factories import IncidentFactory, LinkFactory, StatementFactory, id_of, uid
from tests.people import COLLEAGUE, PUBLIC, READER
from tests.readmodels.ledger import undone
from tests.readmodels.walks import everything

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def tied(django_db_setup, django_db_blocker):
    """Incidents that share their dates, some without any, for all tests of the module."""
    dates = ["2024-06-21"] * 7 + ["2024-06-20", "2024", None, None]
    with django_db_blocker.unblock(), undone():
        yield [IncidentFactory(claims={"date": day} if day else {}, published=True) for day in dates]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 11, 50])
@pytest.mark.parametrize("order", ["date", "-date"])
@pytest.mark.parametrize("person", [READER, PUBLIC])
@pytest.mark.parametrize("past", [False, True])
def test_every_row_comes_once_and_in_order(tied, size, order, person, past):
    rows = queries.records("incident", person=person, as_of=read.head().position if past else None)
    wanted = sorted(((row.sort_date, row.id) for row in tied), reverse=order == "-date")
    forwards, backwards = everything(rows, "incident", order, size)
    assert forwards == [str(id) for _, id in wanted]
    assert backwards == forwards


def test_the_first_page_has_no_previous_and_the_last_no_next(tied):
    rows = queries.records("incident", person=READER)
    first = queries.page(rows, kind="incident", order="date", after=None, size=6)
    assert first.previous is None and first.next
    last = queries.page(rows, kind="incident", order="date", after=first.next, size=6)
    assert last.next is None and last.previous
    assert queries.page(rows.none(), kind="incident", order="date", after=None, size=6) == queries.Page(
        results=[], next=None, previous=None
    )


def test_a_cursor_holds_when_rows_come_and_go(tied):
    rows = queries.records("incident", person=READER)
    first = queries.page(rows, kind="incident", order="date", after=None, size=5)
    rest = queries.page(rows, kind="incident", order="date", after=first.next, size=50)
    dispatch(WithdrawIncident(id=str(first.results[-1].id)), person=COLLEAGUE, reason="It did not happen.")
    IncidentFactory(claims={"date": "2024-06-19"}, id=uid("earlier"))
    again = queries.page(rows, kind="incident", order="date", after=first.next, size=50)
    assert [row.id for row in again.results] == [row.id for row in rest.results]


@pytest.mark.parametrize(
    "cursor",
    [
        (),
        ("after", "2024-06-21"),
        ("sideways", "2024-06-21", uid("x")),
        ("after", "2024-06-21", "x"),
        ("after", "yesterday", uid("x")),
        ("after", 5, uid("x")),
        ("after", None, uid("x")),
        ("after", ["2024-06-21"], uid("x")),
        ("after", "2024-06-21", None),
        "after",
        {"after": 1},
    ],
)
def test_a_broken_cursor_is_refused(db, cursor):
    with pytest.raises(queries.FilterError) as refused:
        queries.page(queries.records("incident", person=READER), kind="incident", order="date", after=cursor, size=5)
    assert (refused.value.code, refused.value.field) == ("broken_cursor", "cursor")


@pytest.mark.parametrize("order", ["", "title", "--date", "date,id", "-"])
def test_an_unknown_order_is_refused_and_the_known_ones_are_named(db, order):
    with pytest.raises(queries.FilterError) as refused:
        queries.page(queries.records("incident", person=READER), kind="incident", order=order, after=None, size=5)
    assert refused.value.code == "unknown_order"
    assert "-date" in str(refused.value)


def test_a_page_is_one_query(tied, django_assert_num_queries):
    rows = queries.records("incident", person=PUBLIC)
    first = queries.page(rows, kind="incident", order="date", after=None, size=3)
    with django_assert_num_queries(1):
        queries.page(rows, kind="incident", order="-date", after=first.next, size=3)


def test_a_page_of_a_filtered_list(tied):
    summons = IncidentFactory(claims={"date": "2024-06-21", "issue": "BORDER"})
    LinkFactory(start=summons, end=StatementFactory())
    rows = queries.filtered(queries.records("incident", person=READER), "issue", ["BORDER"])
    page = queries.page(rows, kind="incident", order="date", after=None, size=5)
    assert [str(row.record) for row in page.results] == [id_of(summons)]
