"""Verify the log; the last line says what was found, the exit status whether all is well."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from incidents.log.errors import LogError
from incidents.log.read import head
from incidents.log.verify import kept_heads, verify
from incidents.management.base import TrackerCommand
from incidents.management.processes import add_processes
from incidents.management.progress import progress
from incidents.management.said import said


class Command(TrackerCommand):
    help = "Prove that no event was altered, removed, inserted or reordered. Exits with status 1 if one was."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--against", type=Path, metavar="FILE", help="the output of an earlier log_head")
        add_processes(parser, "verify events")

    def handle(self, *args: Any, against: Path | None, processes: int, **options: Any) -> None:
        try:
            kept = kept_heads(against) if against else []
        except OSError as error:
            raise CommandError(said(error)) from error
        except LogError as error:
            raise CommandError(str(error)) from error
        with progress("verify", head().position) as advance:
            outcome = verify(kept, advance, processes)
        for problem in outcome.problems:
            self.stdout.write(f"{problem.kind} (position {problem.position}): {problem.detail}")
        self.stdout.write(outcome.line)
        if not outcome.ok:
            sys.exit(1)
