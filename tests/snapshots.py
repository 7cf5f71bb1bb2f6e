"""Rows that many modules begin with: recorded once, kept as the database gives them, and put back for each module."""

from typing import Any

from django.apps import apps
from django.db import connection, models

from incidents.log.sql import is_postgresql

Model = type[models.Model]
Rows = bytes | list[tuple[Any, ...]]  # as PostgreSQL's COPY gives them, or SQLite's driver


class Snapshot:
    """Every row of every table of the tracker, as they are when the snapshot is made."""

    def __init__(self) -> None:
        connection.ensure_connection()
        found = {model: read(model) for model in apps.get_app_config("incidents").get_models()}
        self.rows = {model: rows for model, rows in found.items() if rows}

    def put_back(self) -> None:
        """Fill the tables, which are empty; the guard is passed by, the triggers are not."""
        connection.ensure_connection()
        for model, rows in self.rows.items():
            write(model, rows)


def read(model: Model) -> Rows:
    """Return the rows of a table, in the order of its key: the log takes them in no other."""
    table, key = model._meta.db_table, model._meta.pk.column
    if is_postgresql():
        with connection.connection.cursor().copy(f'COPY (SELECT * FROM "{table}" ORDER BY "{key}") TO STDOUT') as copy:
            return b"".join(copy)
    # A plus keeps the driver from making dates and booleans of what it finds.
    columns = ", ".join(f'+"{field.column}"' for field in model._meta.concrete_fields)
    return connection.connection.cursor().execute(f'SELECT {columns} FROM "{table}" ORDER BY "{key}"').fetchall()


def write(model: Model, rows: Rows) -> None:
    table = model._meta.db_table
    if isinstance(rows, bytes):
        with connection.connection.cursor().copy(f'COPY "{table}" FROM STDIN') as copy:
            copy.write(rows)
        return
    columns = [field.column for field in model._meta.concrete_fields]
    names, marks = ", ".join(f'"{column}"' for column in columns), ", ".join("?" for _ in columns)
    connection.connection.cursor().executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)
