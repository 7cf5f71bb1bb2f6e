"""The table refuses to be changed, whatever SQL arrives."""

import pytest
from django.db import IntegrityError, connection, transaction

from incidents.log import triggers
from incidents.log.models import Event
from incidents.log.read import head
from tests.log.support import OTHER, POSTGRESQL, STREAM, new_id, table_rows, unguarded, write_log

pytestmark = pytest.mark.django_db

COLUMNS = "event_id, stream_id, stream_kind, version, type, schema, data, metadata, recorded_at, hash"
COPIED = "{event_id}, {stream_id}, stream_kind, {version}, type, schema, data, metadata, recorded_at, hash"


def run(statement: str) -> None:
    with transaction.atomic(), unguarded() as cursor:
        cursor.execute(statement)


def insertion(position: str, verb: str = "INSERT", **columns: str) -> str:
    """SQL that copies event 1 to a position, with a new identity unless `columns` say otherwise."""
    fresh = {"event_id": f"'{new_id()}'", "stream_id": f"'{new_id()}'", "version": "1"}
    casts = {"event_id": "uuid", "stream_id": "uuid", "version": "integer"}
    values = {
        name: f"CAST({value} AS {casts[name]})" if POSTGRESQL else value for name, value in (fresh | columns).items()
    }
    selected = COPIED.format(**values)
    return (
        f"{verb} INTO incidents_event (position, {COLUMNS}) SELECT {position}, {selected} FROM incidents_event"
        " WHERE position = 1"
    )


CHANGES = {
    "delete one": "DELETE FROM incidents_event WHERE position = 2",
    "delete all": "DELETE FROM incidents_event",
    "alter the data": """UPDATE incidents_event SET data = '{"note": "other"}' WHERE position = 2""",
    "alter the metadata": """UPDATE incidents_event SET metadata = '{"person": "eve"}' WHERE position = 2""",
    "move": "UPDATE incidents_event SET position = 9 WHERE position = 3",
    "change the hash": "UPDATE incidents_event SET hash = 'x'",
    "change nothing at all": "UPDATE incidents_event SET version = version",
    "leave a gap": insertion("5"),
    "insert at the beginning": insertion("0"),
    "insert below": insertion("-1"),
    "insert two, the second too far": insertion("4") + f" UNION ALL {insertion('6').partition(') ')[2]}",
}
if POSTGRESQL:
    CHANGES["truncate"] = "TRUNCATE incidents_event"
    CHANGES["truncate with others"] = "TRUNCATE incidents_receipt, incidents_event CASCADE"
    CHANGES["upsert"] = f"{insertion('2')} ON CONFLICT (position) DO UPDATE SET type = 'Other'"
    CHANGES["delete by a common table expression"] = "WITH gone AS (DELETE FROM incidents_event RETURNING 1) SELECT 1"
else:
    BARE = {"stream": f"'{STREAM.replace('-', '')}'"}
    FIRST = "(SELECT event_id FROM incidents_event WHERE position = 1)"
    CHANGES["replace"] = insertion("2", "INSERT OR REPLACE")
    CHANGES["replace, by the short word"] = insertion("3", "REPLACE")
    CHANGES["replace by event id"] = insertion("4", "INSERT OR REPLACE", event_id="event_id")
    CHANGES["replace by version"] = insertion("4", "REPLACE", stream_id="stream_id")
    CHANGES["replace by an update"] = "UPDATE OR REPLACE incidents_event SET position = 1 WHERE position = 3"
    CHANGES["ignore what is refused"] = insertion("5", "INSERT OR IGNORE")
    CHANGES["upsert"] = f"{insertion('2')} ON CONFLICT DO UPDATE SET type = 'Other'"


@pytest.mark.parametrize("statement", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_is_refused_and_the_table_stays(statement):
    write_log(3)
    before = table_rows()
    with pytest.raises(IntegrityError, match="append-only"):
        run(statement)
    assert table_rows() == before


def test_the_next_position_is_accepted():
    write_log(3)
    run(insertion("4"))
    assert head().position == 4


def test_the_orm_is_refused_as_well():
    write_log(2)
    with pytest.raises(IntegrityError), transaction.atomic(), unguarded():
        Event.objects.filter(position=2).update(type="Other")
    with pytest.raises(IntegrityError), transaction.atomic(), unguarded():
        Event.objects.all().delete()


def through_the_door(statement: str, position: int = 2) -> None:
    with transaction.atomic(), unguarded() as cursor:
        cursor.execute("INSERT INTO incidents_redactiondoor (position) VALUES (%s)", [position])
        cursor.execute(statement)
        cursor.execute("DELETE FROM incidents_redactiondoor")


def test_data_and_metadata_change_through_the_door():
    write_log(3)
    through_the_door("""UPDATE incidents_event SET data = '{"note":"x"}', metadata = '{}' WHERE position = 2""")
    assert Event.objects.get(position=2).data == {"note": "x"}


KEPT = {
    "position": "9",
    "event_id": f"'{OTHER}'",
    "stream_id": f"'{new_id()}'",
    "stream_kind": "'actor'",
    "version": "9",
    "type": "'Other'",
    "schema": "2",
    "recorded_at": "'2020-01-01 00:00:00+00:00'",
    "hash": "'x'",
}


@pytest.mark.parametrize("column", KEPT)
def test_nothing_else_changes_through_the_door(column):
    write_log(3)
    with pytest.raises(IntegrityError, match="redaction"):
        through_the_door(f"UPDATE incidents_event SET {column} = {KEPT[column]} WHERE position = 2")


def test_the_door_is_for_one_position():
    write_log(3)
    with pytest.raises(IntegrityError, match="redaction"):
        through_the_door("UPDATE incidents_event SET data = '{}'", position=2)


def test_nothing_is_missing_after_migrate_and_installing_again_changes_nothing():
    assert triggers.missing(connection) == []
    triggers.install(connection)
    assert triggers.missing(connection) == []


NAMES = ["incidents_log_delete", "incidents_log_insert", "incidents_log_update"] + [
    "incidents_log_truncate"
] * POSTGRESQL


@pytest.mark.parametrize("name", NAMES)
def test_a_dropped_trigger_is_missing_until_it_is_installed(name):
    run(f"DROP TRIGGER {name}{' ON incidents_event' if POSTGRESQL else ''}")
    assert triggers.missing(connection) == [name]
    triggers.install(connection)
    assert triggers.missing(connection) == []


NOTHING = "CREATE TRIGGER incidents_log_delete BEFORE DELETE ON incidents_event"
WEAKENED = {"does nothing": ["DROP TRIGGER incidents_log_delete", f"{NOTHING} BEGIN SELECT 1; END"]}
if POSTGRESQL:
    replaced = NOTHING.replace("CREATE", "CREATE OR REPLACE")
    function = "FUNCTION incidents_log_delete()"
    WEAKENED = {
        "disabled": ["ALTER TABLE incidents_event DISABLE TRIGGER incidents_log_delete"],
        "for replicas only": ["ALTER TABLE incidents_event ENABLE REPLICA TRIGGER incidents_log_delete"],
        "does nothing": [f"CREATE OR REPLACE {function} RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'"],
        "once a statement": [f"{replaced} EXECUTE {function}"],
        "on a condition": [f"{replaced} FOR EACH ROW WHEN (false) EXECUTE {function}"],
    }


@pytest.mark.parametrize("statements", WEAKENED.values(), ids=WEAKENED.keys())
def test_a_weakened_trigger_is_missing_until_it_is_installed(statements):
    for statement in statements:
        run(statement)
    assert triggers.missing(connection) == ["incidents_log_delete"]
    triggers.install(connection)
    assert triggers.missing(connection) == []


def test_lifted_for_a_test_they_come_back():
    write_log(2)
    with triggers.lifted(connection), unguarded() as cursor:
        assert set(triggers.missing(connection)) == set(NAMES)
        cursor.execute("DELETE FROM incidents_event WHERE position = 2")
    assert triggers.missing(connection) == []
    assert head().position == 1


def test_they_come_back_after_an_error_too():
    with pytest.raises(ZeroDivisionError), triggers.lifted(connection):
        raise ZeroDivisionError
    assert triggers.missing(connection) == []


def test_without_the_table_there_is_nothing_to_install():
    with triggers.lifted(connection):
        run("ALTER TABLE incidents_event RENAME TO elsewhere")
        triggers.install(connection)
        run("ALTER TABLE elsewhere RENAME TO incidents_event")
    assert triggers.missing(connection) == []
