"""Dates as sources give them: EDTF (ISO 8601-2) read once, with strict bounds and one canonical print."""

from incidents.domain.dates.reading import parse
from incidents.domain.dates.value import (
    OPEN_RANK,
    UNKNOWN,
    UNKNOWN_RANK,
    Bounds,
    DateError,
    EdtfDate,
    Precision,
    contains,
    intersection,
    overlaps,
    precision_rank,
    within,
)

__all__ = [
    "OPEN_RANK",
    "UNKNOWN",
    "UNKNOWN_RANK",
    "Bounds",
    "DateError",
    "EdtfDate",
    "Precision",
    "contains",
    "intersection",
    "overlaps",
    "parse",
    "precision_rank",
    "within",
]
