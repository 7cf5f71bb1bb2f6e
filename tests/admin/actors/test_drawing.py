"""Scripts of names, and tenures as bars: what is sure, what may be, what is open."""

from datetime import date

import pytest

from incidents.admin.actors.scripts import script_of
from incidents.admin.actors.timeline import MARGIN, WIDTH, Tenure, in_words, timeline


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Kim Hong-kyun", "Latn"),
        ("Ḥusayn Ibrāhīm", "Latn"),
        ("김홍균", "Hang"),
        ("Георгий Зиновьев", "Cyrl"),
        ("外交部", "Hani"),
        ("日本の外務省", "Jpan"),
        ("カタカナ", "Jpan"),
        ("وزارة الخارجية", "Arab"),
        ("กระทรวง", "Thai"),
        ("Зин Z", "Cyrl"),
        ("1234 – ?", "Zyyy"),
        ("", "Zyyy"),
        ("ᚠᚢᚦ", "Zyyy"),
    ],
)
def test_the_script_is_that_of_most_letters(text, code):
    assert script_of(text)[0] == code
    assert script_of(text)[1]


def tenure(since, until):
    return Tenure(link="x", since=since, until=until)


def drawn(*bounds):
    """Return for each tenure, in the order drawn, its pieces as (css, x, end)."""
    found = timeline([tenure(*one) for one in bounds])
    return [[(piece.css, piece.x, piece.x + piece.width) for piece in bar.pieces] for bar in found.bars]


def test_a_tenure_with_days_is_sure_from_end_to_end():
    assert drawn(("2024-01-01", "2024-12-31")) == [[("sure", MARGIN, WIDTH - MARGIN)]]


def test_what_a_year_leaves_open_may_be():
    (pieces,) = drawn(("2023", "2024-12-31"))
    assert [css for css, _, _ in pieces] == ["maybe", "sure"]
    assert pieces[0][1] == MARGIN
    assert pieces[0][2] == pieces[1][1]  # without a gap
    assert pieces[1][2] == WIDTH - MARGIN


def test_a_side_without_a_bound_fades_to_the_edge():
    (pieces,) = drawn(("../2024-06-21", "2024-10-21/.."))
    assert [css for css, _, _ in pieces] == ["open", "sure", "open"]
    assert (pieces[0][1], pieces[-1][2]) == (0, WIDTH)


def test_an_office_attested_on_one_day_is_still_to_be_seen():
    (pieces,) = drawn(("../2024-06-21", "2024-06-21/.."))
    (css, start, end) = pieces[1]
    assert (css, end - start >= 4) == ("sure", True)


@pytest.mark.parametrize(("since", "until"), [(None, None), ("XXXX", None), ("nonsense", "nonsense")])
def test_without_any_known_day_the_bar_is_open_and_there_is_no_scale(since, until):
    found = timeline([tenure(since, until)])
    assert found.ticks == ()
    assert found.bars[0].pieces == ()
    assert "not known" in found.bars[0].words
    beside = drawn((since, until), ("2024-01-01", "2024-12-31"))
    assert [("open", 0, WIDTH)] in beside


def test_bounds_that_overlap_make_nothing_sure():
    """Begun some day of 2024, ended some day of 2024: no day is sure."""
    (pieces,) = drawn(("2024", "2024"))
    assert {css for css, _, _ in pieces} == {"maybe"}


def test_bars_keep_to_the_drawing_and_come_in_order():
    bounds = [("2024-05", "2025"), ("1996", "1999-03-02"), (None, "2001"), ("2024-05-01", None), ("0001-01-01", "9999")]
    for pieces in drawn(*bounds):
        assert all(0 <= start <= end <= WIDTH for _, start, end in pieces)
    found = timeline([tenure(*one) for one in (("2024", "2025"), ("1996", "1999"))])
    assert [bar.tenure.since for bar in found.bars] == ["1996", "2024"]
    assert found.ticks[0].text == "1996-01-01"
    assert date.fromisoformat(found.ticks[-1].text) == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ("2024-06-21", "2024-10-21", "since 2024-06-21; until 2024-10-21"),
        ("../2024-06-21", "2024-10-21/..", "since 2024-06-21 at the latest; until 2024-10-21 at the earliest"),
        ("2024", None, "since some day from 2024-01-01 to 2024-12-31; until when is not known"),
        (None, "../2024-10", "since when is not known; until 2024-10-31 at the latest"),
        ("2024-06-21/..", "2025", "since 2024-06-21 at the earliest; until some day from 2025-01-01 to 2025-12-31"),
    ],
)
def test_bounds_are_said_in_words(since, until, words):
    assert in_words(tenure(since, until)) == words
