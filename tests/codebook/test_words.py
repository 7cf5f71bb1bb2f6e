"""Every term says what it means, in English and in Indonesian."""

from collections.abc import Iterable

import pytest

from incidents import codebook
from incidents.codebook import Term

CURRENT = codebook.current()
LISTS: dict[str, Iterable[Term]] = {name: terms.values() for name, terms in CURRENT.lists.items()}
LISTS |= {f"properties of {kind}": CURRENT.properties_of(kind).values() for kind in ("incident", "statement", "actor")}

# Names of networks and words that both languages write alike.
ALIKE = {"ultimatum", "X", "Facebook", "Telegram"}


@pytest.fixture(params=LISTS)
def terms(request) -> Iterable[Term]:
    return LISTS[request.param]


def test_no_label_and_no_definition_is_empty(terms):
    words = [(term.code, words) for term in terms for words in (term.label, term.definition)]
    assert [code for code, both in words if not both.en.strip() or not both.id.strip()] == []


def test_the_indonesian_is_not_the_english(terms):
    assert [term.code for term in terms if term.definition.en == term.definition.id] == []
    assert [term.code for term in terms if term.label.en == term.label.id and term.label.en not in ALIKE] == []


def test_definitions_are_sentences_and_labels_are_not(terms):
    for language in ("en", "id"):
        assert [term.code for term in terms if not term.definition.get(language).endswith(".")] == []
        assert [term.code for term in terms if term.label.get(language).endswith(".")] == []


def test_no_two_labels_of_a_list_are_the_same(terms):
    for language in ("en", "id"):
        labels = [term.label.get(language) for term in terms]
        assert sorted(set(labels)) == sorted(labels)
