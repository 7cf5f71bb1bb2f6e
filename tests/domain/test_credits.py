"""A source credits others as its origin: attached to a passage or the whole article, confirmed, withdrawn."""

import pytest

from incidents.domain.bibliography import Bibliography
from incidents.domain.origins import Credit
from incidents.domain.source import (
    ConfirmOrigin,
    CreditOrigin,
    OriginConfirmed,
    OriginCredited,
    OriginWithdrawn,
    RegisterSource,
    SourceRegistered,
    WithdrawOrigin,
)
from tests.domain.story import (
    ARTICLE,
    GONE_SOURCE,
    OWN,
    READOUT,
    UNKNOWN,
    WIRE,
    digest,
    given,
    judgement,
    passage,
    uid,
    world,
)

HELD = Bibliography(kind="article", file_sha256=digest("file"), text_sha256=digest("text"), length=1_000)
PRINTED = Credit(credit=uid("printed"), origin=WIRE, basis="text", passage=passage(source=OWN))
PHOTO = Credit(credit=uid("photo"), origin=WIRE, basis="photo", passage=passage(300, 310, source=OWN, kind="caption"))
INFERRED = Credit(credit=uid("inferred"), origin=READOUT, basis="inferred", covers="article")


def held(*credits):
    return given("source", SourceRegistered(held=True, about=HELD, origins=credits))


def credit(story, told, facts=None):
    return story.when(CreditOrigin(id=OWN, credit=told), facts or world())


@pytest.mark.parametrize(
    "told",
    [
        PRINTED,
        PRINTED.__replace__(covers="article"),
        PHOTO,
        INFERRED,
        INFERRED.__replace__(passage=passage(source=OWN)),
        INFERRED.__replace__(covers="paragraph", passage=passage(source=OWN)),
    ],
)
def test_a_source_credits_its_origin(told):
    assert credit(held(), told).then(OriginCredited(credit=told)).state.origins == {told.credit: told}
    other = PRINTED.__replace__(credit=UNKNOWN, origin=ARTICLE)
    command = RegisterSource(id=OWN, held=True, about=HELD, origins=(other, told))
    registered = given("source").when(command).accepted()
    assert list(registered.state.origins.values()) == list(command.origins)


UNSOUND = [  # a credit, code, field behind the credit's own
    (PRINTED.__replace__(credit="c1"), "invalid_id", ".credit"),
    (PRINTED.__replace__(origin=OWN), "credits_itself", ".origin"),
    (PRINTED.__replace__(origin="reuters"), "invalid_id", ".origin"),
    (PRINTED.__replace__(origin=UNKNOWN), "unknown_source", ".origin"),
    (PRINTED.__replace__(origin=GONE_SOURCE), "withdrawn_source", ".origin"),
    (PRINTED.__replace__(basis="hearsay"), "unknown_code", ".basis"),
    (PRINTED.__replace__(covers="headline"), "unknown_code", ".covers"),
    (PRINTED.__replace__(passage=None), "credit_passage", ".passage"),
    (PRINTED.__replace__(passage=None, covers="article"), "credit_passage", ".passage"),
    (PHOTO.__replace__(passage=None), "credit_passage", ".passage"),
    (INFERRED.__replace__(covers="paragraph"), "credit_extent", ".covers"),
    (PRINTED.__replace__(passage=passage()), "credit_elsewhere", ".passage"),
    (PRINTED.__replace__(passage=judgement()), "credit_elsewhere", ".passage"),
    (PRINTED.__replace__(passage=passage(source=OWN, end=2000)), "passage_outside_text", ".passage"),
    (PRINTED.__replace__(passage=passage(source=OWN, kind="gossip")), "unknown_code", ".passage.kind"),
    (INFERRED.__replace__(origin=WIRE), "credit_known", ""),
    (PRINTED.__replace__(credit=UNKNOWN), "credit_known", ""),
]


@pytest.mark.parametrize(("told", "code", "field"), UNSOUND)
def test_a_credit_has_to_be_sound_and_new(told, code, field):
    first = PRINTED.__replace__(credit=INFERRED.credit)
    if code == "credit_known" and told.credit == UNKNOWN:
        first = PRINTED
    credit(held(first), told).refused(code, f"credit{field}")
    command = RegisterSource(id=OWN, held=True, about=HELD, origins=(first, told))
    given("source").when(command).refused(code, f"origins[1]{field}")


def test_the_words_of_a_credit_have_the_hash_that_was_given():
    facts = world(quotes={(OWN, 100, 120): digest("other words")})
    credit(held(), PRINTED, facts).refused("wrong_quote", "credit.passage.quote_sha256")


def test_one_origin_may_be_credited_in_several_passages_and_one_passage_credit_several():
    story = credit(held(PRINTED), PHOTO).accepted()
    third = PRINTED.__replace__(credit=uid("third"), origin=READOUT)
    assert list(credit(story, third).accepted().state.origins) == [PRINTED.credit, PHOTO.credit, third.credit]


# --- confirmed


def test_an_inferred_credit_is_confirmed():
    story = held(INFERRED, PHOTO)
    command = ConfirmOrigin(id=OWN, credit=INFERRED.credit)
    story = story.when(command).then(OriginConfirmed(credit=INFERRED.credit))
    assert story.state.origins == {
        INFERRED.credit: INFERRED.__replace__(confirmed=True),
        PHOTO.credit: PHOTO,
    }
    story.when(command).then()


# --- withdrawn


def test_a_credit_is_withdrawn_and_may_be_recorded_anew():
    story = held(PRINTED, INFERRED).when(WithdrawOrigin(id=OWN, credit=PRINTED.credit))
    story = story.then(OriginWithdrawn(credit=PRINTED.credit))
    assert story.state.origins == {INFERRED.credit: INFERRED}
    credit(story, PRINTED).then(OriginCredited(credit=PRINTED))


@pytest.mark.parametrize("command", [ConfirmOrigin(id=OWN, credit=UNKNOWN), WithdrawOrigin(id=OWN, credit=UNKNOWN)])
def test_only_a_credit_there_is(command):
    held(PRINTED).when(command).refused("unknown_credit", "credit", id=UNKNOWN)
