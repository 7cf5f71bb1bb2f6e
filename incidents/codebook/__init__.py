"""The codebook: the terms of the field as versioned data, and its loader.

    from incidents import codebook
    codebook.current().term("types", "SUMMONS").label.id

Imports: the standard library and PyYAML.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from incidents.codebook.errors import CodebookError, UnknownTermError, YamlError
from incidents.codebook.loader import load
from incidents.codebook.model import (
    Bilingual,
    Codebook,
    Crosswalk,
    IncidentType,
    LinkType,
    Plover,
    Property,
    Rank,
    Reference,
    Role,
    Score,
    SpeechAct,
    Term,
)

__all__ = [
    "Bilingual",
    "Codebook",
    "CodebookError",
    "Crosswalk",
    "IncidentType",
    "LinkType",
    "Plover",
    "Property",
    "Rank",
    "Reference",
    "Role",
    "Score",
    "SpeechAct",
    "Term",
    "UnknownTermError",
    "YamlError",
    "current",
    "load",
]

_CURRENT = Path(__file__).parent / "v1"


@cache
def current() -> Codebook:
    """The codebook in use, read once. Raises YamlError when its files are wrong."""
    return load(_CURRENT)
