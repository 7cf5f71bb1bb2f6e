"""A pytest plugin: two runs of one suite share its work out; whoever is free takes the next module.

    pytest -p scripts.sharing --share=DIRECTORY [--second]

The first run makes the directory and lays a file into it for each module that waits; to take a module is to remove its
file. A run that stops early removes them all, so that the other one stops too.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import chain, groupby
from pathlib import Path

import pytest

Module = list[pytest.Item]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--share", type=Path, metavar="DIRECTORY", help="take modules in turns with another run")
    parser.addoption("--second", action="store_true", help="be the other run, on a test database of its own")


def waiting(directory: Path) -> int:
    """Return how many modules nobody has taken yet; none before the first run has laid them down."""
    return len(list(directory.glob("*"))) if directory.is_dir() else 0


def modules(items: list[pytest.Item]) -> dict[str, Module]:
    """Return tests that follow each other in one file, by a name that both runs give them.

    A file may come several times: pytest-django puts tests that commit behind all those that are rolled back.
    """
    seen: Counter[str] = Counter()
    found: dict[str, Module] = {}
    for file, group in groupby(items, key=lambda item: item.nodeid.partition("::")[0]):
        seen[file] += 1
        found[f"{file.replace('/', '.')}.{seen[file]}"] = list(group)
    return found


class Share:
    """What one run takes of the modules in a directory."""

    def __init__(self, directory: Path, items: list[pytest.Item]) -> None:
        self.directory = directory
        self.modules = modules(items)
        self.lay()

    def lay(self) -> None:
        """Lay all modules down, at once and unless another run has done it."""
        if self.directory.exists():
            return
        aside = self.directory.with_suffix(".aside")
        aside.mkdir()
        for name in self.modules:
            (aside / name).touch()
        aside.rename(self.directory)

    def taken(self) -> Iterator[Module]:
        """Yield one module after the other, taken from the other run."""
        for name, module in self.modules.items():
            try:
                (self.directory / name).unlink()
            except FileNotFoundError:
                continue
            yield module

    def end(self) -> None:
        """Leave nothing to the other run."""
        for file in self.directory.glob("*"):
            file.unlink(missing_ok=True)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Run what nobody else took, as pytest's own loop does; that one goes on where there is nothing to share."""
    directory = session.config.getoption("share")
    if directory is None or session.testsfailed or session.config.option.collectonly:
        return None
    share = Share(directory, session.items)
    try:
        run(session, share.taken())
    except BaseException:
        share.end()
        raise
    return True


def run(session: pytest.Session, taken: Iterator[Module]) -> None:
    """Run modules; each test is told which one follows, so that what both need stays set up.

    Raises pytest's own Failed and Interrupted where a test or an option wants the run to stop.
    """
    items = chain.from_iterable(taken)
    item = next(items, None)
    while item is not None:
        following = next(items, None)
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.shouldfail:
            raise session.Failed(session.shouldfail)
        if session.shouldstop:
            raise session.Interrupted(session.shouldstop)
        item = following
