"""Databases for one run: made, copied and dropped again. Nothing but what was made here is touched."""

import os
import shutil
import sqlite3
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

PREFIX = f"demarche_bench_{os.getpid()}"


class SqliteFiles:
    name = "sqlite"

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def url(self, name: str) -> str:
        return f"sqlite:///{self._directory / name}.sqlite3"

    def create(self, name: str) -> str:
        """Return the URL of a database that is not there yet; SQLite makes it when it is first opened."""
        return self.url(name)

    def copy(self, name: str, other: str) -> str:
        """Copy a database nobody has open; return the URL of the copy."""
        source, target = (self.url(one).removeprefix("sqlite:///") for one in (name, other))
        connection = sqlite3.connect(source)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        shutil.copyfile(source, target)
        return self.url(other)

    def drop(self, name: str) -> None:
        for ending in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                os.unlink(self.url(name).removeprefix("sqlite:///") + ending)


class PostgresqlServer:
    name = "postgresql"

    def __init__(self, url: str) -> None:
        self._server = url

    def url(self, name: str) -> str:
        return urlsplit(self._server)._replace(path=f"/{PREFIX}_{name}").geturl()

    def create(self, name: str) -> str:
        self._run("CREATE DATABASE {}", name)
        return self.url(name)

    def copy(self, name: str, other: str) -> str:
        """Copy a database nobody has open; return the URL of the copy."""
        self._run("CREATE DATABASE {} TEMPLATE {}", other, name)
        return self.url(other)

    def drop(self, name: str) -> None:
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _run(self, statement: str, *names: str) -> None:
        with psycopg.connect(self._server, autocommit=True) as connection:
            quoted = [sql.Identifier(f"{PREFIX}_{name}") for name in names]
            connection.execute(sql.SQL(statement).format(*quoted))
