"""The script that a name is written in, as its letters say."""

import unicodedata
from collections import Counter

from django.utils.translation import gettext_lazy

# What Unicode calls the letters of a script -> its code in ISO 15924, and its name.
SCRIPTS = {
    "LATIN": ("Latn", gettext_lazy("Latin")),
    "CYRILLIC": ("Cyrl", gettext_lazy("Cyrillic")),
    "GREEK": ("Grek", gettext_lazy("Greek")),
    "HANGUL": ("Hang", gettext_lazy("Hangul")),
    "CJK": ("Hani", gettext_lazy("Han")),
    "HIRAGANA": ("Jpan", gettext_lazy("Japanese")),
    "KATAKANA": ("Jpan", gettext_lazy("Japanese")),
    "ARABIC": ("Arab", gettext_lazy("Arabic")),
    "HEBREW": ("Hebr", gettext_lazy("Hebrew")),
    "DEVANAGARI": ("Deva", gettext_lazy("Devanagari")),
    "BENGALI": ("Beng", gettext_lazy("Bengali")),
    "THAI": ("Thai", gettext_lazy("Thai")),
    "KHMER": ("Khmr", gettext_lazy("Khmer")),
    "LAO": ("Laoo", gettext_lazy("Lao")),
    "MYANMAR": ("Mymr", gettext_lazy("Burmese")),
    "GEORGIAN": ("Geor", gettext_lazy("Georgian")),
    "ARMENIAN": ("Armn", gettext_lazy("Armenian")),
    "ETHIOPIC": ("Ethi", gettext_lazy("Ethiopic")),
}
OTHER = ("Zyyy", gettext_lazy("other"))


def script_of(text: str) -> tuple[str, str]:
    """Return code (ISO 15924) and name of the script that most letters of a text are of; Japanese before Han."""
    words = (unicodedata.name(letter, "").split(" ", 1)[0] for letter in text if letter.isalpha())
    found = Counter(SCRIPTS.get(word.removesuffix("-"), OTHER)[0] for word in words)
    if not found:
        return OTHER[0], str(OTHER[1])
    code = "Jpan" if found["Jpan"] else max(found, key=lambda one: found[one])
    names = dict([*SCRIPTS.values(), OTHER])
    return code, str(names[code])
