"""Moving over replaces rows and leaves everything else of the tables as it was: indexes, constraints, triggers."""

import pytest
from django.db import connection

from incidents.log import guard
from incidents.readmodels import moving, rebuild, staging
from incidents.readmodels.indexes import Index, secondary
from incidents.readmodels.tables import ALL, LIVE, STAGING
from tests.factories import IncidentFactory, StatementFactory
from tests.readmodels.ledger import all_rows, empty_all

on_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite's way")
on_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="PostgreSQL's way")

CATALOGUE = {
    "sqlite": "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name",
    "postgresql": """
        SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger
        ORDER BY 1, 2, 3
    """,
}


def catalogue() -> list:
    with connection.cursor() as cursor:
        cursor.execute(CATALOGUE[connection.vendor])
        return cursor.fetchall()


@pytest.fixture
def large(monkeypatch):
    """Every table counts as a large one that has any row beyond the first."""
    monkeypatch.setattr(moving, "LARGE", 1)


def several() -> None:
    for _ in range(3):
        StatementFactory(incident=IncidentFactory(published=True))


def test_the_catalogue_is_what_it_was(db, large):
    several()
    before = catalogue()
    assert any("_stems" in str(entry) for entry in before) == (connection.vendor == "postgresql")
    rebuild.rebuild()
    assert catalogue() == before


@pytest.mark.usefixtures("large")
def test_the_rows_are_what_they_were(db):
    several()
    before = all_rows()
    rebuild.rebuild()
    assert all_rows() == before
    empty_all()
    rebuild.rebuild()
    assert all_rows() == before


@pytest.mark.django_db(transaction=True)
def test_a_failure_on_the_way_brings_back_rows_and_indexes(monkeypatch, large):
    several()
    before, known = all_rows(), catalogue()

    def fail():
        raise RuntimeError("no receipts today")

    monkeypatch.setattr(rebuild, "rebuild_receipts", fail)
    with pytest.raises(RuntimeError, match="no receipts"):
        rebuild.rebuild()
    assert (all_rows(), catalogue()) == (before, known)


@on_sqlite
def test_sqlite_copies_a_table_and_its_indexes_as_they_are(db):
    """It takes rows as they stand (RowData) once for the table and once for each index, that of the key included."""
    with staging.staging_tables(), guard.writing(), connection.cursor() as cursor:
        moving.get_ready()
        for table in ALL:
            move = f"INSERT INTO main.{LIVE.name(table)} SELECT * FROM temp.{STAGING.name(table)}"
            steps = [row[1] for row in cursor.execute(f"EXPLAIN {move}").fetchall()]
            assert steps.count("RowData") == len(secondary(table)) + 2, table.name


@on_postgresql
def test_large_tables_without_statistics_get_them(db, large):
    several()
    rebuild.rebuild()
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tablename FROM pg_stats WHERE tablename LIKE 'incidents_incident%'")
        assert sorted(name for (name,) in cursor.fetchall()) == ["incidents_incident", "incidents_incidentversion"]


@pytest.mark.parametrize(
    ("definition", "there"),
    [
        ('CREATE INDEX "a" ON "t" ("x", "y")', 'CREATE INDEX IF NOT EXISTS "b" ON "u" ("x", "y")'),
        ('CREATE UNIQUE INDEX "a" ON "t" ("x")', 'CREATE UNIQUE INDEX IF NOT EXISTS "b" ON "u" ("x")'),
        (
            'CREATE INDEX "a_UNIQUE" ON "t" (lower("x")) WHERE "y" IN (1, 2)',
            'CREATE INDEX IF NOT EXISTS "b" ON "u" (lower("x")) WHERE "y" IN (1, 2)',
        ),
    ],
)
def test_an_index_is_made_elsewhere(definition, there):
    assert Index("a", definition).elsewhere('"b"', '"u"') == there
