"""The rows that were not taken, as a table: FILE.rejects.csv with the columns line, reason, row."""

import csv
import io
from contextlib import ExitStack
from pathlib import Path
from typing import Self, TextIO

import msgspec

from incidents.imports.table import Rejected

COLUMNS = ("line", "reason", "row")


def rejects_line(rejected: Rejected) -> list[str]:
    """Return a reject as cells. The row is a JSON list, so no spreadsheet takes one of its cells for a formula."""
    reason = rejected.reason if rejected.reason[:1].isalnum() else f"Row: {rejected.reason}"
    return [str(rejected.line), reason, msgspec.json.encode(rejected.row).decode()]


def rejects_table(rejects: list[Rejected]) -> str:
    """Return rejects as CSV."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows([COLUMNS, *map(rejects_line, rejects)])
    return written.getvalue()


class RejectsFile:
    """Writes rejects as they come; without any there is no file, and that of an earlier run is gone."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._open = ExitStack()
        self._file: TextIO | None = None

    def __enter__(self) -> Self:
        self.path.unlink(missing_ok=True)
        return self

    def write(self, rejected: Rejected) -> None:
        """Write one reject."""
        if self._file is None:
            self._file = self._open.enter_context(self.path.open("w", encoding="utf-8", newline=""))
            csv.writer(self._file, lineterminator="\r\n").writerow(COLUMNS)
        csv.writer(self._file, lineterminator="\r\n").writerow(rejects_line(rejected))

    def __exit__(self, *error: object) -> None:
        self._open.close()
