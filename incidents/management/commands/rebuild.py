"""manage.py rebuild: compute every read model anew from the log."""

from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import CommandError, CommandParser

from incidents.log import read
from incidents.management.base import TrackerCommand
from incidents.management.progress import progress
from incidents.readmodels import rebuild
from incidents.readmodels.builders import processors
from incidents.readmodels.errors import RebuildError

MOST = 64  # processes


def processes(told: str) -> int:
    """Read a number of processes. Raises ArgumentTypeError."""
    if not (told.isascii() and told.isdigit() and 1 <= int(told) <= MOST):
        raise ArgumentTypeError(f"“{told}” is no number of processes; give one from 1 to {MOST}.")
    return int(told)


class Command(TrackerCommand):
    help = "Compute every read model anew from the log. Readers see the old rows until the new ones are in place."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="only compare; exit with status 1 where the read models differ"
        )
        parser.add_argument(
            "--processes",
            type=processes,
            default=processors(),
            metavar="N",
            help="how many build rows side by side in a long log (as many as processors, to eight: %(default)s)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with progress("rebuild", read.head().position) as step:
            try:
                if options["check"]:
                    self._report(rebuild.check(step, options["processes"]))
                    return
                position = rebuild.rebuild(step, options["processes"])
            except RebuildError as error:
                raise CommandError(str(error)) from error
        self.stdout.write(f"read models rebuilt up to position {position}")

    def _report(self, differences: dict[str, int]) -> None:
        if differences:
            told = ", ".join(f"{table}: {rows} rows" for table, rows in differences.items())
            raise CommandError(f"the read models differ from the log ({told}); run manage.py rebuild")
        self.stdout.write(f"read models equal the log up to position {read.head().position}")
