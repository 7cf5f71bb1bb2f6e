"""Write the log to a file, from which another database can be filled."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from incidents.log.exchange import export_log
from incidents.log.read import head
from incidents.management.base import TrackerCommand
from incidents.management.progress import progress
from incidents.management.said import said


class Command(TrackerCommand):
    help = "Write the whole log to FILE as JSON Lines, personal data included: keep it as safe as the database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            with progress("export", head().position) as advance:
                ending = export_log(file, advance)
        except OSError as error:
            raise CommandError(said(error)) from error
        self.stdout.write(f"{ending.position} events exported to {file}, head {ending.hash}")
