"""What the bare driver has to write: the rows that our own tables hold when ours has run, window by window.

A window is what one transaction of ours appended: the positions from one to another. Its plan holds the events, the
versions that began (with the end they had when the window closed), the ends of older ones, and the current rows.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from incidents.log.models import tables
from incidents.log.sql import COLUMNS
from incidents.readmodels.tables import ALL, CURRENT, FACETS, VERSIONS, Table
from tests.benchmarks.bare import Bare, Row, digest

EVENT = tables()["event"]
OF_VERSIONS = ("key", "record_id", "from_position", "to_position", "public_from", "public_to")
Window = tuple[int, int]


@dataclass
class Plan:
    """Rows by table: to insert (`new`), to set anew with the columns that change (`changed`), and the ends of rows that
    stood: (position, key).
    """

    new: dict[str, list[Row]] = field(default_factory=dict)
    changed: dict[str, list[tuple[Row, tuple[int, ...]]]] = field(default_factory=dict)
    ended: dict[str, list[Row]] = field(default_factory=dict)

    def write(self, connection: Bare, *, bulk: bool) -> None:
        """Write the plan as one transaction."""
        with connection.transaction(together=not bulk):
            for table, rows in self.ended.items():
                connection.update(table, ("to_position",), KEYS[table], rows)
            for table, rows in self.new.items():
                connection.insert(table, NAMES[table], rows, bulk=bulk)
            for table, rows in self.changed.items():
                for row, columns in rows:
                    names = [NAMES[table][column] for column in columns]
                    connection.update(table, names, "id", [(*(row[column] for column in columns), row[0])])


NAMES: dict[str, tuple[str, ...]] = {
    EVENT: COLUMNS,
    **{table.name: tuple(column.name for column in table.columns) for table in ALL},
}
KEYS = {name: columns[0] for name, columns in NAMES.items()}


def plans(ours: Bare, windows: Sequence[Window]) -> list[Plan]:
    """Return a plan for each of these windows, which follow each other without gaps."""
    found = [Plan() for _ in windows]
    mark = ours.mark
    sql = f"SELECT {_list(COLUMNS)} FROM {EVENT} WHERE position BETWEEN {mark} AND {mark} ORDER BY position"
    for row in ours.rows(sql, (windows[0][0], windows[-1][1])):
        found[_at(windows, row[0])].new.setdefault(EVENT, []).append(row)
    for kind, table in VERSIONS.items():
        _spans(ours, table, windows, found, CURRENT[kind])
    _spans(ours, FACETS, windows, found, None)
    return found


def _spans(ours: Bare, table: Table, windows: Sequence[Window], found: list[Plan], current: Table | None) -> None:
    """Add the rows of a table of spans that begin or end within the windows, and the current rows they lead to."""
    names = NAMES[table.name]
    start_at, end_at = names.index("from_position"), names.index("to_position")
    low, high, mark = windows[0][0], windows[-1][1], ours.mark
    sql = (
        f"SELECT {_list(names)} FROM {table.name} WHERE from_position BETWEEN {mark} AND {mark}"
        f" OR to_position BETWEEN {mark} AND {mark} ORDER BY from_position"
    )
    known: dict[Any, dict[str, Any]] = {}  # the versions that stood before the windows or in an earlier one, by record
    for row in ours.rows(sql, (low, high, low, high)):
        start, end = row[start_at], row[end_at]
        ends = _at(windows, end) if end is not None and end <= high else None
        if start < low:
            found[ends].ended.setdefault(table.name, []).append((end, row[0]))
            known[row[1]] = dict(zip(names, row, strict=True))
            continue
        begins = _at(windows, start)
        stays = ends != begins
        told = (*row[:end_at], None if stays else end, *row[end_at + 1 :])
        found[begins].new.setdefault(table.name, []).append(told)
        if stays and ends is not None:
            found[ends].ended.setdefault(table.name, []).append((end, row[0]))
        if current is not None and stays:
            version = dict(zip(names, row, strict=True))
            now = _current(version, current)
            if (before := known.get(row[1])) is None:
                found[begins].new.setdefault(current.name, []).append(now)
            elif columns := _differing(_current(before, current), now):
                found[begins].changed.setdefault(current.name, []).append((now, columns))
            known[row[1]] = version


def _current(version: dict[str, Any], current: Table) -> Row:
    return (version["record_id"], *(version[name] for name in NAMES[current.name][1:]))


def _differing(before: Row, now: Row) -> tuple[int, ...]:
    return tuple(number for number, value in enumerate(now) if value != before[number])


def _at(windows: Sequence[Window], position: int) -> int:
    return bisect_right(windows, position, key=lambda window: window[0]) - 1


def _list(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def differing(ours: Bare, limit: Bare) -> list[str]:
    """Return the tables in which two databases differ."""
    return [name for name, columns in NAMES.items() if digest(ours, name, columns) != digest(limit, name, columns)]


def lift_triggers(limit: Bare) -> None:
    """Let the bare driver write without the checks of the log's triggers: rows and indexes are what it is asked for."""
    if limit.mark == "?":
        for (name,) in limit.rows("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (EVENT,)):
            limit.run(f'DROP TRIGGER "{name}"')
    else:
        limit.run(f"ALTER TABLE {EVENT} DISABLE TRIGGER USER")
