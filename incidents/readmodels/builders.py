"""Who builds the lots of a rebuild: this process, or several beside it.

On PostgreSQL a process beside this one writes what it has built. SQLite has one writer, and its staging tables are seen
by this connection alone: there the rows are handed over in files, and what the others read of them is copied to one. A
process that is killed can leave half a file behind, but never half an answer, which would be waited for.
"""

import pickle
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from shutil import rmtree
from uuid import uuid4

from django.db import connection

from incidents.log.errors import NoProcessError
from incidents.log.processes import Processes, started, would_see
from incidents.log.sql import is_postgresql
from incidents.readmodels import beside, staging
from incidents.readmodels.building import Built, Lot, build, survivors_up_to
from incidents.readmodels.errors import RebuildError
from incidents.readmodels.survivors import Survivors
from incidents.readmodels.tables import STAGING
from incidents.readmodels.write import send

WORTH = 20_000  # events; a process takes about as long to begin as these take to be built


class Here:
    """Builds in this process."""

    def __init__(self, last: int) -> None:
        self._last = last
        self._survivors = survivors_up_to(last, STAGING)

    def build(self, lots: Iterable[Lot]) -> Iterator[Built]:
        """Yield what writes the rows of each lot, in this order."""
        return (build(lot, self._last, self._survivors) for lot in lots)

    def share(self, kinds: Iterable[str]) -> None:
        """Let builders see the staged rows of these kinds: they do."""


class Beside:
    """Builds in processes beside this one."""

    def __init__(self, last: int, them: Processes, shared: Path | None) -> None:
        self._last = last
        self._them = them
        self._shared = shared

    def build(self, lots: Iterable[Lot]) -> Iterator[Built]:
        """Yield what is left to do for each lot, in this order. Raises NoProcessError and RebuildError."""
        for built in self._them.each(build_beside, ((lot, self._last, self._shared) for lot in lots)):
            yield built if isinstance(built, Built) else _taken_from(built)

    def share(self, kinds: Iterable[str]) -> None:
        """Let builders see the staged rows of these kinds."""
        if self._shared is not None:
            staging.share(kinds, self._shared / beside.VIEWS)


def _taken_from(file: Path) -> Built:
    built = pickle.loads(file.read_bytes())
    file.unlink()
    return built


@contextmanager
def builders(last: int, many: int) -> Iterator[Here | Beside]:
    """Give the builders of a rebuild up to a position: so many processes, or this one where others could not see it.

    Raises RebuildError when a process could not begin or was ended.
    """
    if many < 2 or last < WORTH or not would_see():
        yield Here(last)
        return
    name = str(connection.settings_dict["NAME"])
    try:
        with _shared_directory(name) as shared, started(many, beside.begin, name, shared) as them:
            yield Beside(last, them, shared)
    except NoProcessError as error:
        raise RebuildError(str(error)) from error


@contextmanager
def _shared_directory(database: str) -> Iterator[Path | None]:
    """Give the directory beside a SQLite database for what is handed over, closed to other people.

    One that a killed rebuild has left goes first.
    """
    if is_postgresql():
        yield None
        return
    directory = Path(f"{database}-rebuild-shared")
    rmtree(directory, ignore_errors=True)
    directory.mkdir(mode=0o700)
    try:
        yield directory
    finally:
        rmtree(directory, ignore_errors=True)


def build_beside(lot: Lot, last: int, shared: Path | None) -> Built | Path:
    """Build a lot in a process beside the rebuild; return what is left for that to do, or the file that holds it.

    Raises RebuildError: not every error can be told from one process to another.
    """
    try:
        built = build(lot, last, _survivors(last))
        if shared is not None:
            file = shared / f"{uuid4()}.rows"
            file.write_bytes(pickle.dumps(built))
            return file
        with staging.filling():
            send(built.writings, bulk=True)
    except Exception as error:
        raise RebuildError(f"Rows could not be built ({type(error).__name__}): {error}") from error
    return Built(built.events, [])


@lru_cache(maxsize=1)
def _survivors(last: int) -> Survivors:
    return survivors_up_to(last, STAGING)
