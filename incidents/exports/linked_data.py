"""Incidents as JSON-LD: schema.org for what happened, PROV-O for what claims rest on, Web Annotation for the passages.

One document, written piece by piece: a data set whose graph holds the incidents, their claims, the sources and actors
they name. A node may come a second time, unchanged, in a long stream: in RDF that says nothing new.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from incidents import codebook
from incidents.exports.links import between_incidents
from incidents.exports.once import Once
from incidents.exports.reading import Cut, Row
from incidents.exports.surroundings import Chunk, with_surroundings

CONTEXT = {
    "schema": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "code": "urn:demarche:codebook:",
    "demarche": "urn:demarche:term:",
}
TYPES = {
    "person": "schema:Person",
    "office": "schema:Role",
    "body": "schema:GovernmentOrganization",
    "state": "schema:Country",
    "organisation": "schema:Organization",
    "company": "schema:Corporation",
    "outlet": "schema:NewsMediaOrganization",
    "group": "schema:Organization",
}
SOURCE_TYPES = {"article": "schema:NewsArticle", "wire": "schema:NewsArticle", "post": "schema:SocialMediaPosting",
                "data_set": "schema:Dataset"}  # fmt: skip

_json = msgspec.json.Encoder()

Node = dict[str, Any]


def jsonld(cut: Cut, codebook_version: str) -> Iterator[bytes]:
    """Yield the document piece by piece."""
    # A graph with a name of its own would be overlooked by readers of the default graph: the data set is a node of it.
    data_set = _json.encode(_data_set(cut, codebook_version))
    yield b'{"@context":' + _json.encode(CONTEXT) + b',"@graph":[\n' + data_set
    once = Once()
    for chunk in with_surroundings(cut):
        fresh = [_json.encode(node) for node in _nodes(chunk, cut, codebook_version) if once.first(node["@id"])]
        if fresh:
            yield b",\n" + b",\n".join(fresh)
    yield b"\n]}\n"


def _data_set(cut: Cut, codebook_version: str) -> Node:
    return {
        "@id": f"urn:demarche:export:incidents:{cut.as_of}",
        "@type": ["schema:Dataset", "prov:Entity"],
        "schema:version": str(cut.as_of),
        "demarche:asOf": cut.as_of,
        "demarche:codebook": codebook_version,
    }


def _nodes(chunk: Chunk, cut: Cut, version: str) -> Iterator[Node]:
    yield from (_actor(actor) for actor in chunk.actors.values())
    yield from (_source(source) for source in chunk.sources.values())
    for incident in chunk.incidents:
        yield _incident(incident, chunk, version)
        for claim in chunk.claims[incident["record"]]:
            yield from _claim(claim, chunk)
    for link in between_incidents(chunk.incidents, cut):
        yield _link(link)


def _urn(record: str) -> str:
    return f"urn:uuid:{record}"


def _ref(record: str) -> Node:
    return {"@id": _urn(record)}


def _refs(records: Iterable[str], known: dict[str, Row]) -> list[Node]:
    """Return references to records that are known, merged ones under their survivor's id."""
    return [_ref(known[record]["record"]) for record in dict.fromkeys(records) if record in known]


def _full(node: Node) -> Node:
    """Return a node without what is empty."""
    return {name: value for name, value in node.items() if value not in (None, [], {}, "")}


def _in_languages(texts: dict[str, str | None]) -> list[Node]:
    return [{"@value": text, "@language": language} for language, text in texts.items() if text]


def _edtf(date: str | None) -> Node | None:
    return {"@value": date, "@type": "edtf:EDTF"} if date else None


def _actor(actor: Row) -> Node:
    return _full(
        {
            "@id": _urn(actor["record"]),
            "@type": [TYPES[actor["kind"]], "prov:Agent"],
            "schema:name": actor["name"],
            "schema:alternateName": [name["text"] for name in actor["names"] if name["text"] != actor["name"]],
            "demarche:country": actor["country"],
        }
    )


def _source(source: Row) -> Node:
    return _full(
        {
            "@id": _urn(source["record"]),
            "@type": [SOURCE_TYPES.get(source["kind"], "schema:CreativeWork"), "prov:Entity"],
            "schema:headline": source["title"],
            "schema:inLanguage": source["language"],
            "schema:datePublished": _edtf(source["published"]),
            "schema:publisher": _ref(source["outlet_id"]) if source["outlet_id"] else None,
            "schema:url": source["url"],
            "schema:sha256": source["text_sha256"],
            "prov:wasDerivedFrom": [_ref(origin["source"]) for origin in source["origins"]],
        }
    )


def _incident(incident: Row, chunk: Chunk, version: str) -> Node:
    claims = chunk.claims[incident["record"]]
    first, last = incident["date_earliest"], incident["date_latest"]
    return _full(
        {
            "@id": _urn(incident["record"]),
            "@type": ["schema:Event", "prov:Entity"],
            "schema:identifier": incident["record"],
            "schema:version": str(incident["version"]),
            "schema:name": _in_languages(incident["titles"]),
            "schema:additionalType": _term(version, "types", incident["type"]),
            "schema:keywords": incident["issues"],
            "schema:startDate": {"@value": first.isoformat(), "@type": "xsd:date"} if first else None,
            "schema:endDate": {"@value": last.isoformat(), "@type": "xsd:date"} if last else None,
            "schema:temporalCoverage": _edtf(incident["date"]),
            "schema:location": _place(incident["place"]),
            "schema:organizer": _refs(incident["initiators"], chunk.actors),
            "schema:attendee": _refs([*incident["targets"], *incident["parties"]], chunk.actors),
            "schema:actor": [_role(p, chunk) for p in incident["participants"] if p["actor"] in chunk.actors],
            "schema:subjectOf": _refs((source for claim in claims for source in _cited(claim)), chunk.sources),
            "prov:wasDerivedFrom": [_ref(claim["record"]) for claim in claims if claim["resolved"]],
            "demarche:occurrence": incident["occurrence"],
            "demarche:disputed": incident["disputed"],
        }
    )


def _term(version: str, terms: str, code: str | None) -> Node | None:
    return {"@id": f"code:{version}:{terms}:{code}"} if code else None


def _place(place: Row | None) -> Node | None:
    if not place:
        return None
    return _full(
        {
            "@type": "schema:Place",
            "schema:name": place["name"],
            "schema:address": place["country"],
            "demarche:precision": place["precision"],
            "demarche:role": place["role"],
        }
    )


def _role(participant: Row, chunk: Chunk) -> Node:
    """Return a role as schema.org has it: the same property once more, below the role."""
    office = chunk.actors.get(participant["office"] or "")
    principal = _refs([participant["on_behalf_of"]] if participant["on_behalf_of"] else [], chunk.actors)
    return _full(
        {
            "@type": "schema:Role",
            "schema:roleName": codebook.current().roles[participant["role"]].label.en,
            "schema:actor": _refs([participant["actor"]], chunk.actors),
            "schema:namedPosition": office["name"] if office else None,
            "prov:actedOnBehalfOf": principal,
        }
    )


def _claim(claim: Row, chunk: Chunk) -> Iterator[Node]:
    """Yield a claim, and an annotation for each passage it rests on."""
    passages = [piece for piece in claim["evidence"] if "start" in piece and piece["source"] in chunk.sources]
    targets = [_passage(claim["record"], piece, chunk) for piece in passages]
    relayed = [piece["relay"][-1] for piece in passages if piece.get("relay")]
    rows = [piece["source"] for piece in claim["evidence"] if "row" in piece]
    judged = [piece["judgement"] for piece in claim["evidence"] if "judgement" in piece]
    yield _full(
        {
            "@id": _urn(claim["record"]),
            "@type": ["schema:PropertyValue", "prov:Entity"],
            "schema:propertyID": claim["property"],
            "schema:value": _value(claim["value"]),
            "schema:subjectOf": _ref(claim["subject_id"]),
            "prov:wasDerivedFrom": [{"@id": target["@id"]} for target in targets] + _refs(rows, chunk.sources),
            "prov:hadPrimarySource": _refs(relayed, chunk.sources),
            "demarche:judgement": judged,
            "demarche:origins": claim["origins"],
            "demarche:counts": claim["resolved"],
            "demarche:credibility": claim["credibility"],
        }
    )
    yield from targets


def _value(value: Any) -> Any:
    """Return a value as a literal: a code, a date, an id as they are, an object as JSON."""
    return value if isinstance(value, str | int) else {"@value": value, "@type": "@json"}


def _passage(claim: str, piece: Row, chunk: Chunk) -> Node:
    source = chunk.sources[piece["source"]]["record"]
    place = f"{piece['start']}-{piece['end']}" if "start" in piece else f"paragraph-{piece['paragraph']}"
    target = {
        "@id": f"{_urn(source)}#{place}",
        "@type": "oa:SpecificResource",
        "oa:hasSource": _ref(source),
    }
    if "start" in piece:  # a text that was not held is pointed at by the paragraph alone
        target["oa:hasSelector"] = {
            "@id": f"{_urn(source)}#selector:{place}",
            "@type": "oa:TextPositionSelector",
            "oa:start": piece["start"],
            "oa:end": piece["end"],
        }
    told = {
        "@id": f"{_urn(claim)}#{source}:{place}",
        "@type": ["oa:Annotation", "prov:Entity"],
        "oa:motivatedBy": {"@id": "oa:linking"},
        "oa:hasBody": _ref(claim),
        "oa:hasTarget": target,
        "demarche:paragraph": piece["paragraph"],
    }
    return told | ({"demarche:quoteSha256": piece["quote_sha256"]} if "start" in piece else {})


def _cited(claim: Row) -> Iterator[str]:
    return (source for piece in claim["evidence"] if piece.get("source") for source in [piece["source"]])


def _link(link: Row) -> Node:
    return {
        "@id": _urn(link["record"]),
        "@type": "demarche:Link",
        "demarche:type": link["type"],
        "demarche:from": _ref(link["from_id"]),
        "demarche:to": _ref(link["to_id"]),
        "demarche:confidence": link["confidence"],
    }
