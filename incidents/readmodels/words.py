"""The words by which a record is found, as one text of stems: the same on either database.

A search document is ` stem stem | stem stem | `: fields stand between bars, so that no phrase runs over their edge, and
spaces stand around every word, so that a word is found as ` word `. Stems are computed here, never by the database.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import snowballstemmer

from incidents.domain.folding import words

Row = dict[str, Any]

EDGE = "|"
LANGUAGES = {"en": "english", "id": "indonesian"}
SEARCHED = ("incident", "statement", "actor", "source", "link")
# The columns whose texts are searched.
COLUMNS = {
    "incident": ("titles", "place", "notes"),
    "statement": ("gist", "notes"),
    "actor": ("names", "notes"),
    "source": ("title", "language", "byline"),
    "link": ("rationale",),
}


def document(kind: str, row: Row) -> str:
    """Return the search document of a record, from its row as the builders make it.

    Remembered by its texts: a change of anything else makes it from memory.
    """
    return _document(tuple((text, language) for text, language in _texts(kind, row) if text and isinstance(text, str)))


@lru_cache(maxsize=10_000)
def _document(texts: tuple[tuple[str, str | None], ...]) -> str:
    fields = dict.fromkeys(filter(None, (_stems(text, language) for text, language in texts)))
    return f" {EDGE} " + "".join(f"{field} {EDGE} " for field in fields)


def forms(text: str) -> list[list[str]]:
    """Return the words of a text in each form in which a document may hold them: as they are, and stemmed."""
    plain = words(text)
    stemmed = ([stem(word, language) for word in plain] for language in LANGUAGES)
    return [list(form) for form in dict.fromkeys(map(tuple, (plain, *stemmed)))]


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """Return the stem of a folded word. A stemmer keeps what it works on in itself, so no two threads share one."""
    return snowballstemmer.stemmer(LANGUAGES[language]).stemWord(word)


def _stems(text: str, language: str | None) -> str:
    """Return a text's stems; where its language is none of ours, its words as they are."""
    plain = words(text)
    return " ".join(plain if language not in LANGUAGES else (stem(word, language) for word in plain))


def _texts(kind: str, row: Row) -> Iterator[tuple[str | None, str | None]]:
    """Yield the texts of a record that are searched, each with its language; names are never stemmed."""
    match kind:
        case "incident":
            yield from ((row["titles"].get(language), language) for language in LANGUAGES)
            yield (row["place"] or {}).get("name"), None
        case "statement":
            yield from ((row["gist"].get(language), language) for language in LANGUAGES)
        case "actor":
            yield from ((name["text"], None) for name in row["names"])
        case "source":
            yield row["title"], row["language"]
            yield row["byline"], None
        case "link":
            yield from ((row["rationale"], language) for language in LANGUAGES)
    yield from ((note["text"], language) for note in row.get("notes", ()) for language in LANGUAGES)
