"""Words as they compare: without case, accents, hyphens and apostrophes. Names and searches stand on it."""

import re
import unicodedata

# Letters that Unicode does not take apart into a letter and a mark.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})
_APOSTROPHES = "'’ʼ‘`´"
_POSSESSIVE = re.compile(f"[{_APOSTROPHES}]s\\b", re.IGNORECASE)
_APOSTROPHE = re.compile(f"(?<=\\w)[{_APOSTROPHES}](?=\\w)")
_BETWEEN_WORDS = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Return the words of a text as they compare, with one space between them: “Kim Hong-kyun” → “kim hong kyun”.

    A possessive 's goes, an apostrophe within a word too (“Ma'ruf” → “maruf”); what is no letter or digit ends a word.
    Folding what is folded changes nothing.
    """
    joined = _APOSTROPHE.sub("", _POSSESSIVE.sub("", text))
    apart = unicodedata.normalize("NFKD", joined.casefold())
    bare = "".join(character for character in apart if not unicodedata.combining(character))
    plain = unicodedata.normalize("NFKC", bare.translate(_PLAIN)).casefold()
    return " ".join(_BETWEEN_WORDS.sub(" ", plain).split())


def words(text: str) -> list[str]:
    """Return the words of a text as they compare, in order."""
    return fold(text).split()
