"""Triggers that make the table of events append-only, whatever SQL arrives.

They refuse DELETE, TRUNCATE, every UPDATE but that of a redaction (data and metadata of the one position in the door),
and INSERT anywhere but after the head. Django remakes SQLite's tables and drops their triggers with them, so `install`
runs after every migrate and `missing` is asked by `verify_log` and the health check.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from incidents.log.models import tables
from incidents.log.sql import COLUMNS, DOOR, EVENT

_KEPT = tuple(name for name in COLUMNS if name not in ("data", "metadata"))
_NO_DELETE = "The log is append-only: no event is ever deleted."
_NO_UPDATE = "The log is append-only: events change through redaction only."
_NO_GAP = "The log is append-only: an event is inserted right after the head, under ids of its own."


def install(connection: BaseDatabaseWrapper) -> None:
    """Create what is missing, altered or disabled; does nothing when the table is not there yet."""
    if tables()["event"] not in connection.introspection.table_names():
        return
    definitions = _definitions(connection)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for name in missing(connection):
            cursor.execute(_drop(connection, name))
            for statement in definitions[name]:
                cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the triggers that are absent, altered or disabled; an empty list is what one wants to see."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_STATE, [EVENT])
            expected = {name: (kind, body) for name, (_, kind, body) in _POSTGRESQL.items()}
        else:
            cursor.execute(_SQLITE_STATE, [tables()["event"]])
            expected = {name: (statement,) for name, (statement,) in _definitions(connection).items()}
        found = {name: tuple(rest) for name, *rest in cursor.fetchall()}
    return [name for name, definition in expected.items() if found.get(name) != definition]


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """For tests only: the table without its triggers, so that a flush can empty it."""
    with connection.cursor() as cursor:
        for name in _definitions(connection):
            cursor.execute(_drop(connection, name))
    try:
        yield
    finally:
        install(connection)


def _definitions(connection: BaseDatabaseWrapper) -> dict[str, tuple[str, ...]]:
    """Name of each trigger -> the statements that create it."""
    if connection.vendor == "postgresql":
        return {name: _with_function(name, clause, body) for name, (clause, _, body) in _POSTGRESQL.items()}
    return {name: (f'CREATE TRIGGER "{name}" {text}',) for name, text in _SQLITE.items()}


def _drop(connection: BaseDatabaseWrapper, name: str) -> str:
    table = f" ON {EVENT}" if connection.vendor == "postgresql" else ""
    return f'DROP TRIGGER IF EXISTS "{name}"{table}'


def _raise(sentence: str) -> str:
    return f"BEFORE {{}} ON {EVENT} {{}}BEGIN SELECT RAISE(ABORT, '{sentence}'); END"


# INSERT OR REPLACE deletes rows without firing DELETE triggers, so whatever it would replace is refused on insertion.
_SQLITE = {
    "incidents_log_delete": _raise(_NO_DELETE).format("DELETE", ""),
    "incidents_log_update": _raise(_NO_UPDATE).format(
        "UPDATE",
        f"WHEN NOT EXISTS (SELECT 1 FROM {DOOR} WHERE position = OLD.position)"
        + "".join(f' OR NEW."{name}" IS NOT OLD."{name}"' for name in _KEPT)
        + " ",
    ),
    "incidents_log_insert": _raise(_NO_GAP).format(
        "INSERT",
        f"WHEN NEW.position IS NOT (SELECT coalesce(max(position), 0) + 1 FROM {EVENT})"
        f" OR EXISTS (SELECT 1 FROM {EVENT} WHERE event_id = NEW.event_id)"
        f" OR EXISTS (SELECT 1 FROM {EVENT} WHERE stream_id = NEW.stream_id AND version = NEW.version) ",
    ),
}
_SQLITE_STATE = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"


def _refusal(sentence: str) -> str:
    return f"RAISE EXCEPTION '{sentence}' USING ERRCODE = 'integrity_constraint_violation';"


def _row(name: str) -> str:
    return ", ".join(f'{name}."{column}"' for column in _KEPT)


# Clause, pg_trigger.tgtype (row 1, before 2, insert 4, delete 8, update 16, truncate 32), body of the function.
# UPDATE and DELETE by row: loaddata tries an UPDATE first. INSERT by statement: COPY would lose its speed by row.
_POSTGRESQL = {
    "incidents_log_delete": (
        f"BEFORE DELETE ON {EVENT} FOR EACH ROW",
        1 + 2 + 8,
        f"BEGIN {_refusal(_NO_DELETE)} END",
    ),
    "incidents_log_truncate": (
        f"BEFORE TRUNCATE ON {EVENT} FOR EACH STATEMENT",
        2 + 32,
        f"BEGIN {_refusal(_NO_DELETE)} END",
    ),
    "incidents_log_update": (
        f"BEFORE UPDATE ON {EVENT} FOR EACH ROW",
        1 + 2 + 16,
        f"BEGIN IF NOT EXISTS (SELECT FROM {DOOR} WHERE position = OLD.position)"
        f" OR ({_row('NEW')}) IS DISTINCT FROM ({_row('OLD')}) THEN {_refusal(_NO_UPDATE)} END IF; RETURN NEW; END",
    ),
    "incidents_log_insert": (
        f"AFTER INSERT ON {EVENT} REFERENCING NEW TABLE AS added FOR EACH STATEMENT",
        4,
        "DECLARE low bigint; high bigint; many bigint; BEGIN"
        " SELECT min(position), max(position), count(*) INTO low, high, many FROM added;"
        f" IF many > 0 AND (low < 1 OR high - low + 1 <> many OR high <> (SELECT max(position) FROM {EVENT})"
        f" OR (low > 1 AND NOT EXISTS (SELECT FROM {EVENT} WHERE position = low - 1)))"
        f" THEN {_refusal(_NO_GAP)} END IF; RETURN NULL; END",
    ),
}
_POSTGRESQL_STATE = """
    SELECT tgname, tgtype::int, prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
    WHERE tgrelid = to_regclass(%s) AND NOT tgisinternal AND tgenabled IN ('O', 'A')
        AND tgqual IS NULL AND tgattr::text = ''
"""


def _with_function(name: str, clause: str, body: str) -> tuple[str, str]:
    function = f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $body${body}$body$'
    return function, f'CREATE TRIGGER "{name}" {clause} EXECUTE FUNCTION "{name}"()'
