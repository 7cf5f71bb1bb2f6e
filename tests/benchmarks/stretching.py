"""Makes many rows out of few, in SQL: copies of incidents and of their versions under other ids and on other days.

For pages, what matters is how many rows stand and how they are spread, not that a log leads to them. A copy has its
number in the third and fourth group of its ids, where the ids of `world` begin with a 7.
"""

from incidents.readmodels.tables import CURRENT, VERSIONS, Table
from tests.benchmarks.bare import Bare
from tests.benchmarks.plans import NAMES

DAYS = "(copy * 7919 % 3650)"  # how far a copy is moved

_HYPHENATED = "substr({0}, 1, 14) || substr({1}, 1, 4) || '-' || substr({1}, 5, 4) || substr({0}, 24)"


def stretch(database: Bare, first: int, last: int, *, versions: bool) -> None:
    """Add the copies with these numbers, from 1 on, of every incident that is no copy itself."""
    for table in (CURRENT["incident"], *([VERSIONS["incident"]] if versions else [])):
        expressions = [expression(name, database.mark == "?") for name in NAMES[table.name]]
        names = ", ".join(f'"{name}"' for name in NAMES[table.name])
        with database.transaction():
            database.run(
                f"INSERT INTO {table.name} ({names}) SELECT {', '.join(expressions)}"
                f" FROM (SELECT * FROM {table.name} WHERE {original(table, database.mark == '?')}) AS one,"
                f" {series(first, last, database.mark == '?')} AS counted"
            )


def expression(name: str, sqlite: bool) -> str:
    column, number = f'one."{name}"', "printf('%08x', copy)" if sqlite else "lpad(to_hex(copy), 8, '0')"
    if name == "key":
        return _HYPHENATED.format(column, number)
    if name in ("id", "record_id"):
        if sqlite:
            return f"substr({column}, 1, 12) || {number} || substr({column}, 21)"
        return f"({_HYPHENATED.format(f'{column}::text', number)})::uuid"
    if name == "sort_date":
        return f"date({column}, '+' || {DAYS} || ' days')" if sqlite else f"{column} + {DAYS}"
    return column


def original(table: Table, sqlite: bool) -> str:
    column = "record_id" if "record_id" in NAMES[table.name] else "id"
    return f"substr({column}, 13, 1) = '7'" if sqlite else f"substr({column}::text, 15, 1) = '7'"


def series(first: int, last: int, sqlite: bool) -> str:
    if sqlite:
        counting = f"SELECT {first} UNION ALL SELECT copy + 1 FROM counted WHERE copy < {last}"
        return f"(WITH RECURSIVE counted(copy) AS ({counting}) SELECT copy FROM counted)"
    return f"(SELECT generate_series({first}, {last}) AS copy)"
