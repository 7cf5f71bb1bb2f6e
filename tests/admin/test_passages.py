"""Cutting a text where passages begin and end: nothing is lost, nothing is shown twice."""

from hypothesis import given
from hypothesis import strategies as st

from incidents.admin.passages import Run, paragraphs

TEXTS = st.text(alphabet="ab é\n\u2028😀", max_size=60)
PLACES = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60)).filter(lambda place: place[0] < place[1]), max_size=6
)


def runs(text, places):
    return [[(run.text, run.depth) for run in paragraph.runs] for paragraph in paragraphs(text, places)]


def test_lines_that_are_not_empty_are_numbered():
    cut = paragraphs("One\n\n  \nTwo\r\n", [])
    assert [(paragraph.number, paragraph.runs) for paragraph in cut] == [
        (1, (Run("One", 0, ()),)),
        (2, (Run("Two\r", 0, ()),)),
    ]


def test_passages_are_cut_out():
    assert runs("The envoy came.", [(4, 9)]) == [[("The ", 0), ("envoy", 1), (" came.", 0)]]


def test_passages_may_overlap():
    assert runs("abcdef", [(0, 4), (2, 6)]) == [[("ab", 1), ("cd", 2), ("ef", 1)]]


def test_passages_may_reach_over_lines():
    assert runs("ab\ncd", [(1, 4)]) == [[("a", 0), ("b", 1)], [("c", 1), ("d", 0)]]


def test_each_passage_has_an_anchor_where_it_begins():
    cut = paragraphs("abcd", [(1, 3), (1, 2), (2, 3)])
    assert [run.anchors for run in cut[0].runs] == [(), ("c1",), ("c2",), ()]


def test_many_passages_on_one_place_are_as_dark_as_three():
    assert runs("ab", [(0, 2), (0, 1), (0, 3), (0, 4)])[0][0] == ("a", 3)


@given(TEXTS, PLACES)
def test_no_character_is_lost_or_added(text, places):
    shown = ["".join(run.text for run in paragraph.runs) for paragraph in paragraphs(text, places)]
    assert shown == [line for line in text.split("\n") if line.strip()]


@given(TEXTS, PLACES)
def test_a_character_is_marked_where_a_passage_covers_it(text, places):
    lines = [(start, line) for start, line in _lines(text) if line.strip()]
    for (start, _line), paragraph in zip(lines, paragraphs(text, places), strict=True):
        at = start
        for run in paragraph.runs:
            for place in range(at, at + len(run.text)):
                assert min(sum(first <= place < last for first, last in set(places)), 3) == run.depth
            at += len(run.text)


def _lines(text):
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1
