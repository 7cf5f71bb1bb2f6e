"""make bench: every work on both databases, to bench.json and a table. See README.md here.

Each stage runs in a process of its own; a stage that compares runs all its sides in one process, in turns.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from scripts import postgres
from tests.benchmarks.databases import PostgresqlServer, SqliteFiles
from tests.benchmarks.figures import Figure, save, table, taken
from tests.benchmarks.sizes import FULL, QUICK, SMOKE, Size
from tests.benchmarks.words import say
from tests.paths import ROOT

# As a server is that people rely on: every commit on disk, on a solid-state one. Room for the log of a long write.
DURABLE = ["fsync=on", "synchronous_commit=on", "max_wal_size=8GB", "shared_buffers=512MB", "random_page_cost=1.1"]
LEAST = 0.05  # of the time for everything, for a rebuild on one database, however slow the rest was
Databases = SqliteFiles | PostgresqlServer


class Run:
    """A run on one database: what was made is dropped again."""

    def __init__(self, size: Size, databases: Databases, directory: Path) -> None:
        self._size = size
        self._databases = databases
        self._directory = directory
        self._ground: dict[str, Any] = {}
        self.figures: list[Figure] = []

    def all_but_rebuild(self) -> None:
        """Do everything that takes as long as it takes."""
        say(self._databases.name)
        self._databases.create("ground")
        self._ground = json.loads(self._stage("lay", "ground").read_text())
        for other in ("limit", "pages", "api"):
            self._databases.copy("ground", other)
        self.figures += taken(self._stage("compare", "ground", limit=self._databases.url("limit")))
        self.figures += taken(self._stage("pages", "pages"))
        self.figures += taken(self._stage("api", "api"))
        for name in ("ground", "limit", "pages", "api"):
            self._databases.drop(name)
        self._databases.create("long")
        self.figures += taken(self._stage("verify", "long"))
        self._databases.drop("long")

    def rebuild(self, seconds: float) -> None:
        """Do the rebuild, in so many seconds."""
        say(self._databases.name)
        self._databases.create("long")
        self._stage("migrate", "long")
        self._databases.copy("long", "rows")
        more = {"limit": self._databases.url("rows"), "ground": self._ground, "seconds": seconds}
        self.figures += taken(self._stage("rebuild", "long", **more))
        for name in ("long", "rows"):
            self._databases.drop(name)

    def _stage(self, stage: str, database: str, **more: Any) -> Path:
        """Run a stage in a process of its own; return the file with its result. Exits when it fails."""
        result = self._directory / f"{self._databases.name}-{stage}-result.json"
        told = self._directory / f"{self._databases.name}-{stage}.json"
        told.write_text(json.dumps({"size": self._size.name, "result": str(result), **more}))
        own = {
            "DATABASE_URL": self._databases.url(database),
            "BENCH_LIMIT_URL": more.get("limit", ""),
            "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
            "DEMARCHE_ENV": "development",
        }
        command = [sys.executable, "-m", "tests.benchmarks.stage", stage, str(told)]
        if status := subprocess.run(command, cwd=ROOT, env=os.environ | own, stdin=subprocess.DEVNULL).returncode:
            sys.exit(f"make bench: the stage “{stage}” failed with status {status}, see above.")
        return result


@contextmanager
def databases(names: list[str], directory: Path, durable: bool) -> Iterator[list[Databases]]:
    """Give the databases to run on: files in the directory, and the server of TEST_DATABASE_URL or one of our own."""
    found: list[Databases] = [SqliteFiles(directory)] if "sqlite" in names else []
    if "postgresql" not in names:
        yield found
        return
    settings = mock.patch.object(postgres, "FAST", DURABLE if durable else postgres.FAST)
    with settings, postgres.database(os.environ.get("TEST_DATABASE_URL", "")) as url:
        yield [*found, PostgresqlServer(url)]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a small run of a few minutes")
    parser.add_argument("--smoke", action="store_true", help="only show that everything works")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], help="one database instead of both")
    parser.add_argument("--out", type=Path, default=ROOT / "bench.json", help="where bench.json goes")
    return parser.parse_args()


def main() -> None:
    asked = arguments()
    size = SMOKE if asked.smoke else QUICK if asked.quick else FULL
    names = [asked.database] if asked.database else ["sqlite", "postgresql"]
    end = time.monotonic() + size.minutes * 60
    with tempfile.TemporaryDirectory(prefix="demarche-bench-") as name:
        directory = Path(name)
        with databases(names, directory, durable=not asked.smoke) as found:
            runs = [Run(size, one, directory) for one in found]
            try:
                for run in runs:
                    run.all_but_rebuild()
                for number, run in enumerate(runs):
                    left = (end - time.monotonic()) / (len(runs) - number)
                    run.rebuild(max(size.minutes * 60 * LEAST, left))
            finally:  # where something fails, what was measured before is worth having
                figures = [figure for run in runs for figure in run.figures]
                save(figures, asked.out)
                say(f"\n{table(figures)}\n\nwritten: {asked.out}")


if __name__ == "__main__":
    try:
        main()
    except postgres.PostgresError as error:
        sys.exit(f"make bench: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
