"""The list of actors answers by any variant of a name, and by the office somebody held on a day."""

import pytest

from incidents.models import Actor
from tests.admin.support import list_of, text

pytestmark = pytest.mark.django_db


def found_by(browser, question):
    response = browser.get(list_of(Actor, q=question))
    return {row.name for row in response.context["cl"].result_list}, text(response)


@pytest.mark.parametrize(
    "question",
    [
        "who was Russia's ambassador in Seoul on 21 June 2024",
        "duta besar Rusia di Seoul pada 21 Juni 2024",
        "russia ambassador seoul 2024-06-21",
    ],
)
def test_a_question_is_answered_by_the_office_held(seeded, reader, question):
    names, page = found_by(reader, question)
    assert "Georgy Zinoviev" in names
    assert "By the office they held Georgy Zinoviev – Ambassador of Russia to the Republic of Korea" in page
    assert "certainly, by what is on record" in page


def test_a_day_before_anybody_is_known_is_answered_with_care(seeded, reader):
    _, page = found_by(reader, "russia ambassador seoul 2023-01-05")
    assert "possibly" in page
    assert "certainly" not in page


@pytest.mark.parametrize(
    ("words_", "name"),
    [
        ("Korsel", "South Korea"),
        ("Kim Hong Kyun", "Kim Hong-kyun"),
        ("kim hong-kyun", "Kim Hong-kyun"),
        ("KIM  HONG", "Kim Hong-kyun"),
        ("zinov", "Georgy Zinoviev"),
        ("moskow", "Russia"),
    ],
)
def test_any_variant_of_a_name_is_found(seeded, reader, words_, name):
    assert name in found_by(reader, words_)[0]


def test_a_search_that_is_too_long_or_strange_says_so(seeded, reader):
    names, page = found_by(reader, " ".join(f"word{number}" for number in range(40)))
    assert names == set()
    assert "20 words at most" in page
    for strange in ("%", "_", "' OR 1=1 --", "\\", "()"):
        assert found_by(reader, strange)[0] == set()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Korsel", "South Korea"),
        ("Kim Hong Kyun", "Kim Hong-kyun"),
        ("kim hong-kyun", "Kim Hong-kyun"),
        ("Kim Hong-Kyun", "Kim Hong-kyun"),
        ("who was Russia's ambassador in Seoul on 21 June 2024", "Georgy Zinoviev"),
    ],
)
def test_so_does_the_field_that_offers_actors(seeded, curator, typed, first):
    results = curator.get("/admin/find/actor/", {"q": typed}).json()["results"]
    assert results[0]["text"] == first


@pytest.mark.parametrize("typed", ["", "%", "x" * 5_000, " ".join("word" for _ in range(60)), "<b>", "\x00", "'"])
def test_strange_words_offer_nothing_and_break_nothing(seeded, curator, typed):
    answered = curator.get("/admin/find/actor/", {"q": typed})
    assert answered.status_code == 200
    assert all(set(one) >= {"id", "text"} for one in answered.json()["results"])
