"""Which claim counts: preferred, else credibility, else origins, else letter, else precision, else the earlier one."""

import pytest

from incidents.domain.claims import StandingClaim
from tests.domain.story import KIM, KOREA, VICE_MINISTER, claim, judgement, uid
from tests.domain.weighing import by_name, counting, credit, from_source, source, weighed, winner

A, B, C = (source(name) for name in "ABC")
GRADED = {letter: source(f"graded {letter}", letter=letter) for letter in "ABCDEF"}


def date(name, value="2024-06-21", *evidence, **changes):
    return claim(name, "date", value, *(evidence or (judgement(name),)), **changes)


def on(name, *sources):
    """Return a claim that rests on one passage of each source."""
    return date(name, f"2024-06-{10 + len(name)}", *(from_source(one) for one in sources))


# --- the steps of the rule, each alone


def test_a_claim_alone_counts():
    weighing = weighed(date("one"))
    assert winner(weighing) == by_name("one", "only")
    assert weighing.one("date") == "2024-06-21"
    assert weighing.claims[0].resolved


def test_without_claims_nothing_counts():
    weighing = weighed()
    assert (weighing.one("date"), weighing.many("date"), counting(weighing), weighing.disputed) == (None, [], {}, ())


def test_the_preferred_claim_counts_whatever_else_speaks_for_the_other():
    strong = date("strong", "2024-06-21", from_source("A"), from_source("B"), credibility=1)
    weak = date("weak", "2024", credibility=5)
    assert winner(weighed(strong, weak, preferred={"date": "weak"}, sources=(A, B))) == by_name("weak", "preferred")
    assert winner(weighed(strong, weak, sources=(A, B))) == by_name("strong", "credibility")


@pytest.mark.parametrize(
    ("better", "worse"), [(1, 2), (2, 3), (3, 6), (3, None), (6, 4), (None, 4), (6, 5), (None, 5), (4, 5), (1, None)]
)
def test_better_known_credibility_counts(better, worse):
    first, second = date("first", credibility=worse), date("second", "2024-06-20", credibility=better)
    assert winner(weighed(first, second)) == by_name("second", "credibility")
    first, second = date("first", credibility=better), date("second", "2024-06-20", credibility=worse)
    assert winner(weighed(first, second)) == by_name("first", "credibility")


@pytest.mark.parametrize("pair", [(6, None), (None, 6), (None, None), (2, 2)])
def test_what_cannot_be_judged_and_what_was_not_assessed_weigh_the_same(pair):
    first, second = date("first", credibility=pair[0]), date("second", "2024-06-20", credibility=pair[1])
    assert winner(weighed(first, second)) == by_name("first", "earlier")


def test_more_independent_origins_count():
    weighing = weighed(on("a", "A"), on("bc", "B", "C"), sources=(A, B, C))
    assert winner(weighing) == by_name("bc", "origins")
    assert {one.standing.claim.claim: len(one.origins) for one in weighing.claims} == {uid("a"): 1, uid("bc"): 2}


def test_copies_of_one_wire_are_one_origin():
    wire = source("wire")
    copies = [source(name, credits=(credit("wire", covers="article"),)) for name in ("copy 1", "copy 2", "copy 3")]
    copied, own = on("copied", "copy 1", "copy 2", "copy 3"), on("own", "A", "B")
    assert winner(weighed(copied, own, sources=(wire, *copies, A, B))) == by_name("own", "origins")


def test_a_judgement_has_no_origin():
    judged = date("judged", "2024-06-20", judgement("One."), judgement("Two."))
    assert winner(weighed(judged, on("a", "A"), sources=(A,))) == by_name("a", "origins")


@pytest.mark.parametrize(("better", "worse"), ["AB", "BC", "CF", "FD", "FE", "DE", "AE"])
def test_the_better_letter_counts(better, worse):
    first, second = on("first", f"graded {worse}"), on("second", f"graded {better}")
    assert winner(weighed(first, second, sources=tuple(GRADED.values()))) == by_name("second", "letter")


def test_a_source_that_was_not_graded_weighs_like_one_that_cannot_be_judged():
    ungraded, unknown, unjudged = on("ungraded", "A"), on("unknown", "nowhere"), on("unjudged", "graded F")
    for pair in [(ungraded, unjudged), (unjudged, ungraded), (unknown, unjudged), (unjudged, unknown)]:
        assert winner(weighed(*pair, sources=(A, *GRADED.values()))) == (pair[0].claim, "earlier")
    assert winner(weighed(on("d", "graded D"), ungraded, sources=(A, *GRADED.values())))[1] == "letter"
    assert winner(weighed(on("c", "graded C"), ungraded, sources=(A, *GRADED.values())))[1] == "letter"


def test_the_best_letter_of_a_claim_counts():
    mixed, plain = on("mixed", "graded E", "graded B"), on("plain", "graded C", "graded C2")
    sources = (*GRADED.values(), source("graded C2", letter="C"))
    assert winner(weighed(plain, mixed, sources=sources)) == by_name("mixed", "letter")


def test_the_letter_of_a_relayed_source_does_not_count():
    relayed = date("relayed", "2024-06-20", from_source("A", relay=(uid("graded A"),)))
    plain = on("plain", "graded B")
    assert winner(weighed(relayed, plain, sources=(A, *GRADED.values()))) == by_name("plain", "letter")


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("2024-06-21", "2024-06"),
        ("2024-06", "2024"),
        ("2024-06-01/2024-06-03", "2024-06"),
        ("2024", "../2024-06-21"),
        ("../2024-06-21", "XXXX"),
        ("2024-06-21T10:00Z", "2024-06-21"),
    ],
)
def test_the_more_precise_date_counts(better, worse):
    assert winner(weighed(date("first", worse), date("second", better))) == by_name("second", "precision")


@pytest.mark.parametrize(("better", "worse"), [("site", "city"), ("city", "region"), ("region", "country")])
def test_the_more_precise_place_counts(better, worse):
    places = [
        claim(name, "place", {"name": name, "role": "where", "precision": precision})
        for name, precision in (("first", worse), ("second", better))
    ]
    assert winner(weighed(*places), "place") == by_name("second", "precision")


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"best": 1500}, {"low": 1000, "high": 2000}),
        ({"low": 1000, "high": 2000}, {"low": 1000, "best": 1500, "high": 2001}),
        ({"low": "9.5", "best": None, "high": 10}, {"low": 9, "high": 10}),
        ({"low": "10", "high": "20"}, {"low": "9", "high": "20"}),
    ],
)
def test_the_narrower_quantity_counts(better, worse):
    first, second = (
        claim(name, "quantity:sent", {"unit": "person", **value})
        for name, value in (("first", worse), ("second", better))
    )
    assert winner(weighed(first, second), "quantity") == by_name("second", "precision")


def test_other_values_are_equally_precise_and_the_earlier_counts():
    first, second = claim("first", "scope", "core"), claim("second", "scope", "context")
    assert winner(weighed(first, second), "scope") == by_name("first", "earlier")


def test_the_earlier_position_counts_in_whatever_order_the_claims_come():
    late = StandingClaim(claim=date("late", "2024-06-20"), position=9)
    early = StandingClaim(claim=date("early"), position=4)
    assert winner(weighed(late, early)) == by_name("early", "earlier")
    assert [one.standing.position for one in weighed(late, early).claims] == [4, 9]


def test_claims_of_one_event_stand_in_the_order_it_gives_them():
    first, second = (
        StandingClaim(claim=date(name, value), position=4)
        for name, value in (("zz", "2024-06-21"), ("aa", "2024-06-20"))
    )
    assert winner(weighed(first, second)) == by_name("zz", "earlier")


def test_the_letter_of_a_source_that_was_withdrawn_does_not_count():
    gone, kept = source("gone", letter="A", withdrawn=True), source("kept", letter="C")
    only_gone = date("only gone", "2024-06-20", from_source("gone"), from_source("A"))
    assert winner(weighed(only_gone, on("kept", "kept"), sources=(gone, kept, A))) == by_name("kept", "letter")


# --- the order of the steps


STEPS = [  # what makes the second claim better in one step, weakest last
    ("credibility", {"credibility": 1}, {"credibility": 2}),
    ("origins", {"sources": ("A", "B")}, {"sources": ("A",)}),
    ("letter", {"sources": ("graded A",)}, {"sources": ("graded B",)}),
    ("precision", {"value": "2024-06-20"}, {"value": "2024-06"}),
]


@pytest.mark.parametrize("number", range(len(STEPS) - 1))
def test_an_earlier_step_outweighs_the_next(number):
    def build(name, *parts):
        made = {key: value for part in parts for key, value in part.items()}
        cited = made.get("sources", ("A",))
        evidence = [from_source(one) for one in cited]
        return date(name, made.get("value", "2024-06-20"), *evidence, credibility=made.get("credibility"))

    (reason, better, worse), (_, next_better, next_worse) = STEPS[number], STEPS[number + 1]
    if reason == "origins":  # both steps are about sources: two bad ones against one good one
        better, next_better = {"sources": ("graded D", "graded E")}, {"sources": ("graded A",)}
    winning, losing = build("winning", next_worse, better), build("losing", worse, next_better)
    if reason == "origins":
        winning, losing = build("winning", better), build("losing", next_better)
    sources = (A, B, *GRADED.values())
    assert winner(weighed(losing, winning, sources=sources)) == by_name("winning", reason)


def test_what_decided_is_said_of_the_one_that_counts_only():
    weighing = weighed(date("one", credibility=1), date("two", "2024-06-20", credibility=2))
    told = {one.standing.claim.claim: (one.resolved, one.decided_by) for one in weighing.claims}
    assert told == {uid("one"): (True, "credibility"), uid("two"): (False, None)}


# --- withdrawn, keyed, many


def withdrawn(told, position=1):
    return StandingClaim(claim=told, position=position, withdrawn=True)


def test_a_withdrawn_claim_does_not_count_but_stays_in_sight():
    weighing = weighed(withdrawn(date("gone", credibility=1)), StandingClaim(claim=date("kept"), position=2))
    assert winner(weighing) == by_name("kept", "only")
    assert [one.standing.claim.claim for one in weighing.claims] == [uid("gone"), uid("kept")]
    assert [one.standing.claim.claim for one in weighing.active("date")] == [uid("kept")]
    assert weighed(withdrawn(date("gone"))).one("date") is None


def test_each_key_is_settled_for_itself():
    participants = [
        claim("summoner", f"participant:{KIM}:summoner", {"office": VICE_MINISTER}),
        claim("weaker", f"participant:{KIM}:summoner", {"on_behalf_of": KOREA}, credibility=5),
        claim("witness", f"participant:{KIM}:witness", {}),
    ]
    weighing = weighed(*participants, claim("sent", "quantity:sent", {"unit": "person", "best": 1}))
    assert {name: one[0].standing.claim.claim for name, one in counting(weighing).items()} == {
        f"participant:{KIM}:summoner": uid("summoner"),
        f"participant:{KIM}:witness": uid("witness"),
        "quantity:sent": uid("sent"),
    }
    assert [one.standing.claim.claim for one in weighing.many("participant")] == [uid("summoner"), uid("witness")]
    assert [one.standing.claim.claim for one in weighing.active("participant")] == list(
        map(uid, ("summoner", "weaker", "witness"))
    )


def test_what_counts_is_told_by_key():
    weighing = weighed(
        claim("b", "quantity:sent", {"unit": "person", "best": 1}),
        claim("a", "quantity:crossed", {"unit": "person", "best": 1}),
    )
    assert list(counting(weighing)) == ["quantity:crossed", "quantity:sent"]


def test_all_values_of_a_property_that_may_have_many_count_best_first():
    issues = [
        claim(code, "issue", code, credibility=digit) for code, digit in (("TRADE", 4), ("CYBER", 1), ("BORDER", 2))
    ]
    weighing = weighed(*issues)
    assert [one.value for one in counting(weighing)["issue"]] == ["CYBER", "BORDER", "TRADE"]
    assert {(one.resolved, one.decided_by) for one in weighing.claims} == {(True, "only")}


def test_a_preferred_value_among_many_comes_first_and_says_so():
    names = [
        claim(text, "name", {"text": text, "kind": "romanisation"}, credibility=digit)
        for text, digit in (("Kim Hong-kyun", 1), ("Kim Hong Kyun", 2))
    ]
    weighing = weighed(*names, kind="actor", preferred={"name": "Kim Hong Kyun"})
    assert [(one.value["text"], one.decided_by) for one in counting(weighing)["name"]] == [
        ("Kim Hong Kyun", "preferred"),
        ("Kim Hong-kyun", "only"),
    ]
