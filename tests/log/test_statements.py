"""Which tables a statement writes to."""

import pytest

from incidents.log.statements import written_tables

WRITES = {
    "INSERT INTO t (a) VALUES (1)": {"t"},
    'insert into "T" values (%s)': {"t"},
    "INSERT INTO `t` SELECT * FROM u": {"t"},
    "INSERT INTO [t] VALUES (1)": {"t"},
    'INSERT INTO "public"."t" (a) VALUES (1)': {"t"},
    "INSERT INTO main.t VALUES (1)": {"t"},
    "INSERT INTO a.b.t VALUES (1)": {"t"},
    "INSERT OR REPLACE INTO t VALUES (1)": {"t"},
    "INSERT OR IGNORE INTO t VALUES (1)": {"t"},
    "REPLACE INTO t VALUES (1)": {"t"},
    "INSERT INTO t VALUES (1) ON CONFLICT (a) DO UPDATE SET a = 2": {"t"},
    "UPDATE t SET a = 1": {"t"},
    "UPDATE ONLY t SET a = 1": {"t"},
    "UPDATE OR ROLLBACK t SET a = 1": {"t"},
    'UPDATE "t" AS u SET a = 1 FROM v': {"t"},
    "DELETE FROM t": {"t"},
    "DELETE FROM ONLY t WHERE a": {"t"},
    "TRUNCATE t": {"t"},
    'TRUNCATE TABLE ONLY "t", public.u *, v RESTART IDENTITY CASCADE': {"t", "u", "v"},
    "MERGE INTO t USING u ON true WHEN MATCHED THEN UPDATE SET a = 1 WHEN NOT MATCHED THEN INSERT VALUES (1)": {"t"},
    "COPY t (a, b) FROM STDIN": {"t"},
    "WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x": {"t"},
    "WITH x AS (DELETE FROM t RETURNING *), y AS (UPDATE u SET a = 1 RETURNING *) SELECT * FROM x, y": {"t", "u"},
    "WITH x AS (INSERT INTO t VALUES (1) RETURNING a) SELECT a FROM x": {"t"},
    "EXPLAIN ANALYZE DELETE FROM t": {"t"},
    "SELECT 1; DELETE FROM t; UPDATE u SET a = 1;": {"t", "u"},
    "/* a comment */ DELETE /* another */ FROM /* /* nested */ */ t -- end": {"t"},
    "-- a comment\nDELETE FROM t": {"t"},
    "SELECT '--'; DELETE FROM t": {"t"},
    "SELECT 'it''s'; DELETE FROM t": {"t"},
    r"SELECT E'\'; SELECT 1'; DELETE FROM t": {"t"},
    "SELECT $$ it's $$; DELETE FROM t": {"t"},
    "SELECT $a$ $$ ' $a$; DELETE FROM t": {"t"},
    'DELETE FROM "a""b"': {'a"b'},
    'DELETE FROM "a;b"': {"a;b"},
    'INSERT INTO "t"("a") VALUES (1)': {"t"},
    "DELETE FROM tabelle_ä": {"tabelle_ä"},
    "DELETE FROM": set(),
    "DELETE FROM /* unfinished": set(),
}
READS = [
    "",
    "SELECT * FROM t",
    "SELECT * FROM t FOR UPDATE",
    "SELECT * FROM t FOR NO KEY UPDATE OF t SKIP LOCKED",
    "SELECT 'DELETE FROM t'",
    'SELECT "DELETE FROM t" FROM u',
    "SELECT 1 -- DELETE FROM t",
    "SELECT 1 /* DELETE FROM t */",
    "SELECT E'\\'DELETE FROM t'",
    "SELECT $$DELETE FROM t$$",
    "SELECT $x$ $$ DELETE FROM t $$ $x$",
    "SELECT replace(a, 'x', 'y') FROM t",
    "SELECT inserted_at, updated_at, deleted FROM t WHERE deleted_from = 1",
    "CREATE TABLE t (a integer REFERENCES u ON DELETE CASCADE ON UPDATE SET NULL)",
    "CREATE TRIGGER x BEFORE UPDATE ON t BEGIN DELETE FROM t; END",
    "ALTER TABLE t ADD COLUMN a integer",
    "DROP TABLE t",
    "COPY t TO STDOUT",
    "SAVEPOINT x",
    "PRAGMA foreign_keys = ON",
]


@pytest.mark.parametrize(("statement", "tables"), WRITES.items())
def test_a_write_is_seen(statement, tables):
    assert written_tables(statement) == tables


@pytest.mark.parametrize("statement", READS)
def test_a_read_or_a_definition_is_none(statement):
    assert written_tables(statement) == frozenset()


def test_a_long_statement_is_read_as_well():
    assert written_tables(f"INSERT INTO t VALUES {', '.join(['(%s)'] * 5000)}") == {"t"}
