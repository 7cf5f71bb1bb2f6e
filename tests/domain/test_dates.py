"""Dates: what is read, with which bounds, how it prints, and what is refused with which advice."""

import pickle
from datetime import UTC, date, datetime

import pytest

from incidents.domain.dates import (
    DateError,
    contains,
    intersection,
    overlaps,
    parse,
    precision_rank,
    within,
)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


READ = [  # text, earliest, latest, precision
    ("2024", "2024-01-01", "2024-12-31", "year"),
    ("0001", "0001-01-01", "0001-12-31", "year"),
    ("9999", "9999-01-01", "9999-12-31", "year"),
    ("2024-06", "2024-06-01", "2024-06-30", "month"),
    ("2024-02", "2024-02-01", "2024-02-29", "month"),
    ("2024-06-21", "2024-06-21", "2024-06-21", "day"),
    ("2024-02-29", "2024-02-29", "2024-02-29", "day"),
    ("2024-06-21~", "2024-06-21", "2024-06-21", "day"),
    ("2024-06~", "2024-06-01", "2024-06-30", "month"),
    ("2024-10?", "2024-10-01", "2024-10-31", "month"),
    ("2024%", "2024-01-01", "2024-12-31", "year"),
    ("2024-06-?21", "2024-06-21", "2024-06-21", "day"),
    ("2024-06-XX", "2024-06-01", "2024-06-30", "month"),
    ("2023-02-XX", "2023-02-01", "2023-02-28", "month"),
    ("2024-06-1X", "2024-06-10", "2024-06-19", "month"),
    ("2024-06-3X", "2024-06-30", "2024-06-30", "month"),
    ("2024-XX", "2024-01-01", "2024-12-31", "year"),
    ("2024-1X", "2024-10-01", "2024-12-31", "year"),
    ("2024-XX-XX", "2024-01-01", "2024-12-31", "year"),
    ("2024-XX-31", "2024-01-31", "2024-12-31", "year"),
    ("202X", "2020-01-01", "2029-12-31", "decade"),
    ("202X-02-29", "2020-02-29", "2028-02-29", "decade"),
    ("156X-12-25", "1560-12-25", "1569-12-25", "decade"),
    ("20XX", "2000-01-01", "2099-12-31", "century"),
    ("0XXX", "0001-01-01", "0999-12-31", "millennium"),
    ("XXXX", None, None, "unknown"),
    ("XXXX-06-21", None, None, "unknown"),
    ("2024-21", "2024-03-01", "2024-05-31", "season"),
    ("2024-22", "2024-06-01", "2024-08-31", "season"),
    ("2024-23~", "2024-09-01", "2024-11-30", "season"),
    ("2023-24", "2023-12-01", "2024-02-29", "season"),
    ("2024-29", "2024-09-01", "2024-11-30", "season"),
    ("2024-30", "2024-12-01", "2025-02-28", "season"),
    ("2024-33", "2024-01-01", "2024-03-31", "season"),
    ("2024-36", "2024-10-01", "2024-12-31", "season"),
    ("2024-39", "2024-09-01", "2024-12-31", "season"),
    ("2024-41", "2024-07-01", "2024-12-31", "season"),
    ("2024-W25", "2024-06-17", "2024-06-23", "week"),
    ("2020-W53~", "2020-12-28", "2021-01-03", "week"),
    ("2024-06-19/2024-06-21", "2024-06-19", "2024-06-21", "interval"),
    ("2024-06-21/2024-06-21", "2024-06-21", "2024-06-21", "interval"),
    ("2024-06-01~/2024-06?", "2024-06-01", "2024-06-30", "interval"),
    ("2024-10/2024-10-05", "2024-10-01", "2024-10-05", "interval"),
    ("2024-W25/2024-24", "2024-06-17", "2025-02-28", "interval"),
    ("../2024-06-21", None, "2024-06-21", "open"),
    ("../2024-06-21~", None, "2024-06-21", "open"),
    ("2024-06-21/..", "2024-06-21", None, "open"),
    ("2024-06-21/", "2024-06-21", None, "open"),
    ("/2024-06", None, "2024-06-30", "open"),
    ("../..", None, None, "open"),
    ("/..", None, None, "open"),
    ("2024/XXXX-06", "2024-01-01", None, "open"),
    ("2024-10-24T09:35+07:00", "2024-10-24", "2024-10-24", "instant"),
    ("2024-10-24T09:35:07Z", "2024-10-24", "2024-10-24", "instant"),
    ("2024-10-24T09:35", "2024-10-24", "2024-10-24", "instant"),
]

REPRINTED = [  # as written, canonical
    ("", "XXXX"),
    ("  ", "XXXX"),
    ("/", "XXXX"),
    ("XXXX/XXXX", "XXXX"),
    ("XXXX/2024", "/2024"),
    (" 2024-06-21\n", "2024-06-21"),
    ("2024-06-19 / 2024-06-21", "2024-06-19/2024-06-21"),
    ("?2024", "2024?"),
    ("2024?-06?-21?", "2024-06-21?"),
    ("2024?-06~-21", "%2024-~06-21"),
    ("2024-06~-21", "~2024-~06-21"),
    ("2024~-06-21?", "%2024-?06-?21"),
    ("2024-10-24T09:35+00:00", "2024-10-24T09:35Z"),
    ("2024-10-24T09:35-00:00", "2024-10-24T09:35Z"),
    ("2024-10-24T09:35+07", "2024-10-24T09:35+07:00"),
    ("2024-10-24T09:35-0330", "2024-10-24T09:35-03:30"),
    ("2024-10-24T09:35:00Z", "2024-10-24T09:35:00Z"),
]

REFUSED = [  # text, a part of the message that says what to write
    ("2024-02-30", "days 01 to 29. Write 2024-02 if"),
    ("2023-02-29", "2023-02 has days 01 to 28"),
    ("2024-06-00", "days 01 to 30"),
    ("2024-06-32", "days 01 to 30"),
    ("2024-02-3X", "XX for an unknown day"),
    ("203X-02-30", "XX for an unknown day"),
    ("XXXX-02-30", "XX for an unknown day"),
    ("XXXX-13", "no month 13"),
    ("2024-13", "01 to 12"),
    ("2024-00", "01 to 12"),
    ("2024-2X", "01 to 12"),
    ("2024-21-05", "without a day, as 2024-21"),
    ("202X-21", "full year"),
    ("9999-24", "full year"),
    ("0000", "0001 to 9999"),
    ("-0044", "0001 to 9999"),
    ("-044X-03", "0001 to 9999"),
    ("Y12024", "0001 to 9999"),
    ("Y-17E7", "0001 to 9999"),
    ("2X24", "202X or 20XX"),
    ("2024-W53", "W01 to W52"),
    ("2024-W00", "W01 to W52"),
    ("9999-W52", "W01 to W52"),
    ("2024-W25-5", "write 2024-06-21"),
    ("2024-06-21/2024-06-01", "swap"),
    ("2024-06-21/2024-05", "swap"),
    ("2024-06-19/2024-06-20/2024-06-21", "year-month-day"),
    ("21/06/2024", "year-month-day"),
    ("(21/6)", "year-month-day"),
    ("21-06-2024", "year-month-day"),
    ("2024/6/21", "write 2024-06-21"),
    ("2024-6-21", "write 2024-06-21"),
    ("20240621", "write 2024-06-21"),
    ("202411", "year-month-day"),
    ("2024-06-21..2024-06-23", "slash"),
    ("2024?~", "write %"),
    ("[2024-06-20,2024-06-21]", "interval a/b"),
    ("[..2024]", "interval a/b"),
    ("{2024,2025}", "interval a/b"),
    ("2024-10-24 09:35", "write 2024-10-24T09:35"),
    ("2024-10-24T9:35", "2024-10-24T09:35+07:00"),
    ("2024-10-24T09:35+15:00", "2024-10-24T09:35+07:00"),
    ("2024-10-24T09:35+07:00?", "2024-10-24T09:35+07:00"),
    ("2024-10T09:35", "2024-10-24T09:35+07:00"),
    ("2024-10-24T24:00:00", "00 to 23"),
    ("2024-10-24T09:60", "00 to 59"),
    ("2024-02-30T09:35", "days 01 to 29"),
    ("0001-01-01T00:00+07:00", "does not exist"),
    ("2024-10-24T09:35Z/..", "write 2024-10-24 instead"),
    ("Minggu lalu", "year-month-day"),
    ("2024 {day}", "year-month-day"),
    ("\u0662\u0660\u0662\u0664", "year-month-day"),
    ("2024\u201306", "year-month-day"),
    ("2024-06-21/.. and so on " + "x" * 60, "at most 64"),
]


@pytest.mark.parametrize(("text", "earliest", "latest", "precision"), READ)
def test_is_read_with_strict_bounds(text, earliest, latest, precision):
    d = parse(text)
    assert (d.earliest, d.latest, d.precision) == (day(earliest), day(latest), precision)
    assert d.text == str(d) == text


@pytest.mark.parametrize(("text", "canonical"), REPRINTED)
def test_prints_one_canonical_text(text, canonical):
    assert parse(text).text == canonical
    assert parse(canonical) == parse(text)


@pytest.mark.parametrize(("text", "advice"), REFUSED)
def test_refuses_and_says_what_to_write(text, advice):
    with pytest.raises(DateError) as caught:
        parse(text, field="published")
    error = caught.value
    assert advice in str(error)
    assert str(error) == error.message.format(**error.params)
    assert (error.code, error.field) == ("invalid_date", "published")


@pytest.mark.parametrize("value", [None, 2024, date(2024, 6, 21), ["2024"]])
def test_refuses_what_is_no_text(value):
    with pytest.raises(DateError, match="in quotes"):
        parse(value)


def test_error_names_the_field_of_each_call():
    for field in ("from", "to", None):
        with pytest.raises(DateError) as caught:
            parse("2024-02-30", field=field)
        assert caught.value.field == field
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


@pytest.mark.parametrize(
    ("text", "approximate", "uncertain"),
    [
        ("2024-06-21", False, False),
        ("2024-06-21~", True, False),
        ("2024-06?", False, True),
        ("2024%", True, True),
        ("2024-~06-21", True, False),
        ("2024-06-19?/2024-06-21~", True, True),
        ("../2024-06-21~", True, False),
        ("2024-W25?", False, True),
        ("202X~", True, False),
    ],
)
def test_qualifiers_are_flags_and_widen_nothing(text, approximate, uncertain):
    d = parse(text)
    assert (d.approximate, d.uncertain) == (approximate, uncertain)
    bare = parse("".join(c for c in text if c not in "?~%"))
    assert (d.earliest, d.latest) == (bare.earliest, bare.latest)


def test_a_date_time_keeps_the_day_of_its_zone():
    call = parse("2024-06-20T20:00-04:00")  # one call: a Thursday evening in New York, Friday in Seoul
    assert call.instant == datetime(2024, 6, 21, 0, 0, tzinfo=UTC)
    assert call.earliest == call.latest == date(2024, 6, 20)
    assert parse("2024-06-21T09:00+09:00").instant == call.instant
    assert parse("2024-06-20T20:00").instant is None


def test_value_is_frozen_hashable_and_cached():
    d = parse("2024-06~")
    assert parse("2024-06~") is d
    assert len({d, parse(" 2024-06~ "), parse("2024-06")}) == 2
    assert not hasattr(d, "__dict__")
    with pytest.raises(AttributeError):
        d.text = "2025"


@pytest.mark.parametrize(
    ("text", "start", "end", "is_within", "does_overlap"),
    [
        ("../2024-10-20", "2019-01-01", "2019-12-31", False, True),
        ("../2024-10-20", None, "2024-12-31", True, True),
        ("../2024-10-20", "2024-10-21", None, False, False),
        ("2024-10-20/..", "2024-01-01", None, True, True),
        ("2024-10-20/..", "2024-01-01", "2024-12-31", False, True),
        ("2024-10-20/", "2023-01-01", "2023-12-31", False, False),
        ("2024-06", "2024-06-01", "2024-06-30", True, True),
        ("2024-06", "2024-06-15", "2024-06-30", False, True),
        ("2024-06", "2024-07-01", "2024-07-31", False, False),
        ("XXXX", "2024-01-01", "2024-12-31", False, True),
        ("XXXX", "2024-01-01", None, False, True),
        ("XXXX", None, None, True, True),
    ],
)
def test_filter_modes(text, start, end, is_within, does_overlap):
    d = parse(text)
    assert within(d, day(start), day(end)) is is_within
    assert overlaps(d, day(start), day(end)) is does_overlap


@pytest.mark.parametrize(
    ("texts", "bounds"),
    [
        ([], (None, None)),
        (["2024-06", "2024-06-21"], ("2024-06-21", "2024-06-21")),
        (["../2024-06-21", "2024-06-19/.."], ("2024-06-19", "2024-06-21")),
        (["2024-06-19/2024-06-21", "XXXX"], ("2024-06-19", "2024-06-21")),
        (["../2024-06-21", "../2024-06-19"], (None, "2024-06-19")),
        (["2024-06-19", "2024-06-21"], None),
    ],
)
def test_intersection(texts, bounds):
    expected = bounds and (day(bounds[0]), day(bounds[1]))
    assert intersection(map(parse, texts)) == expected


def test_contains():
    assert contains(parse("2024-01/.."), parse("2024-06-21"))
    assert not contains(parse("2024-01/.."), parse("../2024-06-21"))
    assert not contains(parse("2024-06"), parse("2024"))


def test_narrower_is_more_precise():
    ranked = ["2024-10-24T09:35+07:00", "2024-06-21", "2024-06-19/2024-06-21", "2024-W25", "2024-06", "2024-21"]
    ranked += ["2024", "202X", "0001/9999", "../2024-06-21", "XXXX"]
    ranks = [precision_rank(parse(text)) for text in ranked]
    assert ranks == sorted(set(ranks))
    assert precision_rank(parse("2024-06-21")) == 1
    assert precision_rank(parse("../..")) == precision_rank(parse("XXXX"))
