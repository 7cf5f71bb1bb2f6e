"""manage.py import_events: record a table by a mapping."""

from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandError, CommandParser

from incidents.codebook.errors import CodebookError
from incidents.domain.errors import DomainError
from incidents.domain.person import Person
from incidents.imports.mapping import Mapping, load_mapping
from incidents.imports.rejects import RejectsFile
from incidents.imports.spreadsheet import TableError
from incidents.imports.table import IMPORTER, TableImport
from incidents.management.base import TrackerCommand
from incidents.management.progress import progress
from incidents.management.said import said
from incidents.permissions import person_of


class Command(TrackerCommand):
    help = (
        "Record the rows of FILE as drafts, by a mapping of its columns (docs/imports.md). A second run adds nothing; "
        "rows that cannot be taken go to FILE.rejects.csv with the reason."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--mapping", type=Path, metavar="FILE.yaml", help="what the columns say")
        parser.add_argument("--user", metavar="NAME", help="whose recording it is; “import” if not given")
        parser.add_argument("--dry-run", action="store_true", help="check and count everything, record nothing")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if options["mapping"] is None:
            raise CommandError("Give --mapping FILE.yaml: what the columns of the table say (docs/imports.md).")
        try:
            mapping = load_mapping(options["mapping"])
            self._import(file, mapping, _person(options["user"]), options["dry_run"])
        except OSError as error:
            raise CommandError(said(error)) from error
        except TableError as error:
            raise CommandError(f"{file}: {error}") from error
        except (CodebookError, DomainError) as error:
            raise CommandError(str(error)) from error

    def _import(self, file: Path, mapping: Mapping, person: Person, dry_run: bool) -> None:
        rejects = RejectsFile(file.with_name(f"{file.name}.rejects.csv"))
        with file.open("rb") as table, rejects, progress("import", None, "rows") as step:
            run = TableImport(mapping, person=person, dry_run=dry_run, reject=rejects.write, progress=step)
            counts = run.run(table)
        if counts.rejected:
            self.stderr.write(self.style.WARNING(f"{rejects.path} holds the rejected rows and says why."))
        if dry_run:
            self.stdout.write("Dry run, nothing recorded.")
        self.stdout.write(str(counts))


def _person(name: str | None) -> Person:
    if name is None:
        return IMPORTER
    user = User.objects.filter(username=name).first()
    if user is None:
        raise CommandError(f"There is no user {name}.")
    return person_of(user)
