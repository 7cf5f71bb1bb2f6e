"""manage.py export: the data set as a file."""

import sys
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from django.core.management.base import CommandError, CommandParser

from incidents.domain.person import ANONYMOUS, Person
from incidents.exports.errors import ExportError
from incidents.exports.reading import KINDS
from incidents.exports.streams import FORMATS, Export, prepare
from incidents.management.base import TrackerCommand
from incidents.management.progress import progress
from incidents.management.said import said
from incidents.readmodels import queries

OPERATOR = Person("manage.py export", frozenset(("reader",)))


class Command(TrackerCommand):
    help = (
        "Write the records of KIND as they stood at one position. A file gets its data dictionary beside it "
        "(FILE.dictionary.json: position, codebook's version, columns)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", metavar="KIND", help=", ".join(KINDS))
        parser.add_argument("--format", default="ndjson", choices=FORMATS, help="ndjson if not given")
        parser.add_argument("--output", type=Path, metavar="FILE", help="write to FILE; standard output if not given")
        parser.add_argument("--as-of", metavar="TIME", help="a position, a date, or a time with its zone")
        parser.add_argument(
            "--filter",
            action="append",
            default=[],
            metavar="NAME=VALUE",
            help="keep what fits, as the API's filters do; may be given several times",
        )
        parser.add_argument("--order", metavar="NAME", help="as the API's lists: date, -date, name …")
        parser.add_argument(
            "--unpublished", action="store_true", help="what is not public too; without it, what everybody may see"
        )

    def handle(self, *args: Any, kind: str, **options: Any) -> None:
        try:
            export = prepare(
                kind,
                options["format"],
                person=OPERATOR if options["unpublished"] else ANONYMOUS,
                as_of=_position(options["as_of"]),
                wanted=_wanted(options["filter"]),
                order=options["order"],
            )
            self._write(export, options["output"])
        except (ExportError, queries.AsOfError, queries.FilterError) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(said(error)) from error

    def _write(self, export: Export, output: Path | None) -> None:
        with ExitStack() as closing:
            file = sys.stdout.buffer if output is None else closing.enter_context(output.open("wb"))
            size = _write(export.pieces(), file)
        if output is None:
            return
        dictionary = output.with_name(f"{output.name}.dictionary.json")
        dictionary.write_bytes(msgspec.json.format(msgspec.json.encode(export.dictionary())) + b"\n")
        self.stdout.write(f"{size} bytes written to {output}, as of position {export.cut.as_of}")


def _write(pieces: Iterable[bytes], file: BinaryIO) -> int:
    """Write, telling a person who watches how far it is; return the number of bytes."""
    size = 0
    with progress("export", None, "bytes") as step:
        for piece in pieces:
            size += len(piece)
            file.write(piece)
            step(len(piece))
    return size


def _position(as_of: str | None) -> int | None:
    return queries.position_of(as_of, now=datetime.now(UTC)) if as_of is not None else None


def _wanted(filters: Iterable[str]) -> dict[str, str]:
    """Return {name: value} of the filters given; several values of a name are separated by commas, as in the API."""
    wanted: dict[str, str] = {}
    for told in filters:
        name, separator, value = told.partition("=")
        if not separator or not name or not value:
            raise CommandError(f"“{told}” is no filter; write NAME=VALUE, such as type=SUMMONS.")
        wanted[name] = f"{wanted[name]},{value}" if name in wanted else value
    return wanted
