"""manage.py rebuild: compute every read model anew from the log."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from incidents.log import read
from incidents.management.base import TrackerCommand
from incidents.management.processes import add_processes
from incidents.management.progress import progress
from incidents.readmodels import rebuild
from incidents.readmodels.errors import RebuildError


class Command(TrackerCommand):
    help = "Compute every read model anew from the log. Readers see the old rows until the new ones are in place."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="only compare; exit with status 1 where the read models differ"
        )
        add_processes(parser, "build rows")

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
