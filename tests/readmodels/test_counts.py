"""Counts by dyad, year, type and more: of all, of filtered, of past rows."""

import pytest

from incidents.dispatch import dispatch
from incidents.domain.claiming import PreferClaim, RecordClaim
from incidents.imports.keys import record_id
from incidents.log import read
from incidents.readmodels import queries
from tests.factories import claim
from tests.people import OWNER, PUBLIC, READER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]

JUNE = record_id("i-summons-2024-06")


def counts(*by, kind="incident", person=READER, as_of=None, **wanted):
    rows = queries.records(kind, person=person, as_of=as_of)
    rows = queries.filtered_by(kind, rows, wanted, person=person, as_of=as_of)
    return queries.counts(rows, by=by)


@pytest.mark.parametrize("person", [READER, PUBLIC])
def test_summonses_of_a_dyad_and_year(person):
    for as_of in (None, read.head().position):
        assert counts("dyad", "year", "type", person=person, as_of=as_of, type="SUMMONS") == [
            {"initiator_country": "KOR", "target_country": "RUS", "year": 2024, "type": "SUMMONS", "count": 2}
        ]


def test_every_record_is_counted_once_for_each_value():
    rows = list(queries.records("incident", person=READER))
    assert sum(group["count"] for group in counts("type")) == len(rows)
    by_issue = {group["issue"]: group["count"] for group in counts("issue")}
    for issue, count in by_issue.items():
        assert count == sum(issue in row.issues if issue else not row.issues for row in rows)


def test_a_date_that_leaves_the_year_open_counts_for_none():
    by_year = {group["year"]: group["count"] for group in counts("year")}
    rows = queries.records("incident", person=READER)
    sure = [
        row for row in rows if row.date_earliest and row.date_latest and row.date_earliest.year == row.date_latest.year
    ]
    assert sum(count for year, count in by_year.items() if year is not None) == len(sure)
    assert list(by_year) == [*sorted(year for year in by_year if year is not None), None]


def test_rungs_are_in_order_and_added_up_over_types():
    by_rung = counts("rung")
    assert [group["rung"] for group in by_rung] == sorted(
        (group["rung"] for group in by_rung), key=lambda rung: (rung is None, rung)
    )
    assert {"rung": 3, "count": 2} in by_rung
    assert sum(group["count"] for group in by_rung) == queries.records("incident", person=READER).count()


@pytest.mark.parametrize("kind", sorted(queries.DIMENSIONS))
@pytest.mark.parametrize("person", [READER, PUBLIC])
def test_every_dimension_counts_the_same_now_and_as_of_now(kind, person):
    for name in queries.DIMENSIONS[kind]:
        now = counts(name, kind=kind, person=person)
        assert now and now == counts(name, kind=kind, person=person, as_of=read.head().position)


def test_counts_of_the_past_stay():
    then, before = read.head().position, counts("dyad", "type")
    country = claim(record_id("kor"), "country", "JPN", name="new")
    actor = {"kind": "actor", "id": record_id("kor")}
    dispatch([RecordClaim(claim=country, **actor), PreferClaim(claim=country.claim, **actor)], person=OWNER)
    assert counts("dyad", "type", as_of=then) == before != counts("dyad", "type")


@pytest.mark.parametrize(
    ("by", "code"),
    [
        (["title"], "unknown_dimension"),
        ([], "too_many_dimensions"),
        (["type", "year", "issue", "role", "scope"], "too_many_dimensions"),
    ],
)
def test_what_cannot_be_counted_by_is_refused(by, code):
    with pytest.raises(queries.FilterError) as refused:
        counts(*by)
    assert (refused.value.code, refused.value.field) == (code, "by")


def test_counting_is_one_query(django_assert_num_queries):
    rows = queries.records("incident", person=PUBLIC)
    with django_assert_num_queries(1):
        queries.counts(rows, by=["dyad", "year", "type"])
