"""What another letter of a source can turn: tried with every letter, over random rivals."""

from hypothesis import given
from hypothesis import strategies as st

from incidents.domain.claims import LETTER_ORDER, TURNED_BY_LETTER, Claim, StandingClaim, weigh_property
from incidents.domain.evidence import Evidence
from incidents.domain.origins import SourceStanding

DAYS = ("2024-06-21", "2024-06-22", "2024-06", "2024")
SOURCES = ("one", "two", "three")
LETTERS = st.sampled_from(list(LETTER_ORDER))


@st.composite
def rivals(draw):
    """Return two to four claims of a date, each by one or two sources; some are withdrawn."""
    return [
        StandingClaim(
            claim=Claim(
                claim=str(number),
                property="date",
                value=draw(st.sampled_from(DAYS)),
                evidence=tuple(
                    Evidence(source=source)
                    for source in draw(st.sets(st.sampled_from(SOURCES), min_size=1, max_size=2))
                ),
                credibility=draw(st.sampled_from([None, None, 2, 4])),
            ),
            position=number,
            withdrawn=draw(st.integers(0, 9)) == 0,
        )
        for number in range(draw(st.integers(2, 4)))
    ]


def weighed(claims, favoured, letters):
    standings = {source: SourceStanding(id=source, letter=letter) for source, letter in letters.items()}
    return weigh_property("incident", "date", claims, favoured, standings, str)


@given(rivals(), st.sets(st.sampled_from("0123"), max_size=1), st.fixed_dictionaries(dict.fromkeys(SOURCES, LETTERS)))
def test_a_letter_turns_only_what_was_decided_by_letters_or_by_less(claims, favoured, letters):
    before = weighed(claims, favoured, letters)
    cited = {piece.source for claim in claims if not claim.withdrawn for piece in claim.claim.evidence}
    for source in SOURCES:
        for letter in LETTER_ORDER:
            if weighed(claims, favoured, letters | {source: letter}) != before:
                assert source in cited
                assert before.counting[0].decided_by in TURNED_BY_LETTER
