"""The staging tables: like the live ones, in nobody's way while they fill, and gone afterwards."""

import pytest
from django.db import connection

from incidents.log import read
from incidents.models import Incident
from incidents.readmodels import rebuild, staging
from incidents.readmodels.indexes import secondary
from incidents.readmodels.tables import ALL, LIVE, STAGING, VERSIONS
from tests.factories import IncidentFactory
from tests.readmodels.ledger import in_thread, staged

on_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite's way")


def copy(table) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {STAGING.name(table)} SELECT * FROM {LIVE.name(table)}")


def rows(table) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {STAGING.name(table)}")
        return cursor.fetchone()[0]


def test_they_have_every_column(db):
    with staging.staging_tables(), connection.cursor() as cursor:
        for table in ALL:
            cursor.execute(f"SELECT * FROM {STAGING.name(table)}")
            assert {column[0] for column in cursor.description} == {column.name for column in table.columns}


def test_nothing_is_left_of_them(db):
    IncidentFactory()
    rebuild.rebuild()
    rebuild.check()
    assert staged() == []


@pytest.mark.parametrize("fails", ["staging_tables", "filling"])
def test_nothing_is_left_of_a_failure(db, fails):
    mode = getattr(connection, "transaction_mode", None)
    with pytest.raises(RuntimeError, match="full"), staging.staging_tables():
        if fails == "filling":
            with staging.filling():
                staging.index(ALL)
                raise RuntimeError("full")
        raise RuntimeError("full")
    assert staged() == []
    assert getattr(connection, "transaction_mode", None) == mode


@pytest.mark.django_db(transaction=True)
def test_writers_record_while_a_table_is_being_filled():
    """The transaction that fills it is open, and has written, when another connection records."""
    IncidentFactory()
    answers: list = []
    with staging.staging_tables():
        with staging.filling():
            copy(VERSIONS["incident"])
            in_thread(lambda: IncidentFactory().version, answers).join(30)
            assert answers == [1]
            copy(VERSIONS["source"])
        assert rows(VERSIONS["incident"]) == 1
    assert Incident.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_what_is_recorded_while_a_batch_is_written_is_caught_up_with(monkeypatch):
    IncidentFactory()
    send, answers = rebuild.send, []

    def send_and_let_others(*args, **more):
        send(*args, **more)
        if not answers:
            in_thread(lambda: IncidentFactory().version, answers).join(30)

    monkeypatch.setattr(rebuild, "send", send_and_let_others)
    assert rebuild.rebuild() == read.head().position == 2
    assert answers == [1]
    assert rebuild.check() == {}


def test_indexes_may_be_asked_for_twice(db):
    with staging.staging_tables():
        staging.index([VERSIONS["source"]])
        once = staged()
        staging.index([VERSIONS["source"]])
        assert staged() == once
        staging.index(ALL)
        assert len(staged()) > len(once) > len(ALL)


@on_sqlite
def test_the_file_of_sqlite_stays_as_it_is(db):
    """Its tables are temporary: no reader has to read the schema anew. What is deleted is still overwritten."""

    def ways() -> list:
        kept = ("schema_version", "secure_delete", "cache_size")
        return [connection.cursor().execute(f"PRAGMA main.{way}").fetchall() for way in kept]

    IncidentFactory()
    before = ways()
    with staging.staging_tables():
        staging.index(ALL)
        assert ways() == before
    rebuild.rebuild()
    assert ways() == before


@on_sqlite
def test_a_temporary_table_has_the_indexes_of_its_twin(db):
    with staging.staging_tables():
        staging.index(ALL)
        for table in ALL:
            assert facts(f"{STAGING.prefix}{table.name}") == facts(table.name), table.name
            assert {f"{STAGING.prefix}{one.name}" for one in secondary(table)} <= set(staged())


def facts(table: str) -> list:
    """Return what SQLite knows of a table's indexes, their names aside."""
    with connection.cursor() as cursor:
        found = cursor.execute("SELECT name, [unique], origin, partial FROM pragma_index_list(%s)", [table]).fetchall()
        columns = [cursor.execute("SELECT * FROM pragma_index_xinfo(%s)", [name]).fetchall() for name, *_ in found]
    return sorted((str(names), *rest) for names, (_, *rest) in zip(columns, found, strict=True))
