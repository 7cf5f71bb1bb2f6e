"""Roles, ranks, links, properties and the small lists: the rules that other layers lean on."""

from itertools import pairwise

import pytest

from incidents import codebook

CURRENT = codebook.current()
LINKS = CURRENT.links


def codes(text: str) -> set[str]:
    return set(text.split())


def test_sides_of_roles():
    sides = {code: role.side for code, role in CURRENT.roles.items()}
    assert sides == {
        **dict.fromkeys(
            codes("summoner represented_state_protesting perpetrator author visitor accuser demander"), "initiating"
        ),
        **dict.fromkeys(codes("summoned target_state recipient host accused addressee"), "target"),
        **dict.fromkeys(codes("signatory party attendee"), "party"),
        **dict.fromkeys(
            codes("spokesperson mediator third_party witness protecting_power beneficiary affected_party"), "third"
        ),
    }


@pytest.mark.parametrize(
    "rising",
    [
        "director director_general deputy_minister vice_minister first_vice_minister minister head_of_government "
        "head_of_state",
        "attache counsellor deputy_head_of_mission charge_d_affaires ambassador",
        "special_representative deputy_secretary_general secretary_general",
    ],
)
def test_ranks_rise_within_a_line(rising):
    ranks = [CURRENT.ranks[code] for code in rising.split()]
    assert len({rank.line for rank in ranks}) == 1
    assert all(lower.order < higher.order for lower, higher in pairwise(ranks))


def test_what_is_not_stored_as_a_link():
    assert {code for code, link in LINKS.items() if not link.stored} == codes(
        "DUPLICATE_OF REPORTS_ON DERIVED_FROM CONTRADICTS CORROBORATES"
    )
    assert "CITES_LAW" not in LINKS


def test_what_is_computed_and_may_be_asserted():
    computed = {code for code, link in LINKS.items() if link.derived and link.stored}
    assert computed == {"FOLLOWS", "ESCALATES", "DEESCALATES", "RECURS"}


def test_links_without_direction_read_the_same_from_both_ends():
    undirected = {code for code, link in LINKS.items() if not link.directed}
    assert undirected == codes("SAME_EPISODE POSSIBLE_DUPLICATE RECURS CONTRADICTS CORROBORATES")
    for code in undirected:
        assert LINKS[code].label == LINKS[code].inverse
        assert all(LINKS[code].allows(end, start) for start, end in LINKS[code].ends)
    assert all(link.label != link.inverse for link in LINKS.values() if link.directed)


def test_circles_and_parents():
    acyclic = {code for code, link in LINKS.items() if link.acyclic and link.stored}
    assert acyclic == codes(
        "RESPONDS_TO RETALIATES REPLIES_TO FOLLOWS PRECURSOR_OF ESCALATES DEESCALATES PART_OF "
        "CORRECTS SUPERSEDES IMPLEMENTS"
    )
    assert {code for code, link in LINKS.items() if link.one_parent} == {"PART_OF"}


def test_ends():
    assert LINKS["PART_OF"].ends == (("incident", "incident"),)
    assert LINKS["REPLIES_TO"].ends == (("statement", "statement"),)
    assert LINKS["RETALIATES"].ends == (("incident", "incident"),)
    assert len(LINKS["RESPONDS_TO"].ends) == 4


def test_a_cause_needs_a_passage():
    assert {code for code, link in LINKS.items() if link.passage_required} == codes(
        "RESPONDS_TO RETALIATES CORRECTS SUPERSEDES IMPLEMENTS"
    )


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (
            "incident",
            "type date place participant issue occurrence quantity ordinal level_of_summoner level_of_summoned "
            "publicity channel outcome scope",
        ),
        ("statement", "speaker on_behalf_of addressee act acts date about incident modality venue gist"),
        ("actor", "name country tenure belongs_to rank"),
    ],
)
def test_properties_of_each_kind(kind, expected):
    assert list(CURRENT.properties_of(kind)) == expected.split()


def test_cardinalities():
    keyed = {found.code for found in CURRENT.properties.values() if found.cardinality == "keyed"}
    many = {found.code for found in CURRENT.properties.values() if found.cardinality == "many"}
    assert keyed == {"participant", "quantity", "tenure"}
    assert many == {"issue", "addressee", "acts", "name"}


def test_dates_need_a_basis_and_nothing_else_does():
    assert {key for key, found in CURRENT.properties.items() if found.basis} == {
        ("incident", "date"),
        ("statement", "date"),
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("occurrences", "reported alleged disputed confirmed did_not_happen"),
        ("scopes", "core context"),
        ("modalities", "asserted hedged conditional negated future"),
        ("directness", "direct paraphrase headline caption"),
        ("publicity", "private leaked announced announced_before"),
        ("speaker_modes", "alone together each"),
        ("name_kinds", "official romanisation short abbreviation metonym description surname title"),
        ("passage_kinds", "headline dateline byline body caption related_link advertisement footer"),
        ("source_kinds", "article wire readout post press_conference data_set note"),
        ("date_bases", "explicit relative_to_publication relative_to_dateline relative_to_text inferred"),
        ("credit_bases", "text photo inferred"),
        ("credit_extents", "paragraph article"),
        ("proposal_outcomes", "accepted corrected rejected"),
        ("review_decisions", "approve return"),
        ("reliability", "A B C D E F"),
        ("credibility", "1 2 3 4 5 6"),
        ("actor_kinds", "person office body state organisation company outlet group"),
        ("confidences", "high medium low"),
        ("statuses", "draft in_review published withdrawn"),
        ("claim_statuses", "active withdrawn"),
        ("tracks", "D E M C S I"),
        ("score_systems", "rung goldstein plover_score"),
        ("place_precisions", "site city region sea_or_air country"),
    ],
)
def test_small_lists_in_their_order(name, expected):
    assert list(CURRENT.lists[name]) == expected.split()


@pytest.mark.parametrize(("name", "code"), [("reliability", "F"), ("credibility", "6")])
def test_what_cannot_be_judged_is_not_the_worst(name, code):
    term = CURRENT.term(name, code)
    assert "cannot be judged" in term.label.en
    assert "not worst" in term.definition.en
    assert "bukan terburuk" in term.definition.id


def test_about_twenty_issues():
    assert 20 <= len(CURRENT.issues) <= 30
    assert {"ARMS_TRANSFER", "TREATY_OR_PACT", "TROOP_DEPLOYMENT", "CONSULAR_CASE", "OTHER"} <= set(CURRENT.issues)


def test_references_are_pinned():
    versions = {reference.key: reference.version for reference in CURRENT.references}
    assert "5e0c24f" in versions["plover-manual"]
    assert "3746c72" in versions["cameo-icews"]
