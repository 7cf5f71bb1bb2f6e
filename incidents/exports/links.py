"""The links between incidents, for the formats that are graphs."""

from collections.abc import Iterable

from incidents.exports.reading import Cut, Row, links_from, seen


def between_incidents(incidents: Iterable[Row], cut: Cut) -> list[Row]:
    """Return the links that start at these incidents and lead to other ones which the reader sees."""
    found = [link for link in links_from((row["record"] for row in incidents), cut) if link["to_kind"] == "incident"]
    known = seen("incident", (link["to_id"] for link in found), cut)
    return [link for link in found if link["to_id"] in known]
