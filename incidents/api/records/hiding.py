"""What a public record names that is not public itself: neither its id nor its name shows."""

from collections.abc import Callable, Iterable
from typing import Any

from incidents.domain.values import is_id

Record = dict[str, Any]
Seen = Callable[[str, Iterable[str]], set[str]]  # which ids of a kind the reader sees

RECORDS = ("about", "incident")  # properties whose value is a record


def hide_named(kind: str, records: list[Record], seen: Seen) -> None:
    """Take out, of records of a kind, what they name and their reader does not see."""
    match kind:
        case "actor":
            _of_actors(records, seen)
        case "source":
            _of_sources(records, seen)
        case "claim":
            _of_claims(records, seen)


def _of_actors(records: list[Record], seen: Seen) -> None:
    named = {record["belongs_to"]["id"] for record in records if record.get("belongs_to")}
    named |= {tenure["office"] for record in records for tenure in record.get("tenures", ())}
    known = seen("actor", named) if named else set()
    pieces = [piece for record in records for tenure in record.get("tenures", ()) for piece in tenure["evidence"]]
    sources = _sources(pieces, seen)
    for record in records:
        if record.get("belongs_to") and record["belongs_to"]["id"] not in known:
            record["belongs_to"] = None
        if "tenures" in record:
            record["tenures"] = [
                {**tenure, "evidence": _shown(tenure["evidence"], sources)}
                for tenure in record["tenures"]
                if tenure["office"] in known
            ]


def _of_sources(records: list[Record], seen: Seen) -> None:
    origins = {origin["source"] for record in records for origin in record.get("origins", ())}
    known = seen("source", origins) if origins else set()
    sources = _sources([piece for record in records for piece in record.get("cited_in", ())], seen)
    for record in records:
        if "origins" in record:
            record["origins"] = [origin for origin in record["origins"] if origin["source"] in known]
        if "cited_in" in record:
            record["cited_in"] = _shown(record["cited_in"], sources)


def _of_claims(records: list[Record], seen: Seen) -> None:
    for record in records:
        if "recorded_in" in record:  # the stream of a draft that was merged, perhaps
            record["recorded_in"] = record.get("subject")
    named = [(record, told) for record in records if (told := _named(record)) is not None]
    known = {kind: seen(kind, ids) for kind in ("incident", "statement") if (ids := _ids(named, kind))}
    for record, (kind, id) in named:
        if id not in known[kind]:
            record["value"] = None


def _named(record: Record) -> tuple[str, str] | None:
    """Return kind and id of the record that a claim's value is; without its property, whatever looks like one."""
    value, told = record.get("value"), record.get("property", "about")
    if value is None or told not in RECORDS:
        return None
    if isinstance(value, dict):
        return (value["kind"], value["id"]) if value.keys() == {"kind", "id"} else None
    return ("incident", value) if is_id(value) else None


def _ids(named: list[tuple[Record, tuple[str, str]]], kind: str) -> set[str]:
    return {id for _, (of, id) in named if of == kind}


def _sources(pieces: list[Record], seen: Seen) -> set[str]:
    cited = {piece["source"] for piece in pieces if piece.get("source")}
    return seen("source", cited) if cited else set()


def _shown(pieces: list[Record], sources: set[str]) -> list[Record]:
    return [piece for piece in pieces if not piece.get("source") or piece["source"] in sources]
