"""Run the whole suite on SQLite and on a real PostgreSQL, side by side; arguments go to pytest.

The PostgreSQL is the one that TEST_DATABASE_URL names, else one of our own. The last two lines count what ran.
"""

import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from scripts import postgres
from scripts.setup import ROOT

# The suite tests development's defaults: what the person has set for their own tracker stays outside.
OWN = (
    "DATABASE_URL",
    "TEST_DATABASE_URL",
    "DEMARCHE_ENV",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "DEMARCHE_FOUR_EYES",
    "PORT",
    "ARTICLES",
)


@dataclass(frozen=True)
class Counts:
    """What one suite did; errors outside a test's body count as failed, expected failures as skipped."""

    passed: int
    failed: int
    skipped: int

    @classmethod
    def read(cls, report: Path) -> "Counts":
        """Read pytest's JUnit report; a run that left none has failed."""
        try:
            suites = ElementTree.parse(report).iter("testsuite")
            total, failures, errors, skipped = (sum(column) for column in zip(*map(numbers, suites), strict=True))
        except (OSError, ValueError, ElementTree.ParseError):
            return cls(0, 1, 0)
        return cls(total - failures - errors - skipped, failures + errors, skipped)


def numbers(suite: ElementTree.Element) -> tuple[int, ...]:
    return tuple(int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped"))


class Suite:
    """pytest on one database, its words read as they come."""

    def __init__(self, name: str, url: str, directory: Path, arguments: list[str]) -> None:
        self.name = name
        self.report = directory / f"{name}.xml"
        color = ["--color=yes"] if sys.stdout.isatty() else []
        command = [sys.executable, "-m", "pytest", *color, "-p", "no:cacheprovider", f"--junitxml={self.report}"]
        environment = {key: value for key, value in os.environ.items() if key not in OWN}
        self.process = subprocess.Popen(
            [*command, *arguments],
            cwd=ROOT,
            env=environment | {"DATABASE_URL": url},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        self.words: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self) -> None:
        for line in self.process.stdout or ():
            self.words.put(line)
        self.words.put("")

    def lines(self) -> Iterator[str]:
        """Yield the lines, also those already said, until the suite is over."""
        return iter(self.words.get, "")

    def result(self) -> tuple[Counts, bool]:
        """Wait for the end; return the counts and whether everything is well: no failure, and not nothing at all."""
        status = self.process.wait()
        counts = Counts.read(self.report)
        return counts, status == 0 and counts.failed == 0 and counts.passed > 0

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait()


def run(url: str, arguments: list[str]) -> bool:
    """Run both suites, print their words one after the other and the two closing lines; return whether all is well."""
    with tempfile.TemporaryDirectory(prefix="demarche-test-") as name:
        directory = Path(name)
        urls = {"sqlite": f"sqlite:///{directory / 'demarche.sqlite3'}", "postgresql": url}
        suites: list[Suite] = []
        try:
            for database, address in urls.items():
                suites.append(Suite(database, address, directory, arguments))
            for suite in suites:
                print(f"\n===== {suite.name} =====", flush=True)
                for line in suite.lines():
                    print(line, end="", flush=True)
            results = {suite.name: suite.result() for suite in suites}
        finally:
            for suite in suites:
                suite.stop()
    print()
    for database, (counts, well) in results.items():
        if not well and not counts.failed:
            print(f"{database}: no test ran to its end, or pytest stopped; see above.")
    for database, (counts, _) in results.items():
        print(f"{database}: {counts.passed} passed, {counts.failed} failed, {counts.skipped} skipped", flush=True)
    return all(well for _, well in results.values())


def ended(number: int, frame: object) -> NoReturn:
    """Turn a signal into an ordinary end, so that the server is stopped and its directory removed."""
    sys.exit(128 + number)


def main() -> None:
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ended)
    try:
        with postgres.database(os.environ.get("TEST_DATABASE_URL", "")) as url:
            sys.exit(0 if run(url, sys.argv[1:]) else 1)
    except postgres.PostgresError as error:
        sys.exit(f"make test: {error}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
