"""Words compare without case, accents, hyphens and apostrophes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.domain.folding import fold, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kim Hong-kyun", "KIM HONG KYUN"),
        ("Žižek", "zizek"),
        ("Łódź", "Lodz"),
        ("Straße", "STRASSE"),
        ("Ma’ruf Amin", "Maruf Amin"),
        ("Russia's ambassador", "russia ambassador"),
        ("Сергей", "сергеи"),
        ("  Korsel ", "korsel"),
        ("İstanbul", "Istanbul"),
    ],
)
def test_variants_fold_to_the_same_words(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("Kim Jong Un", "Kim Hong Kyun"), ("한국", "조선"), ("Iran", "Irak")])
def test_what_merely_resembles_stays_apart(one, other):
    assert fold(one) != fold(other)


def test_what_is_no_letter_separates_words_and_is_gone():
    assert words("F-16, (two)\tof %them_ \x00 \ud800!") == ["f", "16", "two", "of", "them"]
    assert fold("—…!") == ""


@given(st.text())
def test_folding_again_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_folded_words_hold_nothing_that_a_search_reads_as_a_sign(text):
    assert not set(fold(text)) & set("|%_\"'\\-\x00")
