"""The words of a passage: where they stand in a held text, and what stands at a place that was given."""

from collections.abc import Mapping
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from incidents import texts
from incidents.admin.evidence import Words, around
from incidents.admin.session.places import Finder, Place, PlaceError
from incidents.domain.evidence import Evidence
from incidents.domain.person import Person
from incidents.domain.values import is_id
from incidents.readmodels import related

LONGEST = 10_000  # characters of a passage that are looked for
SHOWN = 80  # characters of what stands at a place, in a refusal


def text_of(source: str) -> str | None:
    """Return the text of a source where it is held."""
    named = related.by_id([source], kinds=("source",)) if is_id(source) else {}
    digest = named[source][1].text_sha256 if source in named else None
    return texts.texts_by_digest({digest}).get(digest) if digest else None


def evidence_at(source: str, place: Place, relay: tuple[str, ...], person: Person) -> Evidence:
    """Return a place in a source as evidence; words alone are enough where the held text has them once.

    Raises PlaceError.
    """
    text = text_of(source)
    uses = related.source_uses(source=source, person=person) if text is None else ()
    return Finder(source, text, uses).evidence(located(text, place), relay)


def located(text: str | None, place: Place) -> Place:
    """Return a place with its characters, where only words were given and no paragraph. Raises PlaceError."""
    _check_words(text, place)
    if text is None or place.start is not None or place.paragraph is not None or not place.words:
        return place
    count = text.count(place.words)
    if count == 0:
        raise PlaceError(_("These words do not stand in the text: copy them as they are printed."))
    if count > 1:
        raise PlaceError(_("These words stand {count} times in the text: say in which paragraph.").format(count=count))
    start = text.index(place.words)
    return Place(start=start, end=start + len(place.words), kind=place.kind, words=place.words)


def _check_words(text: str | None, place: Place) -> None:
    """Refuse words and characters that were both given and do not agree; what lies outside the text is not for here."""
    if text is None or not place.words or place.start is None or place.end is None:
        return
    there = text[max(place.start, 0) : max(place.end, 0)].strip()
    if there and there != place.words.strip():
        raise PlaceError(
            _(
                "From {start} to {end} the text has other words: “{there}”. Give the words alone, or the right place."
            ).format(start=place.start, end=place.end, there=Truncator(there).chars(SHOWN))
        )


def number(told: Any) -> int | None:
    """Return a whole number that was typed, None for anything else."""
    text = str(told or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def look_up(asked: Mapping[str, str]) -> dict[str, Any]:
    """Return {before, words, after, paragraph, start, end}, {error}, or nothing where the text is not held."""
    text = text_of(asked.get("source", ""))
    words = asked.get("words", "").replace("\r\n", "\n").strip()[:LONGEST]
    place = Place(words=words, **{name: number(asked.get(name)) for name in ("paragraph", "start", "end")})
    if text is None or not (words or (place.start is not None and place.end is not None)):
        return {}
    try:
        found = Finder("", text, ()).evidence(located(text, place))
    except PlaceError as error:
        return {"error": str(error)}
    if not 0 <= found.start < found.end <= len(text):
        outside = _("The passage {start}–{end} lies outside the text, which has {length} characters.")
        return {"error": outside.format(start=found.start, end=found.end, length=len(text))}
    shown: Words = around(text, found.start, found.end)
    return {
        "before": shown.before,
        "words": shown.words,
        "after": shown.after,
        "paragraph": found.paragraph,
        "start": found.start,
        "end": found.end,
    }
