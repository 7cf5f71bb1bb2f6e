"""The parts of a record's page that several kinds have: claims, statements, links, notes, history."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import msgspec
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from incidents import codebook
from incidents.admin import claim_groups, evidence, history, labels, names, values
from incidents.admin.base import Panel, may_view
from incidents.admin.changes import Change
from incidents.admin.evidence import Texts
from incidents.admin.names import Names
from incidents.log.read import RecordedEvent
from incidents.models import Claim, Link, Statement

SHOWN = 200  # events of a stream on its record's page, the latest first

Line = tuple[Any, Any]


class LinkView(msgspec.Struct, frozen=True, kw_only=True):
    """A link seen from one of its ends."""

    url: str
    words: str
    code: str
    other: str | SafeString
    confidence: str | SafeString
    rationale: str | None
    withdrawn: bool
    pieces: tuple[evidence.Piece, ...]


def lines(id: str, title: Any, found: Iterable[Line]) -> Panel:
    """Return a panel of labelled lines; empty ones are left out."""
    shown = [(name, text) for name, text in found if text not in (None, "", labels.EMPTY)]
    return Panel(id, title, "incidents/admin/panels/lines.html", {"lines": shown})


def claims(
    kind: str,
    found: Iterable[Claim],
    disputed: list[str],
    known: Names,
    held: Texts,
    offers: claim_groups.Offers = claim_groups.NONE,
) -> Panel:
    """Return the panel of values, each with its claims beside it, and what may be done with them."""
    groups = claim_groups.groups(kind, found, disputed, known, held, offers)
    return Panel("claims", _("Values and their claims"), "incidents/admin/panels/claims.html", {"groups": groups})


def statements(id: str, title: Any, found: Iterable[Statement], known: Names) -> Panel:
    """Return the panel of statements, in order; `known` names those whose ids `in_statements` gives."""
    shown = [
        {
            "row": row,
            "link": names.Named("statement", str(row.id), row).link(),
            "speaker": _actor(row.speaker_id, known),
            "principal": _actor(row.on_behalf_of_id, known),
            "addressee": _actor(row.addressee_id, known),
            "act": labels.term("acts", row.act),
        }
        for row in found
    ]
    return Panel(id, title, "incidents/admin/panels/statements.html", {"statements": shown})


def _actor(id: Any, known: Names) -> str | SafeString:
    return known.link(id) if id else ""


def in_statements(found: Iterable[Statement]) -> list[Any]:
    """Return the ids that lines of statements name."""
    return [[row.speaker_id, row.on_behalf_of_id, row.addressee_id] for row in found]


def links(record: str, found: Iterable[Link], known: Names, held: Texts) -> Panel:
    """Return the panel of links, those that start here before those that end here."""
    outward = [_link(row, row.to_id, known, held, inverse=False) for row in found if str(row.from_id) == record]
    inward = [_link(row, row.from_id, known, held, inverse=True) for row in found if str(row.from_id) != record]
    shown = {"directions": [(_("From here"), outward), (_("To here"), inward)], "any": outward or inward}
    return Panel("links", _("Links"), "incidents/admin/panels/links.html", shown)


def _link(row: Link, other: Any, known: Names, held: Texts, *, inverse: bool) -> LinkView:
    return LinkView(
        url=names.page_of("link", row.id),
        words=link_words(row.type, inverse=inverse),
        code=row.type,
        other=known.link(other),
        confidence=labels.term("confidences", row.confidence),
        rationale=row.rationale,
        withdrawn=row.status == "withdrawn",
        pieces=tuple(evidence.pieces_of(row.evidence, known, held)),
    )


def link_words(type_code: str, *, inverse: bool) -> str:
    """Return what a link says, read from its beginning or from its end."""
    if not inverse:
        return labels.label("links", type_code)
    found = codebook.current().links.get(type_code)
    return found.inverse.get(labels.language()) if found else type_code


def notes(
    kind: str, found: Iterable[dict[str, Any]], known: Names, missing: Iterable[claim_groups.Offer] = ()
) -> list[Panel]:
    """Return the panel of remarks, if there are any; `missing` says where one has to be added, and of what."""
    missing = list(missing)
    shown = [
        {**note, "about": values.property_title(kind, note["property"], known) if note["property"] else ""}
        for note in found
    ]
    template = "incidents/admin/panels/notes.html"
    return [Panel("notes", _("Notes"), template, {"notes": shown, "missing": missing})] if shown or missing else []


def stream_events(request: HttpRequest, ids: Iterable[str], until: int | None = None) -> list[RecordedEvent]:
    """Return the events of a record's streams by position; none for a person who may not see the log."""
    found = history.streams(ids) if may_view(request, "event") else []
    return found if until is None else [event for event in found if event.position <= until]


def stream(
    request: HttpRequest,
    found: list[RecordedEvent],
    known: Names,
    held: Texts,
    changed: Mapping[int, Iterable[Change]] = MappingProxyType({}),
) -> list[Panel]:
    """Return the panel of a record's history, the latest event first, for those who may see the log.

    `changed` gives by position what an event changed.
    """
    if not may_view(request, "event"):
        return []
    entries = [history.entry(event, known, held, changed.get(event.position, ())) for event in reversed(found[-SHOWN:])]
    shown = {"entries": entries, "left_out": len(found) - len(entries)}
    return [Panel("history", _("History"), "incidents/admin/panels/history.html", shown)]


def merged_away(row: Any, known: Names) -> list[Panel]:
    """Return the banner that says where a merged record redirects, if it does."""
    if not row.merged_into_id:
        return []
    shown = {"into": known.link(row.merged_into_id)}
    return [Panel("merged", "", "incidents/admin/panels/merged.html", shown)]


def list_of(found: Iterable[Any]) -> str | SafeString:
    """Return things one after the other, a comma between them; a dash for none."""
    return values.joined(list(found)) or labels.EMPTY
