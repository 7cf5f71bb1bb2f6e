"""A progress bar for long commands: on standard error, and only where a person is watching."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm


@contextmanager
def progress(what: str, total: int | None, unit: str = "events") -> Iterator[Callable[[int], object]]:
    """Yield a function that is told how many more are done."""
    with tqdm(desc=what, total=total, unit=f" {unit}", file=sys.stderr, disable=not sys.stderr.isatty()) as bar:
        yield bar.update
