"""How many independent origins stand behind evidence: relays, credits, outlets, circles, judgement."""

import pytest

from incidents.domain.evidence import Evidence
from incidents.domain.origins import origins_behind, roots
from tests.domain.story import DATA_SET, judgement, passage, uid
from tests.domain.weighing import credit, from_source, source


def known(*sources):
    return {one.id: one for one in sources}


def origins(evidence, *sources):
    return roots(evidence, known(*sources))


def behind(evidence, sources):
    return origins_behind(evidence, sources)


def outlet(name):
    return uid(f"outlet of {name}")


# --- relay, else credits, else outlet


def test_an_article_of_its_own_comes_from_its_outlet():
    assert origins(from_source("article"), source("article")) == {outlet("article")}


def test_two_articles_of_one_outlet_are_one_origin():
    paper = uid("paper")
    sources = known(source("monday", outlet=paper), source("tuesday", outlet=paper))
    assert behind((from_source("monday"), from_source("tuesday")), sources) == {paper}


def test_where_the_outlet_is_unknown_the_source_stands_for_itself():
    assert origins(from_source("article"), source("article", outlet=None)) == {uid("article")}
    assert origins(from_source("article")) == {uid("article")}


def test_a_row_comes_from_its_data_set():
    assert origins(Evidence(source=DATA_SET, row="17")) == {DATA_SET}


def test_a_judgement_has_no_origin():
    assert origins(judgement()) == set()
    assert behind((judgement(), judgement("Again.")), {}) == set()


def test_the_farthest_source_of_a_relay_decides():
    evidence = from_source("article", relay=(uid("wire"), uid("readout")))
    sources = source("article"), source("wire"), source("readout")
    assert origins(evidence, *sources) == {outlet("readout")}


def test_a_relay_goes_before_credits():
    article = source("article", credits=(credit("wire", covers="article"),))
    assert origins(from_source("article", relay=(uid("readout"),)), article, source("readout")) == {outlet("readout")}


def test_credits_go_before_the_outlet():
    article = source("article", credits=(credit("wire", covers="article"), credit("agency", covers="article")))
    assert origins(from_source("article"), article, source("wire")) == {outlet("wire"), uid("agency")}


def test_a_relayed_wire_may_credit_another_one():
    wire = source("wire", credits=(credit("agency", covers="article"),))
    evidence = from_source("article", relay=(uid("wire"),))
    assert origins(evidence, wire, source("agency")) == {outlet("agency")}


def test_credits_are_followed_to_where_they_end():
    chain = [
        source("article", credits=(credit("rewrite", covers="article"),)),
        source("rewrite", credits=(credit("wire", covers="article"),)),
        source("wire"),
    ]
    assert origins(from_source("article"), *chain) == {outlet("wire")}


# --- what a credit covers


def test_a_credit_of_a_paragraph_covers_that_paragraph_only():
    article = source("article", credits=(credit("wire", passage=passage(paragraph=3)),))
    assert origins(from_source("article", paragraph=3), article) == {uid("wire")}
    assert origins(from_source("article", paragraph=4), article) == {outlet("article")}


def test_a_credit_of_the_article_covers_every_paragraph():
    article = source("article", credits=(credit("wire", covers="article", passage=passage(paragraph=3)),))
    assert origins(from_source("article", paragraph=4), article) == {uid("wire")}


def test_a_credit_without_a_passage_covers_the_article():
    article = source("article", credits=(credit("wire", basis="inferred", confirmed=True),))
    assert origins(from_source("article", paragraph=4), article) == {uid("wire")}


def test_a_paragraph_says_nothing_of_a_source_that_was_only_relayed():
    wire = source("wire", credits=(credit("agency", passage=passage(paragraph=3)),))
    assert origins(from_source("article", relay=(uid("wire"),)), wire) == {outlet("wire")}
    assert origins(Evidence(source=uid("wire"), row="17"), wire) == {outlet("wire")}


# --- which credits count


@pytest.mark.parametrize(("basis", "confirmed", "counts"), [
    ("text", False, True),
    ("text", True, True),
    ("photo", False, False),
    ("photo", True, True),
    ("inferred", False, False),
    ("inferred", True, True),
])  # fmt: skip
def test_photo_and_inferred_credits_count_once_confirmed(basis, confirmed, counts):
    article = source("article", credits=(credit("wire", covers="article", basis=basis, confirmed=confirmed),))
    assert origins(from_source("article"), article) == {uid("wire") if counts else outlet("article")}


def test_a_credit_that_does_not_count_leaves_those_that_do():
    article = source("article", credits=(credit("agency", basis="photo"), credit("wire", covers="article")))
    assert origins(from_source("article"), article) == {uid("wire")}


# --- copies and withdrawn sources


def test_a_copy_comes_from_what_it_copies_whatever_it_credits():
    copy = source("copy", copy_of=uid("original"), credits=(credit("wire", covers="article"),))
    assert origins(from_source("copy"), copy, source("original")) == {outlet("original")}
    original = source("original", credits=(credit("agency", covers="article"),))
    assert origins(from_source("copy"), copy, original) == {uid("agency")}


def test_two_copies_and_their_original_are_one_origin():
    sources = known(source("original"), *(source(name, copy_of=uid("original")) for name in ("first", "second")))
    everything = tuple(from_source(name) for name in ("original", "first", "second"))
    assert behind(everything, sources) == {outlet("original")}


def test_sources_that_copy_each_other_are_one_origin():
    sources = known(source("a", copy_of=uid("b")), source("b", copy_of=uid("a")))
    assert len(behind((from_source("a"), from_source("b")), sources)) == 1


def test_a_source_that_was_withdrawn_adds_no_origin():
    gone = source("gone", withdrawn=True)
    assert origins(from_source("gone"), gone) == set()
    assert origins(from_source("gone", relay=(uid("wire"),)), gone, source("wire")) == set()
    assert behind((from_source("gone"), from_source("kept")), known(gone, source("kept"))) == {outlet("kept")}


def test_a_wire_that_was_withdrawn_is_still_where_the_words_come_from():
    wire = source("wire", withdrawn=True)
    assert origins(from_source("article", relay=(uid("wire"),)), source("article"), wire) == {outlet("wire")}


# --- several pieces of evidence


def test_each_place_in_a_source_is_followed_for_itself():
    article = source("article", credits=(credit("wire", passage=passage(paragraph=3)),))
    pieces = (
        from_source("article", paragraph=3),
        from_source("article", paragraph=4),
        from_source("article", paragraph=4, relay=(uid("readout"),)),
        from_source("article", paragraph=4, relay=(uid("readout"), uid("post"))),
        from_source("other", paragraph=4),
        judgement(),
    )
    found = behind(pieces, known(article))
    assert found == {uid("wire"), outlet("article"), uid("readout"), uid("post"), uid("other")}


# --- circles


def circle(*names, **changes):
    following = zip(names, (*names[1:], names[0]), strict=True)
    return [source(name, credits=(credit(other, covers="article"),), **changes) for name, other in following]


@pytest.mark.parametrize("names", [("a", "b"), ("a", "b", "c")])
def test_sources_that_credit_each_other_are_one_origin(names):
    sources = circle(*names)
    assert [origins(from_source(name), *sources) for name in names] == [{min(map(outlet, names))}] * len(names)
    everything = tuple(from_source(name) for name in names)
    assert len(behind(everything, known(*sources))) == 1


def test_a_circle_of_sources_without_outlet_is_one_origin():
    assert origins(from_source("a"), *circle("a", "b", outlet=None)) == {min(uid("a"), uid("b"))}


def test_one_who_credits_a_circle_is_no_part_of_it():
    entrance = source("0", credits=(credit("a", covers="article"),))
    assert origins(from_source("0"), entrance, *circle("a", "b")) == {min(outlet("a"), outlet("b"))}


def test_two_ways_to_one_wire_are_one_origin():
    sources = [
        source("article", credits=(credit("b", covers="article"), credit("c", covers="article"))),
        source("b", credits=(credit("wire", covers="article"),)),
        source("c", credits=(credit("wire", covers="article"),)),
        source("wire"),
    ]
    assert origins(from_source("article"), *sources) == {outlet("wire")}
