"""Incidents in the 40 columns of POLECAT, tab-separated: one row for each pair of actor and recipient.

What POLECAT has and the tracker does not keep stays empty: coordinates, Wikipedia and GeoNames numbers.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations, product

from incidents import codebook
from incidents.codebook import IncidentType
from incidents.exports.countries import cow
from incidents.exports.reading import Cut, Row
from incidents.exports.surroundings import Chunk, sources_of, with_surroundings
from incidents.exports.tabular import safe

NOT_KEPT = "Empty: the tracker does not keep this."
# fmt: off
COLUMNS = {
    "Event ID": "The incident's id; from its second pair on with -2, -3 … behind it.",
    "Event Date": "The day where the date that counts is one day, else that date as EDTF; never a made-up day.",
    "Event Type": "The PLOVER type of our type; empty where PLOVER leaves such events out.",
    "Event Mode": "The PLOVER mode.",
    "Intensity": "The PLOVER score of type and mode.",
    "Quad Code": "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.",
    "Contexts": "The PLOVER contexts.",
    "Actor Name": "Who acted, or for whom it was done: mostly a state.",
    "Actor Country": "Its country, ISO 3166-1 alpha-3.",
    "Actor COW": "Its number in the Correlates of War state system.",
    "Primary Actor Sector": "Its sector: GOV, IGO, BUS or JRN; empty where its kind does not say.",
    "Actor Sectors": "The sectors of it and of those who acted for it.",
    "Actor Title": "The offices of those who acted for it.",
    "Actor Name Raw": "The names of those who acted for it.",
    "Wikipedia Actor ID": NOT_KEPT,
    "Recipient Name": "At whom the act was aimed; of a symmetric act the other party.",
    "Recipient Country": "Its country, ISO 3166-1 alpha-3.",
    "Recipient COW": "Its number in the Correlates of War state system.",
    "Primary Recipient Sector": "Its sector.",
    "Recipient Sectors": "The sectors of it and of those who were addressed for it.",
    "Recipient Title": "Their offices.",
    "Recipient Name Raw": "Their names.",
    "Wikipedia Recipient ID": NOT_KEPT,
    "Placename": "Where it happened.",
    "City": "The place, where it is a city or a site.",
    "District": NOT_KEPT,
    "Province": "The place, where it is a region.",
    "Country": "The country of the place, ISO 3166-1 alpha-3.",
    "Latitude": NOT_KEPT,
    "Longitude": NOT_KEPT,
    "GeoNames ID": NOT_KEPT,
    "Raw Placename": "The place as recorded.",
    "Feature Type": "How precisely the place is known: site, city, region, sea_or_air, country.",
    "Source": "The outlets of the sources it rests on.",
    "Publication Date": "When they were published, EDTF.",
    "Story People": "The persons who take part.",
    "Story Organizations": "The bodies, organisations, companies and groups who take part.",
    "Story Locations": "The place.",
    "Language": "The languages of the sources.",
    "Version": "The version of the codebook and the position: codebook 1, position 381.",
}
# fmt: on
SECTORS = {"state": "GOV", "office": "GOV", "body": "GOV", "organisation": "IGO", "company": "BUS", "outlet": "JRN"}
BODIES = ("body", "organisation", "company", "group", "outlet")


def polecat(cut: Cut, codebook_version: str) -> Iterator[bytes]:
    """Yield tab-separated lines with a header."""
    yield ("\t".join(COLUMNS) + "\n").encode()
    version = f"codebook {codebook_version}, position {cut.as_of}"
    for chunk in with_surroundings(cut):
        rows = (row for incident in chunk.incidents for row in _rows(incident, chunk, version))
        yield "".join("\t".join(_cell(row.get(name)) for name in COLUMNS) + "\n" for row in rows).encode()


def _cell(text: str | None) -> str:
    """Return a text on one line; a formula is marked as one, a negative number is none."""
    told = " ".join((text or "").split())
    return told if _is_number(told) else safe(told)


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdecimal()


def _rows(incident: Row, chunk: Chunk, version: str) -> Iterator[dict[str, str | None]]:
    found = codebook.current().types.get(incident["type"])
    shared = {
        "Event Date": _date(incident),
        **_type(found),
        **_place(incident),
        **_story(incident, chunk),
        "Version": version,
    }
    for number, (actor, recipient) in enumerate(_pairs(incident), 1):
        yield {
            "Event ID": incident["record"] + (f"-{number}" if number > 1 else ""),
            **shared,
            **_side("Actor", actor, incident, chunk),
            **_side("Recipient", recipient, incident, chunk),
        }


def _pairs(incident: Row) -> list[tuple[str | None, str | None]]:
    """Return (actor, recipient) for each pair; of a symmetric act each two parties once; None where nobody is known."""
    if incident["initiators"] or incident["targets"]:
        return list(product(incident["initiators"] or [None], incident["targets"] or [None]))
    parties = incident["parties"]
    return list(combinations(parties, 2)) or [(parties[0] if parties else None, None)]


def _date(incident: Row) -> str | None:
    first, last = incident["date_earliest"], incident["date_latest"]
    return first.isoformat() if first is not None and first == last else incident["date"]


def _type(found: IncidentType | None) -> dict[str, str | None]:
    if found is None:
        return {}
    plover = found.crosswalk.plover
    scores = [score.value for score in found.scores if score.system == "plover_score" and score.toward is None]
    return {
        "Event Type": plover.type if plover else None,
        "Event Mode": plover.mode if plover else None,
        "Intensity": scores[0] if scores and plover else None,
        "Quad Code": str(found.quad) if found.quad else None,
        "Contexts": "; ".join(plover.context) if plover else None,
    }


def _side(side: str, principal: str | None, incident: Row, chunk: Chunk) -> dict[str, str | None]:
    """Return the columns of one side, with those who acted for it."""
    if principal is None:
        return {}
    actor = chunk.actors.get(principal, {})
    acting = [p for p in incident["participants"] if (p["on_behalf_of"] or p["actor"]) == principal]
    sectors = [_sector(actor), *(_sector(chunk.actors.get(p["actor"], {}), p["office"]) for p in acting)]
    return {
        f"{side} Name": actor.get("name"),
        f"{side} Country": actor.get("country"),
        f"{side} COW": cow(actor.get("country")),
        f"Primary {side} Sector": sectors[0],
        f"{side} Sectors": _joined(sectors),
        f"{side} Title": _names((p["office"] for p in acting), chunk),
        f"{side} Name Raw": _names((p["actor"] for p in acting), chunk),
    }


def _sector(actor: Row, office: str | None = None) -> str | None:
    return "GOV" if office else SECTORS.get(actor.get("kind", ""))


def _place(incident: Row) -> dict[str, str | None]:
    place = incident["place"]
    if not place:
        return {}
    return {
        "Placename": place["name"],
        "City": place["name"] if place["precision"] in ("city", "site") else None,
        "Province": place["name"] if place["precision"] == "region" else None,
        "Country": place["country"],
        "Raw Placename": place["name"],
        "Feature Type": place["precision"],
        "Story Locations": place["name"],
    }


def _story(incident: Row, chunk: Chunk) -> dict[str, str | None]:
    cited = dict.fromkeys(source for claim in chunk.claims[incident["record"]] for source in sources_of(claim))
    sources = [chunk.sources[source] for source in cited if source in chunk.sources]
    taking_part = [chunk.actors[p["actor"]] for p in incident["participants"] if p["actor"] in chunk.actors]
    return {
        "Source": _names((source["outlet_id"] for source in sources), chunk),
        "Publication Date": _joined(source["published"] for source in sources),
        "Language": _joined(source["language"] for source in sources),
        "Story People": _joined(actor["name"] for actor in taking_part if actor["kind"] == "person"),
        "Story Organizations": _joined(actor["name"] for actor in taking_part if actor["kind"] in BODIES),
    }


def _names(actors: Iterable[str | None], chunk: Chunk) -> str:
    return _joined(chunk.actors[actor]["name"] for actor in actors if actor in chunk.actors)


def _joined(texts: Iterable[str | None]) -> str:
    """Return texts in one cell, each once; a semicolon within one becomes a comma."""
    return "; ".join(dict.fromkeys(text.replace(";", ",") for text in texts if text))
