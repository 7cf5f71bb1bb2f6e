"""Actors by any variant of a name, and by the office they held."""

from datetime import date

import pytest

from incidents.dispatch import dispatch
from incidents.domain.actor import MergeActors
from incidents.domain.claiming import RecordClaim, WithdrawClaim
from incidents.imports.keys import record_id
from incidents.log import read
from incidents.models import Claim
from incidents.readmodels import queries
from incidents.readmodels.tenures import Held, day_in, held_on
from tests.factories import ActorFactory, claim, id_of
from tests.people import COLLEAGUE, OWNER, PUBLIC, READER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]

ZINOVIEV, KIM = record_id("zinoviev"), record_id("kim-hong-kyun")
AMBASSADOR = record_id("ambassador-rus-kor")
THEN = date(2024, 6, 21)


def found(text, person=PUBLIC, **options):
    return [str(one.actor.record) for one in queries.find_actors(text, person=person, **options)]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Kim Hong-kyun", "kim-hong-kyun"),
        ("kim hong kyun", "kim-hong-kyun"),
        ("KIM HONG KYUN", "kim-hong-kyun"),
        ("Korsel", "kor"),
        ("South Korea", "kor"),
        ("korea selatan", "kor"),
        ("Zinov", "zinoviev"),
        ("Cho Tae Yul", "cho-tae-yul"),
    ],
)
@pytest.mark.parametrize("person", [PUBLIC, READER])
def test_the_first_found_goes_by_that_name(text, key, person):
    for as_of in (None, read.head().position):
        assert found(text, person, as_of=as_of)[0] == record_id(key)


def test_a_name_that_merely_resembles_finds_nobody():
    assert KIM not in found("Kim Jong Un") and record_id("kim-jong-un") not in found("Kim Hong Kyun")
    assert found("Zinovyev") == found("%") == found("") == found("_") == []


QUESTIONS = [
    "who was Russia's ambassador in Seoul on 21 June 2024",
    "Russia's ambassador in Seoul on 2024-06-21",
    "Russian ambassador to South Korea, June 21, 2024",
    "siapa Dubes Rusia untuk Korsel pada 21 Juni 2024",
    "duta besar Rusia di Seoul 21 Juni 2024",
]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("person", [PUBLIC, READER])
def test_who_held_an_office_on_a_day(question, person):
    first = queries.find_actors(question, person=person)[0]
    assert (str(first.actor.record), first.by, first.office, first.certainly) == (ZINOVIEV, "office", AMBASSADOR, True)


def test_on_another_day_the_holder_is_not_certain():
    for text in ("Russia's ambassador in Seoul on 1 January 2020", "Russia's ambassador in Seoul"):
        held = [one for one in queries.find_actors(text, person=PUBLIC) if one.by == "office"]
        assert [str(one.actor.record) for one in held] == [ZINOVIEV]
        assert held[0].certainly is not True


def test_who_left_before_or_came_after_is_not_found():
    person = ActorFactory(name="Ivan Petrov", claims={f"tenure:{AMBASSADOR}": {"from": "2015", "to": "2019"}})
    on = {day: found("Russia's ambassador in Seoul", READER, on=day) for day in (date(2017, 5, 1), THEN)}
    assert on[date(2017, 5, 1)][0] == id_of(person)
    assert id_of(person) not in on[THEN]


@pytest.mark.parametrize("host", ["KOR", "Seoul", "Korsel", "South Korea"])
def test_the_same_question_in_parts(host):
    (held,) = queries.holders(person=PUBLIC, country="RUS", rank="ambassador", host=host, on=THEN)
    assert (str(held.actor.record), held.certainly, held.since, held.until) == (
        ZINOVIEV, True, "../2024-06-21", "2024-10-21/..",
    )  # fmt: skip
    assert queries.holders(person=PUBLIC, office=AMBASSADOR, on=THEN)[0].actor.record == held.actor.record
    assert queries.holders(person=PUBLIC, country="RUS", rank="ambassador", host="JPN", on=THEN) == []
    assert queries.holders(person=PUBLIC, country="USA", rank="ambassador", host=host, on=THEN) == []


def test_the_parts_are_read_strictly():
    for wanted, field in (({"office": "x"}, "office"), ({"country": "RU"}, "country"), ({"rank": "boss"}, "rank")):
        with pytest.raises(queries.FilterError) as refused:
            queries.holders(person=PUBLIC, **wanted)
        assert refused.value.field == field


def test_then_the_office_was_held_as_it_was_known_then():
    then = read.head().position
    for tenure in Claim.objects.filter(subject_id=ZINOVIEV, property__startswith="tenure:"):
        dispatch(WithdrawClaim(kind="actor", id=ZINOVIEV, claim=str(tenure.id)), person=COLLEAGUE, reason="No.")
    spelling = claim(KIM, "name", {"text": "Gim Hong-gyun", "kind": "romanisation", "language": "en"}, name="new")
    dispatch(RecordClaim(kind="actor", id=KIM, claim=spelling), person=OWNER)
    assert ZINOVIEV not in found(QUESTIONS[0], READER) and ZINOVIEV in found(QUESTIONS[0], READER, as_of=then)
    assert found("Gim Hong Gyun", READER) == [KIM] and found("Gim Hong Gyun", READER, as_of=then) == []


def test_those_who_hold_some_office_only():
    assert found("zinoviev", office_in=[AMBASSADOR]) == [ZINOVIEV]
    assert found("kim hong kyun", office_in=[AMBASSADOR]) == []


def test_the_survivor_is_found_by_the_names_of_both():
    one = ActorFactory(name="Aleksandr Karpov")
    other = ActorFactory(name="Alexander Karpow")
    dispatch(MergeActors(id=id_of(one), into=id_of(other)), person=COLLEAGUE)
    assert found("aleksandr karpov", READER) == found("Alexander Karpow", READER) == [id_of(other)]


def test_the_public_finds_whom_it_sees():
    hidden = ActorFactory(name="Hidden Draftsman")
    assert found("hidden draftsman", READER) == [id_of(hidden)] and found("hidden draftsman", PUBLIC) == []


def test_the_public_finds_nobody_by_an_office_that_it_does_not_see():
    hidden = ActorFactory(office=True, name="Hidden Quokka Warden", rank="ambassador", country="RUS")
    dispatch(RecordClaim(kind="actor", id=ZINOVIEV, claim=claim(ZINOVIEV, f"tenure:{hidden.id}", {})), person=OWNER)
    assert found("hidden quokka warden", READER) == [id_of(hidden), ZINOVIEV]
    assert found("hidden quokka warden", PUBLIC) == []
    assert queries.holders(person=READER, office=id_of(hidden)) and not queries.holders(
        person=PUBLIC, office=id_of(hidden)
    )


@pytest.mark.parametrize(
    ("since", "until", "held"),
    [
        ("2024", "2025", Held.POSSIBLY),
        ("2023", "2025", Held.CERTAINLY),
        ("2025", None, Held.NOT),
        ("2020", "2023", Held.NOT),
        (None, None, Held.POSSIBLY),
        ("2023", "2024-01-01/..", Held.POSSIBLY),
        ("../2024-06-21", "2024-06-21/..", Held.CERTAINLY),
    ],
)
def test_how_far_a_tenure_covers_a_day(since, until, held):
    assert held_on({"from": since, "to": until}, THEN) is held


@pytest.mark.parametrize("text", ["31 February 2024", "2024-13-01", "21 Junk 2024", "0000-00-00", "99 June 2024"])
def test_what_is_no_day_is_left_in_the_text(text):
    assert day_in(text) == (None, text)


def test_finding_takes_few_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        queries.find_actors(QUESTIONS[0], person=PUBLIC)
