"""One builder for each kind of term: from the fields of its entry to the frozen object.

Checks what can be seen in the entry alone; references to other lists are checked in `checks`.
Imports: fields, names, model.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, cast

from incidents.codebook import model, names
from incidents.codebook.fields import Fields
from incidents.codebook.model import Bilingual, Crosswalk, Plover, Score

__all__ = [
    "ACT",
    "LINK",
    "PROPERTY",
    "RANK",
    "ROLE",
    "TERM",
    "TYPE",
    "Shape",
    "incident_type",
    "link_type",
    "property_of",
    "rank",
    "role",
    "speech_act",
    "term",
]


class Shape(NamedTuple):
    """The fields an entry must have and those it may have."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()


_BASE = ("code", "label", "definition")
_CODED = ("quad", "crosswalk", "scores")

TERM = Shape(_BASE)
TYPE = Shape(
    (*_BASE, "records_as", "track", "rung", "symmetric", *_CODED), ("track_also", "quad_also", "acts", "wikidata")
)
ACT = Shape((*_BASE, "cues", *_CODED), ("quad_also",))
ROLE = Shape((*_BASE, "side"))
RANK = Shape((*_BASE, "order", "line"))
LINK = Shape(
    (*_BASE, "inverse", "directed", "acyclic", "one_parent", "passage_required", "stored", "derived", "ends"),
    ("huridocs",),
)
PROPERTY = Shape((*_BASE, "cardinality", "value"), ("codes", "basis", "keys", "parts", "of"))

_CODE = re.compile(r"^(?:[A-Z0-9][A-Z0-9_]*|[a-z0-9][a-z0-9_]*)$")
_CAMEO = re.compile(r"^[0-9]{2,4}$")
_DECIMAL = re.compile(r"^-?[0-9]+(?:\.[0-9]+)?$")
_WIKIDATA = re.compile(r"^Q[1-9][0-9]*$")


def term(entry: Fields, version: str) -> model.Term:
    """Code, label and definition."""
    return model.Term(**_base(entry))


def incident_type(entry: Fields, version: str) -> model.IncidentType:
    """A type of incident; its rung becomes the first of its scores."""
    base = _base(entry)
    rung = entry.optional_integer("rung")
    ladder = () if rung is None else (Score(names.LADDER, f"v{version}", base["code"], str(rung)),)
    return model.IncidentType(
        **base,
        records_as=cast(names.RecordsAs, entry.choice("records_as", names.RECORDS_AS)),
        track=entry.optional_text("track"),
        track_also=entry.texts("track_also"),
        rung=rung,
        symmetric=entry.flag("symmetric"),
        quad=_quad(entry),
        quad_also=_quads_also(entry),
        acts=entry.texts("acts"),
        crosswalk=_crosswalk(entry, "crosswalk"),
        scores=(*ladder, *_scores(entry)),
        wikidata=_matching(entry, "wikidata", _WIKIDATA, "Write a Wikidata id such as Q183424.")
        if entry.has("wikidata")
        else None,
    )


def speech_act(entry: Fields, version: str) -> model.SpeechAct:
    """A speech act."""
    return model.SpeechAct(
        **_base(entry),
        cues=entry.texts("cues"),
        quad=_quad(entry),
        quad_also=_quads_also(entry),
        crosswalk=_crosswalk(entry, "crosswalk"),
        scores=_scores(entry),
    )


def role(entry: Fields, version: str) -> model.Role:
    """A role with its side."""
    return model.Role(**_base(entry), side=cast(names.Side, entry.choice("side", names.SIDES)))


def rank(entry: Fields, version: str) -> model.Rank:
    """A rank with its order."""
    line = cast(names.RankLine, entry.choice("line", names.RANK_LINES))
    return model.Rank(**_base(entry), order=entry.integer("order"), line=line)


def link_type(entry: Fields, version: str) -> model.LinkType:
    """A type of link; a stored one has ends, any other has none."""
    stored, ends = entry.flag("stored"), entry.texts("ends")
    if stored != bool(ends):
        raise entry.error("ends_and_stored", "ends", "Name the ends of a link that is stored, and of no other.")
    flags = {name: entry.flag(name) for name in ("directed", "acyclic", "one_parent", "passage_required", "derived")}
    if not flags["directed"] and (flags["acyclic"] or flags["one_parent"]):
        raise entry.error("undirected", "directed", "A link without direction cannot be acyclic or have one parent.")
    return model.LinkType(
        **_base(entry),
        **flags,
        inverse=bilingual(entry, "inverse"),
        stored=stored,
        ends=tuple(_ends(entry, index, text) for index, text in enumerate(ends)),
        huridocs=entry.texts("huridocs"),
    )


def property_of(kind: names.RecordKind) -> Callable[[Fields, str], model.Property]:
    """The builder of the properties of one kind of record."""

    def build(entry: Fields, version: str) -> model.Property:
        shape = entry.choice("value", names.SHAPES)
        cardinality = cast(names.Cardinality, entry.choice("cardinality", names.CARDINALITIES))
        if (shape == "code") != entry.has("codes"):
            raise entry.error("codes_and_value", "codes", "Name the term list of a value “code”, and of no other.")
        if (shape == "edtf") != entry.has("basis"):
            raise entry.error(
                "basis_and_value", "basis", "Say of a date, and of nothing else, whether it needs a basis."
            )
        if (cardinality == "keyed") != entry.has("keys"):
            raise entry.error("keys_and_cardinality", "keys", "Name the keys of a keyed property, and of no other.")
        return model.Property(
            **_base(entry),
            kind=kind,
            cardinality=cardinality,
            value=shape,
            codes=entry.optional_text("codes"),
            basis=entry.has("basis") and entry.flag("basis"),
            keys=_named_lists(entry, "keys"),
            parts=_named_lists(entry, "parts"),
            of=entry.texts("of"),
        )

    return build


def _base(entry: Fields) -> dict[str, Any]:
    code = _matching(entry, "code", _CODE, "Write the code in capitals or in small letters, with digits and _ only.")
    return {"code": code, "label": bilingual(entry, "label"), "definition": bilingual(entry, "definition")}


def bilingual(entry: Fields, name: str) -> Bilingual:
    """A text in English and Indonesian."""
    words = entry.child(name, required=("en", "id"))
    return Bilingual(words.text("en"), words.text("id"))


def _matching(entry: Fields, name: str, pattern: re.Pattern[str], advice: str) -> str:
    value = entry.text(name)
    if not pattern.match(value):
        raise entry.error("wrong_form", name, f"“{value}” has the wrong form. {advice}")
    return value


def _quad(entry: Fields) -> int | None:
    quad = entry.optional_integer("quad")
    if quad is not None and quad not in names.QUADS:
        raise entry.error("not_allowed", "quad", "Write 1, 2, 3, 4 or null.")
    return quad


def _quads_also(entry: Fields) -> tuple[int, ...]:
    quads = entry.integers("quad_also")
    for index, quad in enumerate(quads):
        if quad not in names.QUADS:
            raise entry.error("not_allowed", ("quad_also", index), "Write 1, 2, 3 or 4.")
    return quads


def _crosswalk(entry: Fields, name: str) -> Crosswalk:
    found = entry.child(name, required=("cameo", "plover"), optional=("plover_also", "toward"))
    roles = found.mapping_names("toward")
    toward: Mapping[str, Crosswalk] = {}
    if roles:
        inside = found.child("toward", required=roles)
        toward = {code: _crosswalk(inside, code) for code in roles}
    plover = _plover(found.child("plover", **_PLOVER)) if found.has("plover") else None
    return Crosswalk(
        cameo=_all_matching(found, "cameo", _CAMEO, 'Write CAMEO codes in quotes, two to four digits: "010".'),
        plover=plover,
        plover_also=tuple(_plover(other) for other in found.children("plover_also", **_PLOVER)),
        toward=MappingProxyType(dict(toward)),
    )


_PLOVER: dict[str, Collection[str]] = {"required": ("type", "mode", "context")}


def _plover(found: Fields) -> Plover:
    return Plover(found.text("type"), found.optional_text("mode"), found.texts("context"))


def _all_matching(entry: Fields, name: str, pattern: re.Pattern[str], advice: str) -> tuple[str, ...]:
    values = entry.texts(name)
    for index, value in enumerate(values):
        if not pattern.match(value):
            raise entry.error("wrong_form", (name, index), f"“{value}” has the wrong form. {advice}")
    return values


def _scores(entry: Fields) -> tuple[Score, ...]:
    found = entry.children("scores", required=("system", "version", "code", "value"), optional=("toward",))
    return tuple(
        Score(
            system=score.text("system"),
            version=score.text("version"),
            code=score.text("code"),
            value=_matching(score, "value", _DECIMAL, 'Write the number in quotes: "-4.0".'),
            toward=score.optional_text("toward"),
        )
        for score in found
    )


def _ends(entry: Fields, index: int, text: str) -> tuple[names.EndKind, names.EndKind]:
    source, _, target = text.partition(" -> ")
    if source not in names.END_KINDS or target not in names.END_KINDS:
        raise entry.error("not_allowed", ("ends", index), f"“{text}”: write “incident -> statement” or the like.")
    return cast(names.EndKind, source), cast(names.EndKind, target)


def _named_lists(entry: Fields, name: str) -> Mapping[str, str]:
    parts = entry.mapping_names(name)
    if not parts:
        return MappingProxyType({})
    inside = entry.child(name, required=parts)
    return MappingProxyType({part: inside.text(part) for part in parts})
