"""The secondary indexes of the live tables, as the database's own catalogue has them; migrations alone define them."""

import msgspec

from incidents.log.driver import fetch
from incidents.log.sql import is_postgresql
from incidents.readmodels.tables import LIVE, Table

# Those of primary keys and constraints are left out: they belong to the table.
_SQLITE = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL ORDER BY name"
_POSTGRESQL = """
    SELECT relname, pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    WHERE indrelid = to_regclass(%s) AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
    ORDER BY relname
"""


class Index(msgspec.Struct, frozen=True):
    """An index: its name, and the statement that makes it."""

    name: str
    definition: str

    def elsewhere(self, name: str, table: str) -> str:
        """Return the statement that makes an equal index, under another name, on another table (both quoted)."""
        head, columns = self.definition.split("(", 1)
        unique = "UNIQUE " if "UNIQUE" in head.split('"', 1)[0] else ""
        return f"CREATE {unique}INDEX IF NOT EXISTS {name} ON {table} ({columns}"


def secondary(table: Table) -> list[Index]:
    """Return the indexes of a live table that could be dropped and made again."""
    if is_postgresql():
        return [Index(*row) for row in fetch(_POSTGRESQL, (LIVE.name(table),))]
    return [Index(*row) for row in fetch(_SQLITE, (table.name,))]
