"""Fill an empty log from a file that export_log wrote, and rebuild what is computed from it."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from incidents.log.errors import LogError
from incidents.log.exchange import import_log, read_header
from incidents.management.base import TrackerCommand
from incidents.management.processes import add_processes
from incidents.management.progress import progress
from incidents.management.said import said
from incidents.readmodels.errors import RebuildError
from incidents.readmodels.rebuild import rebuild


class Command(TrackerCommand):
    help = "Read FILE, written by export_log, into an empty log: all of it, or nothing if anything does not fit."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        add_processes(parser, "build rows")

    def handle(self, *args: Any, file: Path, processes: int, **options: Any) -> None:
        try:
            with progress("import", read_header(file).position) as advance:
                ending = import_log(file, advance)
        except OSError as error:
            raise CommandError(said(error)) from error
        except LogError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{ending.position} events imported from {file}, head {ending.hash}")
        try:
            rebuild(processes=processes)  # the read models follow from the log
        except RebuildError as error:
            raise CommandError(
                f"The log is there, its read models are not: {error} Then run manage.py rebuild."
            ) from error
