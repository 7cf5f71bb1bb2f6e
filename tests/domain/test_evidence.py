"""Evidence has exactly one of three forms, cites what is there, and lies inside its text."""

import pytest

from incidents.domain.claiming import AddEvidence, EvidenceAdded
from incidents.domain.evidence import Evidence
from incidents.domain.incident import IncidentOpened
from tests.domain.story import (
    ARTICLE,
    DATA_SET,
    GONE_SOURCE,
    LENGTH,
    OWN,
    READOUT,
    TITLE,
    UNKNOWN,
    WIRE,
    WORLD,
    claim,
    digest,
    given,
    judgement,
    passage,
    world,
)

QUOTE = digest("100–120")


# The claim that evidence is added to rests on a judgement only, so that every passage is new to it.
CLAIM = claim("type", "type", "SUMMONS", judgement("Opened."))


def offered(*evidence: Evidence, facts=WORLD):
    command = AddEvidence(kind="incident", id=OWN, claim=CLAIM.claim, evidence=evidence)
    return given("incident", IncidentOpened(title=TITLE, claims=(CLAIM,))).when(command, facts)


@pytest.mark.parametrize(
    "evidence",
    [
        passage(),
        passage(0, 1),
        passage(LENGTH - 1, LENGTH),
        passage(paragraph=1),
        passage(kind="caption"),
        passage(relay=(WIRE,)),
        passage(relay=(WIRE, READOUT)),
        Evidence(source=DATA_SET, row="POLECAT 2024-06-21 17"),
        Evidence(source=DATA_SET, row="x" * 500),
        Evidence(judgement="The texts leave no other reading."),
    ],
)
def test_what_is_accepted(evidence):
    offered(evidence).then(EvidenceAdded(claim=CLAIM.claim, evidence=(evidence,)))


MALFORMED = [  # evidence, code, field behind evidence[0]
    (Evidence(), "no_evidence", ""),
    (Evidence(paragraph=3, start=0, end=10), "no_evidence", ""),
    (Evidence(relay=(WIRE,)), "no_evidence", ""),
    # a judgement stands alone
    (Evidence(judgement=""), "empty_text", ".judgement"),
    (Evidence(judgement="x" * 5001), "text_too_long", ".judgement"),
    (Evidence(judgement="Why.", source=ARTICLE), "mixed_evidence", ""),
    (Evidence(judgement="Why.", row="17"), "mixed_evidence", ""),
    (Evidence(judgement="Why.", relay=(WIRE,)), "mixed_evidence", ""),
    (Evidence(judgement="Why.", start=0), "mixed_evidence", ""),
    (passage(judgement="Why."), "mixed_evidence", ""),
    # a row has its data set and nothing else
    (Evidence(row="17"), "mixed_evidence", ""),
    (Evidence(source=DATA_SET, row="17", paragraph=3), "mixed_evidence", ""),
    (Evidence(source=DATA_SET, row="17", relay=(WIRE,)), "mixed_evidence", ""),
    (passage(source=DATA_SET, row="17"), "mixed_evidence", ""),
    (Evidence(source=DATA_SET, row=""), "empty_text", ".row"),
    (Evidence(source=DATA_SET, row="x" * 501), "text_too_long", ".row"),
    (Evidence(source=ARTICLE, row="17"), "not_a_data_set", ".source"),
    (Evidence(source=UNKNOWN, row="17"), "unknown_source", ".source"),
    # a passage is whole
    (passage(kind="gossip"), "unknown_code", ".kind"),
    (passage(kind=""), "unknown_code", ".kind"),
    (passage(quote_sha256="abc"), "invalid_digest", ".quote_sha256"),
    (passage(quote_sha256=QUOTE.upper()), "invalid_digest", ".quote_sha256"),
    (passage(quote_sha256=QUOTE + "0"), "invalid_digest", ".quote_sha256"),
    (passage(quote_sha256=QUOTE + "\n"), "invalid_digest", ".quote_sha256"),
    (passage(paragraph=0), "invalid_paragraph", ".paragraph"),
    # and cites what is there
    (passage(source="s000"), "invalid_id", ".source"),
    (passage(source=UNKNOWN), "unknown_source", ".source"),
    (passage(source=GONE_SOURCE), "withdrawn_source", ".source"),
    (passage(source=WIRE), "text_not_seen", ".source"),
    (passage(relay=("reuters",)), "invalid_id", ".relay[0]"),
    (passage(relay=(UNKNOWN,)), "unknown_source", ".relay[0]"),
    (passage(relay=(WIRE, GONE_SOURCE)), "withdrawn_source", ".relay[1]"),
    (passage(relay=(WIRE, READOUT, WIRE)), "relay_repeats", ".relay"),
    (passage(relay=(ARTICLE,)), "relay_repeats", ".relay"),
]


@pytest.mark.parametrize(("evidence", "code", "field"), MALFORMED)
def test_what_is_refused(evidence, code, field):
    offered(evidence).refused(code, f"evidence[0]{field}")


@pytest.mark.parametrize("missing", ["paragraph", "start", "end", "quote_sha256", "kind"])
def test_a_passage_lacks_nothing(missing):
    incomplete = passage().__replace__(**{missing: None})
    offered(incomplete).refused("incomplete_passage", "evidence[0]", missing=missing)


def test_all_that_is_missing_is_named():
    everything = "paragraph, start, end, quote_sha256, kind"
    offered(Evidence(source=ARTICLE)).refused("incomplete_passage", "evidence[0]", missing=everything)


@pytest.mark.parametrize(("start", "end"), [(-1, 5), (5, 5), (6, 5), (0, LENGTH + 1), (LENGTH, LENGTH + 1)])
def test_a_passage_lies_inside_its_text(start, end):
    answer = offered(passage(start, end))
    answer.refused("passage_outside_text", "evidence[0]", start=start, end=end, length=LENGTH)


def test_the_words_have_the_hash_that_was_given():
    facts = world(quotes={(ARTICLE, 100, 120): digest("other words")})
    offered(passage(), facts=facts).refused("wrong_quote", "evidence[0].quote_sha256", start=100, end=120)
    offered(passage(), facts=world(quotes={(ARTICLE, 100, 120): QUOTE})).accepted()
    offered(passage(), facts=world(quotes={(ARTICLE, 100, 121): digest("other words")})).accepted()


def test_the_position_of_what_is_wrong_is_named():
    offered(passage(), judgement(), Evidence()).refused("no_evidence", "evidence[2]")


def test_what_a_piece_of_evidence_cites():
    assert passage(relay=(WIRE, READOUT)).sources == (ARTICLE, WIRE, READOUT)
    assert Evidence(source=DATA_SET, row="17").sources == (DATA_SET,)
    assert judgement().sources == ()
    assert [piece.is_passage for piece in (passage(), Evidence(source=DATA_SET, row="17"), judgement())] == [
        True,
        False,
        False,
    ]


def test_while_the_text_is_not_held_the_paragraph_is_enough():
    only = Evidence(source=ARTICLE, paragraph=3, kind="body")
    offered(only).accepted()
    held = world(quotes={(ARTICLE, 0, 0): digest("")})
    offered(only, facts=held).refused("words_missing", "evidence[0]")


@pytest.mark.parametrize("half", ["start", "end", "quote_sha256"])
def test_a_passage_has_all_of_its_words_or_none(half):
    whole = passage()
    missing = {name: None for name in ("start", "end", "quote_sha256") if name != half}
    offered(whole.__replace__(**missing)).refused("incomplete_passage", "evidence[0]")
