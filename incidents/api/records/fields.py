"""Which fields each kind of record has, what is shown along with it, and which of that a detail has by itself."""

import msgspec

from incidents.api.records.shapes import SHAPES

# What `expand=` takes: parts beside a record, and references in full.
PARTS: dict[str, tuple[str, ...]] = {
    "incident": ("claims", "statements", "links", "demands", "dyad"),
    "statement": ("claims", "links"),
    "actor": ("claims",),
    "source": (),
    "link": (),
    "claim": (),
}
REFERENCES: dict[str, tuple[str, ...]] = {
    "incident": ("initiator", "target"),
    "statement": ("speaker", "on_behalf_of", "addressee"),
    "actor": (),
    "source": ("outlet",),
    "link": ("from", "to"),
    "claim": (),
}
# The parts that a record's own page has without being asked.
WITH_DETAIL: dict[str, tuple[str, ...]] = {
    "incident": ("claims", "statements", "links"),
    "statement": ("claims", "links"),
    "actor": ("claims",),
}
FIELDS: dict[str, tuple[str, ...]] = {
    kind: tuple(field.encode_name for field in msgspec.structs.fields(shape) if field.name != "as_of")
    for kind, shape in SHAPES.items()
}
EXPANDS: dict[str, tuple[str, ...]] = {kind: PARTS[kind] + REFERENCES[kind] for kind in SHAPES}
