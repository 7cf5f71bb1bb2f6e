"""Incidents as FollowTheMoney entities, one a line: events, who takes part, tenures, articles, and links.

An entity may come a second time, unchanged, when a long stream names it again. Each line says beside the entity which
position and codebook it was cut from.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import msgspec

from incidents import codebook
from incidents.exports.countries import alpha2
from incidents.exports.links import between_incidents
from incidents.exports.once import Once
from incidents.exports.reading import Cut, Row
from incidents.exports.surroundings import Chunk, sources_of, with_surroundings

SCHEMATA = {
    "person": "Person",
    "office": "Position",
    "body": "PublicBody",
    "state": "PublicBody",
    "organisation": "Organization",
    "company": "Company",
    "outlet": "Organization",
    "group": "LegalEntity",
}
TOPICS = {"state": "gov.national", "body": "gov"}
ARTICLES = ("article", "wire")
# ISO 639-3, as FollowTheMoney writes languages.
LANGUAGES = {
    "ar": "ara", "de": "deu", "en": "eng", "es": "spa", "fr": "fra", "id": "ind", "it": "ita", "ja": "jpn",
    "ko": "kor", "ms": "msa", "nl": "nld", "pt": "por", "ru": "rus", "uk": "ukr", "vi": "vie", "zh": "zho",
}  # fmt: skip
# The dates that it can hold: a year, a month or a day.
PREFIX = re.compile(r"[12][0-9]{3}(-[0-9]{2}(-[0-9]{2})?)?\Z")
ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s/]+")

_json = msgspec.json.Encoder()

Properties = dict[str, list[str]]


def ftm(cut: Cut, codebook_version: str) -> Iterator[bytes]:
    """Yield one entity a line."""
    once = Once()
    beside = {"as_of": cut.as_of, "codebook": codebook_version}
    for chunk in with_surroundings(cut):
        fresh = (entity for entity in _entities(chunk, cut) if once.first(entity["id"]))
        yield b"".join(_json.encode({**entity, **beside}) + b"\n" for entity in fresh)


def _entities(chunk: Chunk, cut: Cut) -> Iterator[dict[str, Any]]:
    for actor in chunk.actors.values():
        yield _actor(actor, chunk)
        yield from (_tenure(actor, tenure, chunk) for tenure in actor["tenures"] if tenure["office"] in chunk.actors)
    for source in chunk.sources.values():
        yield _source(source, chunk)
    for incident in chunk.incidents:
        yield _event(incident, chunk)
        yield from (_role(incident, p, chunk) for p in incident["participants"] if p["actor"] in chunk.actors)
    for link in between_incidents(chunk.incidents, cut):
        yield _link(link)


def _entity(id: str, schema: str, **properties: Iterable[str | None] | str | None) -> dict[str, Any]:
    """Return an entity; a property without values is left out."""
    told: Properties = {}
    for name, values in properties.items():
        given = [values] if isinstance(values, str) else values or []
        if kept := list(dict.fromkeys(value for value in given if value)):
            told[name] = kept
    return {"id": id, "schema": schema, "properties": told}


def _actor(actor: Row, chunk: Chunk) -> dict[str, Any]:
    others = [name["text"] for name in actor["names"] if name["text"] != actor["name"] and name["kind"] != "surname"]
    found = _entity(
        actor["record"],
        SCHEMATA[actor["kind"]],
        name=actor["name"] or actor["record"],
        alias=others,
        country=alpha2(actor["country"]),
        topics=TOPICS.get(actor["kind"]),
    )
    body = chunk.actors.get(actor["belongs_to_id"] or "")
    if actor["kind"] == "office" and body and SCHEMATA[body["kind"]] in ("PublicBody", "Organization", "Company"):
        found["properties"]["organization"] = [body["record"]]
    return found


def _tenure(person: Row, tenure: dict[str, Any], chunk: Chunk) -> dict[str, Any]:
    return _entity(
        f"{person['record']}-{tenure['office']}",
        "Occupancy",
        holder=person["record"],
        post=chunk.actors[tenure["office"]]["record"],
        startDate=_prefix(tenure["from"]),
        endDate=_prefix(tenure["to"]),
    )


def _source(source: Row, chunk: Chunk) -> dict[str, Any]:
    outlet = chunk.actors.get(source["outlet_id"] or "", {})
    return _entity(
        source["record"],
        "Article" if source["kind"] in ARTICLES else "Document",
        name=source["title"] or source["file"] or source["record"],
        title=source["title"],
        fileName=source["file"] or source["record"],
        language=LANGUAGES.get((source["language"] or "").split("-")[0]),
        publishedAt=_prefix(source["published"]),
        publisher=outlet.get("name"),
        author=source["byline"],
        sourceUrl=source["url"] if source["url"] and ADDRESS.match(source["url"]) else None,
    )


def _event(incident: Row, chunk: Chunk) -> dict[str, Any]:
    terms = codebook.current()
    label = terms.types[incident["type"]].label.en if incident["type"] in terms.types else None
    taking_part = [p["actor"] for p in incident["participants"]]
    cited = [source for claim in chunk.claims[incident["record"]] for source in sources_of(claim)]
    place = incident["place"] or {}
    return _entity(
        incident["record"],
        "Event",
        name=incident["titles"].values(),
        recordId=incident["record"],
        summary=f"{label or 'incident'}, {incident['date'] or 'undated'} (EDTF), {incident['occurrence'] or ''}",
        keywords=[incident["type"], *incident["issues"]],
        date=_prefix(incident["date"]),
        startDate=_day(incident["date_earliest"]),
        endDate=_day(incident["date_latest"]),
        location=place.get("name"),
        country=alpha2(place.get("country")),
        organizer=_legal(incident["initiators"], chunk),
        involved=_legal([*incident["targets"], *incident["parties"], *taking_part], chunk),
        proof=[chunk.sources[source]["record"] for source in cited if source in chunk.sources],
    )


def _legal(actors: Iterable[str], chunk: Chunk) -> list[str]:
    """Return those actors that can take part in an event there: everybody but offices, which are positions."""
    found = (chunk.actors[actor] for actor in actors if actor in chunk.actors)
    return [actor["record"] for actor in found if actor["kind"] != "office"]


def _role(incident: Row, participant: dict[str, Any], chunk: Chunk) -> dict[str, Any]:
    actor = chunk.actors[participant["actor"]]["record"]
    role = codebook.current().roles[participant["role"]].label.en
    return _entity(
        f"{incident['record']}-{actor}-{participant['role']}",
        "UnknownLink",
        subject=actor,
        object=incident["record"],
        role=role,
    )


def _link(link: Row) -> dict[str, Any]:
    label = codebook.current().links[link["type"]].label.en
    return _entity(link["record"], "UnknownLink", subject=link["from_id"], object=link["to_id"], role=label)


def _prefix(edtf: str | None) -> str | None:
    """Return a date where it is a year, a month or a day; what is uncertain, open or an interval has no such form."""
    return edtf if edtf and PREFIX.match(edtf) else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None and day.year >= 1000 else None
