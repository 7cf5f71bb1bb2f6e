"""Evidence as rows keep it, as the domain's value again: for commands that give it anew."""

from typing import Any

import msgspec

from incidents.domain.evidence import Evidence


def evidence_of(piece: dict[str, Any]) -> Evidence:
    """Return evidence kept as JSON in a row."""
    told = {name: value for name, value in piece.items() if name in Evidence.__struct_fields__ and value is not None}
    return msgspec.convert(told, Evidence)
