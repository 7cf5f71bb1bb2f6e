"""manage.py import_seeds: record the coding of the seed articles."""

from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from incidents.codebook.errors import CodebookError
from incidents.dispatch import together
from incidents.imports import articles, seeds
from incidents.imports.coding import Coding
from incidents.log import read
from incidents.log.errors import LogError
from incidents.management import fixture
from incidents.management.base import TrackerCommand
from incidents.management.progress import progress
from incidents.management.said import said

PLURALS = {"source": "sources", "actor": "actors", "incident": "incidents", "statement": "statements", "link": "links"}


class Command(TrackerCommand):
    help = (
        "Record the coding of the five seed articles (seeds/). A second run adds nothing. "
        "With --articles the originals are attached, so that every passage becomes readable."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--articles", type=Path, metavar="DIR", help="attach the originals found in this folder")
        parser.add_argument("--dry-run", action="store_true", help="check and count everything, record nothing")
        parser.add_argument(
            "--fixture",
            type=Path,
            metavar="FILE",
            help="write the fixture of a fresh import to FILE; record nothing here",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        directory = settings.BASE_DIR / "seeds"
        folder: Path | None = options["articles"]
        if options["fixture"] is not None and (folder is not None or options["dry_run"]):
            raise CommandError("Give --fixture alone: it records nothing here and holds no text.")
        if folder is not None and not folder.is_dir():
            raise CommandError(f"{folder} is no folder; give the folder that holds the articles.")
        try:
            if options["fixture"] is not None:
                self._write_fixture(directory, options["fixture"])
            else:
                self._import(directory, folder, options["dry_run"])
        except OSError as error:
            raise CommandError(said(error)) from error
        except (CodebookError, LogError, fixture.FixtureError) as error:
            raise CommandError(str(error)) from error

    def _write_fixture(self, directory: Path, file: Path) -> None:
        events = fixture.write_fixture(directory, file)
        self.stdout.write(f"{events} events written to {file}")

    def _import(self, directory: Path, folder: Path | None, dry_run: bool) -> None:
        if not read.is_there():
            raise CommandError("The database has no tables yet; run manage.py migrate first.")
        coding = Coding(directory)
        with together(dry_run=True) if dry_run else nullcontext():
            with progress("import", seeds.total_steps(coding), "records") as step:
                counts = seeds.import_coding(coding, progress=step)
            if folder is not None:
                self._attach(folder)
        self.stdout.write(("Dry run, nothing recorded: " if dry_run else "") + self._summary(counts))

    def _attach(self, folder: Path) -> None:
        report = articles.attach_folder(folder)
        for problem in report.problems:
            self.stderr.write(self.style.WARNING(problem))
        self.stdout.write(
            f"{report.attached} texts attached, {report.known} there already, {report.passages} passages readable"
        )

    def _summary(self, counts: seeds.Counts) -> str:
        opened = ", ".join(f"{counts.opened.get(kind, 0)} {plural}" for kind, plural in PLURALS.items())
        return f"{opened} recorded; {counts.events} events; {counts.known} records were there already"
