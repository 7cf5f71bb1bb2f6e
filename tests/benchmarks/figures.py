"""What a run found, and how it is told: bench.json, and a table to read."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

KEYS = ("work", "database", "ours", "limit", "peers", "budget", "met")
WORKS = ("edit", "import", "rebuild", "verify", "as_of_page", "deep_page", "writers")
API_WORKS = (
    *("api_list", "api_filtered_list", "api_deep_page", "api_detail"),
    *("api_as_of_list", "api_search", "api_counts", "api_write", "api_grade"),
)


@dataclass
class Figure:
    """Seconds a unit. `budget` is the most that `ours` may be, in the same seconds, as `rule` has it.

    `notes` are for the reader: rounds, sizes, memory.
    """

    work: str
    database: str
    ours: float
    limit: float
    budget: float
    rule: str
    unit: str
    peers: dict[str, float] = field(default_factory=dict)
    p95: float | None = None
    p95_budget: float | None = None
    p99: float | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def met(self) -> bool:
        return self.ours <= self.budget and (self.p95 is None or self.p95 <= (self.p95_budget or self.p95))

    def row(self) -> dict[str, Any]:
        """Return the entry of bench.json."""
        found = {name: getattr(self, name) for name in KEYS}
        tails = {"p95": self.p95, "p99": self.p99}
        told = {name: seconds for name, seconds in tails.items() if seconds is not None}
        return found | told | ({"notes": self.notes} if self.notes else {})


def save(figures: Iterable[Figure], path: Path) -> None:
    path.write_text(json.dumps([figure.row() for figure in figures], indent=1) + "\n")


def dump(figures: Iterable[Figure], path: Path) -> None:
    """Hand figures from one process to another."""
    path.write_text(json.dumps([asdict(figure) for figure in figures]))


def taken(path: Path) -> list[Figure]:
    return [Figure(**entry) for entry in json.loads(path.read_text())]


def table(figures: Iterable[Figure]) -> str:
    """Return lines to read: each work on each database, ours against the limit and against each peer."""
    lines = []
    for figure in sorted(figures, key=lambda figure: ((*WORKS, *API_WORKS).index(figure.work), figure.database)):
        verdict = "met" if figure.met else "NOT MET"
        lines.append(f"{figure.work} · {figure.database} · a unit is {figure.unit}: {verdict} ({figure.rule})")
        others = {"limit": figure.limit, **figure.peers}
        lines.append(f"  {'ours':24}{_time(figure.ours):>12}   {figure.ours / figure.budget:6.2f} × the budget")
        if figure.p95 is not None:
            lines.append(f"  {'ours, 95th percentile':24}{_time(figure.p95):>12}")
        if figure.p99 is not None:
            lines.append(f"  {'ours, 99th percentile':24}{_time(figure.p99):>12}")
        for name, seconds in others.items():
            lines.append(f"  {name:24}{_time(seconds):>12}   ours is {figure.ours / seconds:6.2f} × this")
        lines += [f"  {note}" for note in figure.notes]
    return "\n".join(lines)


def _time(seconds: float) -> str:
    if seconds < 1e-3:
        return f"{seconds * 1e6:.1f} µs"
    return f"{seconds * 1e3:.2f} ms" if seconds < 1 else f"{seconds:.2f} s"
