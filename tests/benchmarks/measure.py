"""Timing: several sides in turns, several rounds, the median; and how much memory a piece of work took at most."""

import gc
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import active_children
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from statistics import median
from threading import Event, Thread

FEWEST = 3  # rounds that a median is taken of
PATIENCE = 45  # seconds after which a work has no further round
_STATUS, _CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")

Timed = Callable[[], int]  # does a piece of work and returns how many units it had


@dataclass
class Times:
    """Seconds a unit, by side, one entry a round."""

    of: dict[str, list[float]] = field(default_factory=dict)

    def take(self, side: str, work: Timed) -> None:
        gc.collect()
        start = time.perf_counter()
        units = work()
        self.of.setdefault(side, []).append((time.perf_counter() - start) / units)

    def medians(self) -> dict[str, float]:
        return {side: median(seconds) for side, seconds in self.of.items()}


def rounds(most: int) -> Iterator[int]:
    """Number the rounds of a work: so many, but fewer, three at least, where the machine is slow."""
    started = time.perf_counter()
    for number in range(most):
        if number >= FEWEST and time.perf_counter() - started > PATIENCE:
            return
        yield number


def interleaved(sides: Mapping[str, Timed], times: Times, number: int) -> None:
    """Do one round: every side once, each round beginning with another one."""
    names = list(sides)
    turn = number % len(names)
    for name in names[turn:] + names[:turn]:
        times.take(name, sides[name])


@dataclass
class Peak:
    """Resident memory in MiB: before the work, the most that there was during it, and the most that a process had
    which this one has started, 0 without any.
    """

    before: float = 0
    most: float = 0
    beside: float = 0


@contextmanager
def peak_memory() -> Iterator[Peak]:
    """Measure the most memory this process holds inside the block, by the system's own count."""
    peak = Peak()
    resettable = _reset()
    peak.before = _most()
    done = Event()
    watching = Thread(target=_watch, args=(peak, done), daemon=True)
    watching.start()
    try:
        yield peak
    finally:
        done.set()
        watching.join()
    peak.most = _most() if resettable else getrusage(RUSAGE_SELF).ru_maxrss / 1024


def _watch(peak: Peak, done: Event) -> None:
    while not done.wait(0.5):
        for process in active_children():
            with suppress(OSError, StopIteration):
                peak.beside = max(peak.beside, _high_water(Path(f"/proc/{process.pid}/status")))


def _reset() -> bool:
    try:
        _CLEAR.write_text("5")
    except OSError:
        return False
    return True


def _most() -> float:
    try:
        return _high_water(_STATUS)
    except (OSError, StopIteration):
        return getrusage(RUSAGE_SELF).ru_maxrss / 1024


def _high_water(status: Path) -> float:
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024
