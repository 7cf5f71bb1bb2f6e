"""Places in a source's text: what a browser or a form says of a passage becomes evidence, with paragraph and hash."""

from collections.abc import Iterable
from hashlib import sha256

import msgspec
from django.utils.translation import gettext as _

from incidents import texts
from incidents.admin.passages import lines
from incidents.domain.evidence import Evidence
from incidents.readmodels.related import Use


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A passage as entered: characters of the whole text, end exclusive.

    Without `start` and `end` it is the place of `words` in the paragraph. Where the text is not held, the paragraph is
    enough; with `start` and `end`, `words` make the hash, or the passage is one that is known already.
    """

    start: int | None = None
    end: int | None = None
    paragraph: int | None = None
    kind: str = "body"
    words: str = ""


class PlaceError(Exception):
    """A place that cannot be found in the text; the message says what to do, in the language of the page."""


class Finder:
    """Finds places in the text of one source; `text` is None where it is not held."""

    def __init__(self, source: str, text: str | None, uses: Iterable[Use]) -> None:
        self.source = source
        self.text = text
        self._lines = [(start, start + len(line)) for start, line in lines(text)] if text is not None else []
        self._known = {
            (use.piece["start"], use.piece["end"]): use.piece
            for use in uses
            if use.piece.get("source") == source and use.piece.get("start") is not None
        }

    def evidence(self, place: Place, relay: tuple[str, ...] = ()) -> Evidence:
        """Return a place as evidence. Raises PlaceError; what lies outside the text is left for the domain."""
        found = self._held(place) if self.text is not None else self._not_held(place)
        return Evidence(source=self.source, kind=place.kind, relay=relay, **found)

    def paragraph_at(self, start: int) -> int:
        """Return the number of the paragraph that a character stands in, or of the last one before it."""
        return max(1, sum(1 for first, _last in self._lines if first <= start))

    def _held(self, place: Place) -> dict[str, int | str | None]:
        start, end = place.start, place.end
        if start is None or end is None:
            start, end = self._words(place)
        return {
            "paragraph": self.paragraph_at(start),
            "start": start,
            "end": end,
            "quote_sha256": texts.quote_sha256(self.text or "", max(start, 0), max(end, 0)),
        }

    def _words(self, place: Place) -> tuple[int, int]:
        if not place.words:
            raise PlaceError(_("Give the first and last character of the passage, or its words."))
        if place.paragraph is None or not 0 < place.paragraph <= len(self._lines):
            raise PlaceError(_("The text has the paragraphs 1 to {last}.").format(last=len(self._lines)))
        first, last = self._lines[place.paragraph - 1]
        line = (self.text or "")[first:last]
        if line.count(place.words) != 1:
            raise PlaceError(
                _("These words stand {count} times in paragraph {paragraph}; give first and last character.").format(
                    count=line.count(place.words), paragraph=place.paragraph
                )
            )
        start = first + line.index(place.words)
        return start, start + len(place.words)

    def _not_held(self, place: Place) -> dict[str, int | str | None]:
        known = self._known.get((place.start, place.end))
        if known is not None:
            return {name: known[name] for name in ("paragraph", "start", "end", "quote_sha256")}
        if place.paragraph is None:
            raise PlaceError(_("The text is not held here: give the number of the paragraph."))
        if place.start is None and place.end is None:
            return {"paragraph": place.paragraph}
        if place.start is None or place.end is None or not place.words:
            raise PlaceError(_("Give first and last character with the words, or the paragraph alone."))
        if place.end - place.start != len(place.words):
            raise PlaceError(
                _("From {start} to {end} there are {room} characters, the words have {length}.").format(
                    start=place.start, end=place.end, room=place.end - place.start, length=len(place.words)
                )
            )
        try:
            digest = sha256(place.words.encode()).hexdigest()
        except UnicodeEncodeError as error:
            raise PlaceError(_("These words hold a broken character: copy them again.")) from error
        return {"paragraph": place.paragraph, "start": place.start, "end": place.end, "quote_sha256": digest}
