"""Run the whole suite on SQLite and on a real PostgreSQL, side by side; arguments go to pytest.

The PostgreSQL is the one that TEST_DATABASE_URL names, else one of our own. Tests on SQLite end sooner; then a second
pytest takes a share of what is left to do on PostgreSQL. The last two lines count what ran.
"""

import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from scripts import postgres, sharing
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
# A second pytest has to find the tests and make a database first: with fewer modules left it would come too late.
WORTH_SHARING = 20


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

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)


def numbers(suite: ElementTree.Element) -> tuple[int, ...]:
    return tuple(int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped"))


class Run:
    """One pytest on one database, its words read as they come; runs of one suite share their tests by its directory."""

    def __init__(self, name: str, url: str, directory: Path, arguments: list[str]) -> None:
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

    def say(self) -> None:
        """Print the lines, also those already said, until the run is over."""
        for line in iter(self.words.get, ""):
            print(line, end="", flush=True)

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait()


class Suite:
    """All tests on one database: one run of pytest, and a second one if `help` is called in time."""

    def __init__(self, name: str, url: str, directory: Path, arguments: list[str]) -> None:
        self.name = name
        self.url = url
        self.directory = directory
        self.share = directory / f"{name}-waiting"
        # One word: of two, pytest would take the directory for one of tests, and look for its settings from there.
        self.arguments = ["-p", "scripts.sharing", f"--share={self.share}", *arguments]
        self.runs = [self.begin(name)]

    def begin(self, name: str, *options: str) -> Run:
        return Run(name, self.url, self.directory, [*options, *self.arguments])

    def help(self) -> None:
        """Begin a second run, on a database of its own, if it is worth it."""
        if sharing.waiting(self.share) >= WORTH_SHARING and self.runs[0].process.poll() is None:
            self.runs.append(self.begin(f"{self.name}-second", "--second"))

    def say(self) -> None:
        """Print what the runs say, one after the other, until they are over."""
        for number, run in enumerate(self.runs):
            if number:
                print(f"\n===== {self.name}, what a second run took over =====", flush=True)
            run.say()

    def result(self) -> tuple[Counts, bool]:
        """Wait for the end; return the counts and whether everything is well: no failure, and not nothing at all."""
        statuses = [run.process.wait() for run in self.runs]
        counts = sum((Counts.read(run.report) for run in self.runs), Counts(0, 0, 0))
        return counts, not any(statuses) and counts.failed == 0 and counts.passed > 0

    def stop(self) -> None:
        for run in self.runs:
            run.stop()


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
                suite.say()
                for other in suites:
                    other.help()
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
        with postgres.database(os.environ.get("TEST_DATABASE_URL", ""), in_memory=True) as url:
            sys.exit(0 if run(url, sys.argv[1:]) else 1)
    except postgres.PostgresError as error:
        sys.exit(f"make test: {error}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
