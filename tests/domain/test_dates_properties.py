"""Dates: round trip, order of bounds, the laws of comparing, and agreement with the edtf package."""

from datetime import date, timedelta

from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.domain.dates import DateError, EdtfDate, contains, intersection, overlaps, parse, precision_rank, within

QUALIFIER = st.sampled_from(["", "", "", "?", "~", "%"])
DAYS = st.dates(date(1000, 1, 1), date(9990, 12, 31))
YEARS = st.integers(1000, 9990)
MONTHS = st.builds("{:04}-{:02}".format, YEARS, st.integers(1, 12))
SEASONS = st.builds("{:04}-{}".format, YEARS, st.integers(21, 41))
WEEKS = st.builds("{:04}-W{:02}".format, YEARS, st.integers(1, 52))
PATTERNS = st.one_of(
    st.builds("{:03}X".format, st.integers(100, 998)),
    st.builds("{:02}XX".format, st.integers(10, 98)),
    st.builds("{:04}-XX".format, YEARS),
    st.builds("{}-XX".format, MONTHS),
    st.builds("{:04}-XX-XX".format, YEARS),
)
WITH_PARTS = st.builds(
    "{4}{0}{5}-{3}{1}{6}-{7}{2}".format,
    st.builds("{:04}".format, YEARS),
    st.sampled_from(["01", "06", "12", "XX"]),
    st.sampled_from(["01", "28", "1X", "XX"]),
    *[QUALIFIER] * 5,
)
UNQUALIFIED = st.one_of(DAYS.map(str), YEARS.map(str), MONTHS, SEASONS, WEEKS, PATTERNS)
SIDES = st.one_of(st.builds("{}{}".format, UNQUALIFIED, QUALIFIER), WITH_PARTS)
CLOCKS = st.times().map(lambda t: t.isoformat("seconds"))
ZONES = st.sampled_from(["", "Z", "+07:00", "-03:30", "+00:00", "+0545", "-11"])
MOMENTS = st.builds("{}T{}{}".format, DAYS, CLOCKS | CLOCKS.map(lambda clock: clock[:5]), ZONES)
OPEN_SIDES = st.sampled_from(["", "..", "XXXX"])


def _ordered(a: str, b: str) -> str:
    first, second = parse(a), parse(b)
    return f"{b}/{a}" if first.earliest > second.latest else f"{a}/{b}"


INTERVALS = st.one_of(
    st.builds(_ordered, SIDES, SIDES),
    st.builds("{}/{}".format, SIDES, OPEN_SIDES),
    st.builds("{}/{}".format, OPEN_SIDES, SIDES | OPEN_SIDES),
)
TEXTS = st.one_of(SIDES, MOMENTS, INTERVALS, OPEN_SIDES.filter(lambda text: text != ".."))
DATES = TEXTS.map(parse)
NEARBY = st.dates(date(2020, 1, 1), date(2028, 12, 31))
NEAR_DATES = st.one_of(
    NEARBY.map(str),
    NEARBY.map(lambda d: f"{d:%Y-%m}"),
    NEARBY.map(lambda d: f"../{d}"),
    NEARBY.map(lambda d: f"{d}/.."),
    st.tuples(NEARBY, NEARBY).map(lambda pair: "{}/{}".format(*sorted(pair))),
    st.sampled_from(["XXXX", "202X", "2024", "2024-24", "../.."]),
).map(parse)
FILTER_SIDES = st.none() | NEARBY


def _inside(bounds: tuple[date | None, date | None], d: EdtfDate) -> bool:
    return within(EdtfDate("", *bounds, "interval"), d.earliest, d.latest)


@given(DATES)
def test_print_and_read_is_a_round_trip(d):
    again = parse(d.text)
    assert again == d and hash(again) == hash(d)
    for name in ("text", "earliest", "latest", "precision", "approximate", "uncertain", "instant"):
        assert getattr(again, name) == getattr(d, name)


@given(DATES)
def test_bounds_are_in_order_and_fit_the_precision(d):
    if d.earliest and d.latest:
        assert d.earliest <= d.latest
        assert 0 <= precision_rank(d) <= (d.latest - d.earliest).days + 1
    else:
        assert d.precision in ("open", "unknown")
    assert contains(d, d)
    assert d.instant is None or abs(d.instant.date() - d.earliest) <= timedelta(days=1)


@given(st.text(alphabet="0123456789X-/.?~%TWZ:+ []", max_size=24) | st.text(max_size=12))
def test_any_text_is_read_or_refused_with_advice(text):
    try:
        d = parse(text)
    except DateError as error:
        assert str(error) and error.code == "invalid_date"
    else:
        assert parse(d.text) == d


@given(st.lists(NEAR_DATES, max_size=4), st.randoms(use_true_random=False))
def test_intersection_is_commutative_and_lies_in_each(dates, random):
    bounds = intersection(dates)
    shuffled = random.sample(dates, len(dates))
    assert intersection(shuffled) == bounds
    if bounds is not None:
        assert all(_inside(bounds, d) for d in dates)


@given(NEAR_DATES, NEAR_DATES)
def test_two_dates_contradict_exactly_when_they_do_not_overlap(a, b):
    assert (intersection([a, b]) is not None) == overlaps(a, b.earliest, b.latest)


@given(NEAR_DATES, FILTER_SIDES, FILTER_SIDES)
def test_within_implies_overlaps(d, start, end):
    if within(d, start, end):
        assert overlaps(d, start, end)


# The edtf package as an oracle, slow, so few examples. Left out by name, since it differs there on purpose or by fault:
# weeks, times without seconds and offsets without a colon (refused by it); winters, which it ends in December; sides
# unknown or XXXX (it adds ten years); X in only one digit of month or day (a ValueError); XXXX (year 0).

ORACLE_SIDES = st.one_of(
    st.builds("{}{}".format, st.one_of(DAYS.map(str), YEARS.map(str), MONTHS), QUALIFIER),
    st.builds("{:04}-{}".format, YEARS, st.sampled_from([21, 22, 23])),
)
ORACLE_TEXTS = st.one_of(
    ORACLE_SIDES,
    st.builds("{}{}".format, PATTERNS, QUALIFIER),
    st.builds("{}T{}{}".format, DAYS, CLOCKS, st.sampled_from(["", "Z", "+07:00", "-03:30"])),
    st.builds(_ordered, ORACLE_SIDES, ORACLE_SIDES),
    st.builds("{}/..".format, ORACLE_SIDES),
    st.builds("../{}".format, ORACLE_SIDES),
)


def _as_date(bound) -> date | None:
    return None if isinstance(bound, float) else date(*bound[:3])


@settings(max_examples=60, deadline=None)
@given(ORACLE_TEXTS)
def test_agrees_with_the_edtf_package(text):
    ours, theirs = parse(text), parse_edtf(text)
    assert ours.text == str(theirs)
    assert (ours.earliest, ours.latest) == (_as_date(theirs.lower_strict()), _as_date(theirs.upper_strict()))
    parts = [theirs] if "/" not in text else [theirs.lower, theirs.upper]
    both = any(getattr(part, "is_uncertain_and_approximate", False) for part in parts)
    assert ours.approximate == (both or any(getattr(part, "is_approximate", False) for part in parts))
    assert ours.uncertain == (both or any(getattr(part, "is_uncertain", False) for part in parts))
