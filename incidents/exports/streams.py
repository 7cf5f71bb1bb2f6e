"""What can be exported, in which formats, and as what kind of file."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from incidents import codebook
from incidents.domain.person import Person
from incidents.exports.dictionary import describe
from incidents.exports.errors import ExportError
from incidents.exports.follow_the_money import ftm
from incidents.exports.linked_data import jsonld
from incidents.exports.polecat import polecat
from incidents.exports.reading import KINDS, Cut, rows_of
from incidents.exports.tabular import delimited, ndjson
from incidents.readmodels import queries

Writer = Callable[[Cut, str], Iterator[bytes]]


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """A format: its writer, media type, the ending of a file's name, and whether only incidents have it."""

    write: Writer
    media_type: str
    ending: str
    incidents_only: bool = False


FORMATS = {
    "ndjson": Format(write=ndjson, media_type="application/x-ndjson", ending="ndjson"),
    "csv": Format(write=delimited, media_type="text/csv; charset=utf-8; header=present", ending="csv"),
    "jsonld": Format(write=jsonld, media_type="application/ld+json", ending="jsonld", incidents_only=True),
    "ftm": Format(write=ftm, media_type="application/x-ndjson", ending="ftm.json", incidents_only=True),
    "polecat": Format(
        write=polecat, media_type="text/tab-separated-values; charset=utf-8", ending="polecat.txt", incidents_only=True
    ),
}


class Export(msgspec.Struct, frozen=True, kw_only=True):
    """An export that is ready to be written: all of it as of one position."""

    cut: Cut
    format: str
    codebook: str

    @property
    def media_type(self) -> str:
        return FORMATS[self.format].media_type

    @property
    def file_name(self) -> str:
        """incidents-as-of-381.csv"""
        return f"{self.cut.kind}s-as-of-{self.cut.as_of}.{FORMATS[self.format].ending}"

    def pieces(self) -> Iterator[bytes]:
        """Yield the file piece by piece; memory does not grow with its length."""
        return FORMATS[self.format].write(self.cut, self.codebook)

    def dictionary(self) -> dict[str, Any]:
        """Return what stands beside the file: position, version of the codebook, columns."""
        return describe(self.cut.kind, self.format, self.cut.as_of)

    def count(self) -> int:
        """Return how many records there are to write."""
        return rows_of(self.cut).count()


def formats_of(kind: str) -> list[str]:
    """Return the formats that a kind of record is exported in."""
    return [name for name, found in FORMATS.items() if kind == "incident" or not found.incidents_only]


def prepare(
    kind: str,
    format: str,
    *,
    person: Person,
    as_of: int | None = None,
    wanted: Mapping[str, Any] | None = None,
    order: str | None = None,
) -> Export:
    """Return an export of what a person may see at a position (now, if None), filtered and ordered as lists are.

    Raises ExportError for an unknown kind or format, and what the filters and the order raise, before anything is
    written.
    """
    if kind not in KINDS:
        raise ExportError("unknown_kind", "kind", f"“{kind}” is not exported; write one of: {', '.join(KINDS)}.")
    if format not in formats_of(kind):
        known = ", ".join(formats_of(kind))
        raise ExportError("unknown_format", "format", f"There is no format “{format}” here; write one of: {known}.")
    position = queries.head().position if as_of is None else as_of
    cut = Cut(kind=kind, person=person, as_of=position, wanted=wanted or {}, order=order)
    queries.page(rows_of(cut), kind=kind, order=order, after=None, size=1)  # what is wrong with it shows now
    return Export(cut=cut, format=format, codebook=codebook.current().version)
