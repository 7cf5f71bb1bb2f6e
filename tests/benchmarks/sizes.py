"""How much of each work a run does: the full one, a quick one, and one that only shows that everything works."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """`ground`: incidents in the log that edits and imports work on; `edits` and `fresh` (incidents) a round;
    `log`: incidents of the long log, about twenty events each; `paged` incidents of eight versions for pages as of a
    position; `deep` rows to page through; `minutes` for a run on all databases: rebuilds
    fill what is left.
    """

    name: str
    ground: int
    rounds: int
    edits: int
    fresh: int
    writes: int
    log: int
    paged: int
    deep: int
    minutes: float


FULL = Size("full", 1_000, 5, 150, 250, 40, 50_000, 50_000, 600_000, 18)
QUICK = Size("quick", 200, 5, 40, 150, 10, 2_000, 5_000, 60_000, 4)
SMOKE = Size("smoke", 12, 2, 6, 6, 2, 12, 100, 1_000, 0.1)
SIZES = {size.name: size for size in (FULL, QUICK, SMOKE)}
