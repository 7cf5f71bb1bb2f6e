"""Which claim counts where records or actors were merged: one family, weighed together."""

from incidents.domain.claims import StandingClaim
from tests.domain.story import KIM, KIM_AGAIN, KOREA, RUSSIA, VICE_MINISTER, claim, judgement, uid
from tests.domain.weighing import by_name, counting, weigh, weighed, winner


def date(name, value="2024-06-21", *evidence, **changes):
    return claim(name, "date", value, *(evidence or (judgement(name),)), **changes)


def test_claims_of_a_merged_family_are_weighed_together():
    survivor = StandingClaim(claim=date("own", credibility=3), position=7)
    loser = StandingClaim(claim=date("of the loser", "2024-06-20", credibility=2), position=3)
    weighing = weighed(survivor, loser)
    assert winner(weighing) == by_name("of the loser", "credibility")
    assert [one.standing.position for one in weighing.claims] == [3, 7]


def test_a_merged_actor_in_a_key_is_the_one_that_stands_for_it():
    claims = [
        claim("first", f"participant:{KIM}:summoner", {"office": VICE_MINISTER}, credibility=2),
        claim("again", f"participant:{KIM_AGAIN}:summoner", {"on_behalf_of": KOREA}, credibility=3),
    ]
    apart = weighed(*claims)
    assert len(counting(apart)) == 2
    together = weighed(*claims, merged={KIM_AGAIN: KIM})
    assert list(counting(together)) == [f"participant:{KIM}:summoner"]
    assert winner(together, "participant") == by_name("first", "credibility")
    assert str(together.claims[1].key) == f"participant:{KIM}:summoner"


def test_a_merged_office_in_the_key_of_a_tenure():
    office = uid("office again")
    claims = [claim("a", f"tenure:{VICE_MINISTER}", {}), claim("b", f"tenure:{office}", {"from": "2023"})]
    together = weighed(*claims, kind="actor", merged={office: VICE_MINISTER})
    assert list(counting(together)) == [f"tenure:{VICE_MINISTER}"]


def test_a_code_in_a_key_is_no_actor():
    told = claim("sent", "quantity:sent", {"unit": "person", "best": 1})
    assert list(counting(weighed(told, merged={"sent": RUSSIA}))) == ["quantity:sent"]


def test_without_merges_everybody_stands_for_themselves():
    told = StandingClaim(claim=claim("a", f"participant:{KIM}:witness", {"on_behalf_of": KOREA}), position=1)
    assert list(counting(weigh("incident", [told], {}, {}))) == [f"participant:{KIM}:witness"]


def test_a_preference_holds_under_a_merged_key():
    claims = [
        claim("first", f"participant:{KIM}:summoner", {"office": VICE_MINISTER}, credibility=1),
        claim("again", f"participant:{KIM_AGAIN}:summoner", {"on_behalf_of": KOREA}),
    ]
    preferred = {f"participant:{KIM_AGAIN}:summoner": "again"}
    together = weighed(*claims, merged={KIM_AGAIN: KIM}, preferred=preferred)
    assert winner(together, "participant") == by_name("again", "preferred")
