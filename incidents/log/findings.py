"""What verification says: a problem has a position, a kind, which is printed, and a sentence for those who look on."""

import msgspec

from incidents.log.read import Head

ALTERED = "altered"
MISSING = "missing"
INSERTED = "inserted"
REORDERED = "reordered"
CUT_TAIL = "cut tail"
DIFFERS = "differs from the kept head"
UNRECORDED_REDACTION = "redacted without a record"
UNDONE_REDACTION = "redaction undone"
VERSION_GAP = "version gap"
TIME_BACKWARDS = "recorded_at goes backwards"
TRIGGERS_MISSING = "triggers missing"
DOOR_OPEN = "redaction door open"


class Problem(msgspec.Struct, frozen=True):
    """One thing that is wrong, at the first position where it shows (0: with the tables as such)."""

    position: int
    kind: str
    detail: str


class Verification(msgspec.Struct, frozen=True):
    """The outcome: how many events fit the chain, the head they end with, and the problems, first position first."""

    count: int
    head: Head
    problems: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    @property
    def line(self) -> str:
        """The line that `verify_log` ends with."""
        if self.ok:
            return f"{self.count} events verified, head {self.head.hash}"
        # What is wrong with the tables (position 0) matters less than an event that is wrong.
        first = min(self.problems, key=lambda problem: (problem.position == 0, problem.position))
        return f"position {first.position}: {first.kind}"
