"""Claims × sources: who says what, directly or through whom, at one glance."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from incidents.admin import claim_groups, values
from incidents.admin.base import Panel
from incidents.admin.names import Names
from incidents.models import Claim


def panel(kind: str, claims: Iterable[Claim], known: Names) -> Panel:
    """Return the matrix of the claims that were not withdrawn, in the order of their panel."""
    standing = [claim for claim in claims if claim.status == "active"]
    sources = list(
        dict.fromkeys(piece["source"] for claim in standing for piece in claim.evidence if "source" in piece)
    )
    sources = [source for source in sources if source]
    ordered = claim_groups.ordered(kind, standing, known)
    rows = [_row(kind, claim, sources, known) for claim in ordered]
    shown = {"rows": rows, "sources": known.links(sources)}
    return Panel("matrix", _("Claims and sources"), "incidents/admin/panels/matrix.html", shown)


def _row(kind: str, claim: Claim, sources: list[str], known: Names) -> dict[str, Any]:
    marks: dict[str | None, list[dict[str, str]]] = {source: [] for source in [*sources, None]}
    for piece in claim.evidence:
        marks[piece.get("source")].append(_mark(piece, known))
    return {
        "title": values.property_title(kind, claim.property, known),
        "value": values.readable(kind, claim.property, claim.value, known),
        "standing": claim_groups.standing(claim),
        "badges": claim_groups.badges(claim),
        "cells": list(marks.values()),
    }


def _mark(piece: dict[str, Any], known: Names) -> dict[str, str]:
    """Return what one piece of evidence is in its cell: said by the source itself, or relayed."""
    if piece.get("judgement"):
        return {"text": "●", "title": piece["judgement"]}
    if piece.get("row"):
        return {"text": "▦", "title": _("row {row}").format(row=piece["row"])}
    place = _("paragraph {paragraph}").format(paragraph=piece.get("paragraph"))
    if piece.get("relay"):
        through = ", ".join(known.text(source) for source in piece["relay"])
        return {"text": "↷", "title": _("{place}, through {sources}").format(place=place, sources=through)}
    return {"text": "●", "title": place}
