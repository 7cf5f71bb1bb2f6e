"""The columns of the tabular exports, kind by kind: what each holds, and how it is read from a row.

The same columns in CSV and in NDJSON, described in docs/export-dictionary.md. A list of codes or ids stands in a CSV
cell with `|` between its parts, anything nested as JSON; NDJSON has the lists themselves.
"""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from incidents import codebook
from incidents.exports.reading import Row

Names = Mapping[str, Row]  # actors' rows by id
Getter = Callable[[Row, Names], Any]


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """`shape` is what the cells hold (see SHAPES), `codes` the codebook's list that a code is from."""

    name: str
    shape: str
    about: str
    read: Getter
    codes: str | None = None


SHAPES = {
    "id": "a UUID",
    "ids": "a list of UUIDs",
    "text": "text",
    "texts": "a list of texts",
    "code": "a code of the codebook",
    "codes": "a list of codes of the codebook",
    "edtf": "a date as EDTF (ISO 8601-2), exactly as uncertain as the sources leave it",
    "day": "a day, YYYY-MM-DD; empty where that side is open or unknown",
    "country": "a country, ISO 3166-1 alpha-3",
    "integer": "a whole number",
    "position": "a position in the log, a whole number",
    "boolean": "true or false",
    "digest": "a SHA-256 in lower-case hexadecimal digits",
    "value": "text where the value is a code, a date or an id, else JSON",
    "json": "JSON",
}
LISTS = ("ids", "codes", "texts")


def own(name: str, shape: str, about: str, *, codes: str | None = None, of: str | None = None) -> Column:
    """A column of the read model, under its own name or as another one (`of`)."""
    source = of or name
    return Column(name=name, shape=shape, about=about, codes=codes, read=lambda row, names: row[source])


def part(name: str, shape: str, about: str, of: str, key: str, *, codes: str | None = None) -> Column:
    """A part of an object in the read model; empty where there is no object."""
    return Column(name=name, shape=shape, about=about, codes=codes, read=lambda row, names: (row[of] or {}).get(key))


def actor(name: str, about: str) -> list[Column]:
    """A reference to an actor: its id, name and country."""
    column = f"{name}_id"
    return [
        Column(name=name, shape="id", about=f"{about}: the actor's id.", read=lambda row, names: row[column]),
        Column(
            name=f"{name}_name",
            shape="text",
            about=f"{about}: the actor's name at the position.",
            read=lambda row, names: names.get(row[column], {}).get("name"),
        ),
        Column(
            name=f"{name}_country",
            shape="country",
            about=f"{about}: the actor's country.",
            read=lambda row, names: names.get(row[column], {}).get("country"),
        ),
    ]


ID = own("id", "id", "The record's id, the same for ever.", of="record")
VERSION = own("version", "integer", "The version of the record: how many events its stream has.")
NOTES = own("notes", "json", "Curators' remarks [{text, property, position}]; empty for the public.")
DISPUTED = own("disputed", "texts", "The properties whose claims contradict each other, as claims name them.")
DATES = [
    own("date", "edtf", "When it happened, by the claim that counts."),
    own("date_earliest", "day", "The first day that the date allows."),
    own("date_latest", "day", "The last day that the date allows."),
    own("date_overlap", "json", "{earliest, latest}: what all claims of the date allow; empty where they contradict."),
]


def _rung(row: Row, names: Names) -> int | None:
    found = codebook.current().types.get(row["type"])
    return found.rung if found else None


RUNG = "The type's place on the ladder of this version of the codebook; ties are ties, and many types have none."
INCIDENT = [
    ID,
    VERSION,
    own("status", "code", "Where the record stands.", codes="statuses"),
    own("type", "code", "What kind of act it was.", codes="types"),
    Column(name="rung", shape="integer", about=RUNG, read=_rung),
    part("title_en", "text", "The title in English: editorial, no claim.", "titles", "en"),
    part("title_id", "text", "The title in Indonesian: editorial, no claim.", "titles", "id"),
    *DATES,
    *actor("initiator", "Who acted (the lead one where there are several)"),
    *actor("target", "At whom the act was aimed (the lead one where there are several)"),
    own("initiators", "ids", "All who acted."),
    own("targets", "ids", "All at whom the act was aimed."),
    own("parties", "ids", "All who took part with no direction: calls, meetings, treaties."),
    own("participants", "json", "[{actor, role, side, office, on_behalf_of}]: who took part, in which role."),
    part("place_name", "text", "Where it happened; a dateline is no place.", "place", "name"),
    part("place_country", "country", "The country of the place.", "place", "country"),
    part("place_role", "code", "What the place is to the incident.", "place", "role", codes="place_roles"),
    part("place_precision", "code", "How precisely it is known.", "place", "precision", codes="place_precisions"),
    own("issues", "codes", "What it is about.", codes="issues"),
    own("occurrence", "code", "How far it is settled that it happened.", codes="occurrences"),
    own("scope", "code", "Whether it belongs to the core of the data set.", codes="scopes"),
    own("level_of_summoner", "code", "The highest rank of those who summoned.", codes="ranks"),
    own("level_of_summoned", "code", "The highest rank of those summoned.", codes="ranks"),
    own("publicity", "code", "How public the act was.", codes="publicity"),
    own("channel", "code", "How it was done.", codes="channels"),
    own("outcome", "code", "What came of the summons.", codes="outcomes"),
    own("quantities", "json", "[{predicate, unit, low, best, high}]: numbers reported."),
    part("ordinal_n", "integer", "The how-manieth of its kind a source calls it.", "ordinal", "n"),
    part("ordinal_window", "edtf", "The time that count is for.", "ordinal", "window"),
    DISPUTED,
    NOTES,
    own("published_at", "position", "Where it was last published."),
]


def _directness(row: Row, names: Names) -> list[str]:
    return sorted({report["directness"] for report in row["reports"]})


REPORTS = "[{source, paragraph, start, end, quote_sha256, kind, directness, relay, report}]: each source's account."
STATEMENT = [
    ID,
    VERSION,
    own("status", "code", "Whether it stands.", codes="claim_statuses"),
    own("act", "code", "The main speech act.", codes="acts"),
    own("acts", "codes", "All speech acts, the main one first.", codes="acts"),
    *actor("speaker", "Who spoke (the first of several)"),
    own("speakers", "ids", "All who spoke."),
    own("speaker_mode", "code", "Whether several spoke together or each.", codes="speaker_modes"),
    *actor("on_behalf_of", "For whom they spoke"),
    *actor("addressee", "To whom it was said (the first of several)"),
    own("addressees", "ids", "All to whom it was said."),
    own("incident", "id", "The incident it was made in.", of="incident_id"),
    part("about_kind", "text", "The kind of record it speaks about: incident or statement.", "about", "kind"),
    part("about", "id", "The record it speaks about.", "about", "id"),
    *DATES,
    own("modality", "code", "Asserted, hedged, conditional, negated, future.", codes="modalities"),
    own("venue", "code", "Where or through what it was said.", codes="venues"),
    part("gist_en", "text", "What was said, in the tracker's own words, in English.", "gist", "en"),
    part("gist_id", "text", "What was said, in the tracker's own words, in Indonesian.", "gist", "id"),
    Column(name="directness", shape="codes", about="How sources give it.", codes="directness", read=_directness),
    own("reports", "json", REPORTS),
    DISPUTED,
    NOTES,
]

EVIDENCE = (
    "[{source, paragraph, start, end, quote_sha256, kind, relay}, {source, row} or {judgement}]: what it rests on; "
    "start and end count characters of the source's text."
)
CLAIM = [
    ID,
    own("subject_kind", "text", "The kind of record it is about: incident, statement or actor."),
    own("subject", "id", "The record it is about.", of="subject_id"),
    own("recorded_in", "id", "The record it was recorded in; another one where records were merged."),
    own("property", "text", "The property; keyed ones with their key: participant:<actor>:<role>."),
    own("value", "value", "The value it gives."),
    own("credibility", "integer", "The Admiralty digit, 1 to 6; 6 cannot be judged, empty was not assessed."),
    own("basis", "code", "How a date was found.", codes="date_bases"),
    own("note", "text", "A remark on the claim."),
    own("status", "code", "Whether it stands.", codes="claim_statuses"),
    own("resolved", "boolean", "Whether it counts for its property."),
    own("preferred", "boolean", "Whether a curator decided so."),
    own("decided_by", "text", "What put it first: only, preferred, credibility, origins, letter, precision, earlier."),
    own("origins", "integer", "How many independent origins stand behind it."),
    own("evidence", "json", EVIDENCE),
    own("position", "position", "Where it was recorded."),
]

LINK = [
    ID,
    VERSION,
    own("type", "code", "What the relation is; it reads from “from” to “to”.", codes="links"),
    own("from_kind", "text", "The kind of record it starts at: incident or statement."),
    own("from", "id", "The record it starts at.", of="from_id"),
    own("to_kind", "text", "The kind of record it leads to: incident or statement."),
    own("to", "id", "The record it leads to.", of="to_id"),
    own("confidence", "code", "How sure the curator is.", codes="confidences"),
    own("rationale", "text", "Why the curator says so."),
    own("evidence", "json", EVIDENCE),
    own("status", "code", "Whether it stands.", codes="claim_statuses"),
]

ORIGINS = "[{source, basis, passage, covers, credit, confirmed}]: the sources it credits."
SOURCE = [
    ID,
    VERSION,
    own("kind", "code", "Article, wire, readout, post, data set …", codes="source_kinds"),
    own("held", "boolean", "Whether its text was seen; else it is only cited."),
    *actor("outlet", "Who published it"),
    own("title", "text", "Its title."),
    own("language", "text", "Its language, ISO 639."),
    own("published", "edtf", "When it was published."),
    own("published_earliest", "day", "The first day that the date allows."),
    own("published_latest", "day", "The last day that the date allows."),
    own("published_basis", "code", "How that date was found.", codes="date_bases"),
    own("published_note", "text", "A remark on that date."),
    own("byline", "text", "Who wrote it, as printed."),
    own("url", "text", "Its address."),
    own("file", "text", "The name of its file."),
    own("file_sha256", "digest", "The digest of the file."),
    own("text_sha256", "digest", "The digest of the text that passages count in."),
    own("length", "integer", "The length of the text in characters."),
    own("reliability", "code", "The Admiralty letter; F cannot be judged.", codes="reliability"),
    own("origins", "json", ORIGINS),
    own("cited_in", "json", "The passages of held sources that show it."),
    own("assessment", "code", "What its coding came to.", codes="assessments"),
    own("copy_of", "id", "The source it is a copy of.", of="copy_of_id"),
    own("status", "code", "Whether it stands.", codes="claim_statuses"),
]

ACTOR = [
    ID,
    VERSION,
    own("kind", "code", "Person, office, body, state …", codes="actor_kinds"),
    own("name", "text", "The name that stands for it."),
    own("names", "json", "[{text, language, kind}]: all its names."),
    own("country", "country", "Its country."),
    own("rank", "code", "The rank of an office.", codes="ranks"),
    *actor("belongs_to", "What it belongs to"),
    own("tenures", "json", "[{office, from, to, evidence}]: the offices a person held."),
    DISPUTED,
    NOTES,
    own("status", "code", "Whether it stands.", codes="claim_statuses"),
]

# What every row says of the data set it was cut from.
CUT = [
    Column(name="as_of", shape="position", about="The position it was read at.", read=lambda row, names: None),
    Column(name="codebook", shape="text", about="The version of the codebook.", read=lambda row, names: None),
]
COLUMNS = {
    "incident": INCIDENT,
    "statement": STATEMENT,
    "claim": CLAIM,
    "link": LINK,
    "source": SOURCE,
    "actor": ACTOR,
}
# The actors that a row names, for their names.
ACTORS = {
    "incident": ("initiator_id", "target_id"),
    "statement": ("speaker_id", "on_behalf_of_id", "addressee_id"),
    "source": ("outlet_id",),
    "actor": ("belongs_to_id",),
}
