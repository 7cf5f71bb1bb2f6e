"""A rebuild gives back every row of every table, notices every row that was tampered with, and disturbs nobody."""

import gc
import threading
import time

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from incidents.dispatch import dispatch
from incidents.dispatch.redaction import redact
from incidents.domain.actor import MergeActors
from incidents.domain.claiming import RecordClaim
from incidents.domain.incident import WithdrawIncident
from incidents.imports.seeds import import_coding
from incidents.log import guard, lock, read
from incidents.log.driver import fetch
from incidents.log.personal import REDACTED
from incidents.log.sql import is_postgresql
from incidents.models import Actor, Incident, Receipt
from incidents.readmodels import moving, rebuild, staging
from incidents.readmodels.errors import RebuildError
from incidents.readmodels.tables import ALL, FACETS, LIVE, Table
from tests.factories import (
    ActorFactory,
    IncidentFactory,
    LinkFactory,
    SourceFactory,
    StatementFactory,
    claim,
    id_of,
    passage,
    publish,
    report,
)
from tests.paths import ROOT
from tests.people import ADMINISTRATOR, COLLEAGUE, OWNER
from tests.readmodels.ledger import all_rows, empty_all, in_thread, staged, undone

TABLES = pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)


@pytest.fixture
def world(db):
    """At least one row in every table."""
    outlet = ActorFactory(outlet=True)
    source = SourceFactory(outlet=outlet)
    incident = IncidentFactory(evidence=(passage(source),), published=True)
    StatementFactory(incident=incident, reports=(report(source),))
    LinkFactory(start=incident)
    publish(incident)
    assert all(all_rows().values())
    return incident


@pytest.mark.django_db
def test_emptied_tables_are_restored_from_the_seeds():
    import_coding(ROOT / "seeds")
    before = all_rows()
    empty_all()
    assert rebuild.rebuild() == read.head().position
    assert all_rows() == before
    assert rebuild.check() == {}


def test_an_empty_log_rebuilds_into_empty_tables(db):
    assert rebuild.rebuild() == 0
    assert rebuild.check() == {}
    assert not any(all_rows().values())


# --- tampering


def tamper(sql: str) -> None:
    with guard.writing(), connection.cursor() as cursor:
        cursor.execute(sql)
        assert cursor.rowcount >= 1


def first_row(table: Table) -> str:
    """Return the condition for one row of a table."""
    key = f"CAST({table.key} AS text)"
    return f"{key} = (SELECT MIN({key}) FROM {LIVE.name(table)})"


def changed(table: Table) -> str:
    """Return the statement that changes one column of one row, a text or a number that has no other meaning."""
    names = {column.name for column in table.columns}
    column = next(name for name in ("key", "type", "status", "kind", "property") if name in names - {table.key})
    return f"UPDATE {LIVE.name(table)} SET {column} = 'OTHER' WHERE {first_row(table)}"


def doubled(table: Table) -> str:
    """Return the statement that adds a row: a copy of one under another key."""
    key = next(column for column in table.columns if column.name == table.key)
    other = "'00000000-0000-0000-0000-000000000001'" if connection.vendor == "postgresql" else f"'{'0' * 31}1'"
    rest = ", ".join(connection.ops.quote_name(column.name) for column in table.columns[1:])
    new = f"CAST({other} AS uuid)" if key.is_uuid and connection.vendor == "postgresql" else other
    name = LIVE.name(table)
    return f"INSERT INTO {name} ({table.key}, {rest}) SELECT {new}, {rest} FROM {name} WHERE {first_row(table)}"


def deleted(table: Table) -> str:
    return f"DELETE FROM {LIVE.name(table)} WHERE {first_row(table)}"


@TABLES
def test_one_tampered_row_is_noticed_and_mended(world, table):
    before = all_rows()
    for way in (changed, doubled, deleted):
        with undone():
            tamper(way(table))
            assert rebuild.check().keys() == {table.name}, way.__name__
            assert all_rows() != before, "a check writes nothing"
    tamper(deleted(table))
    rebuild.rebuild()
    assert all_rows() == before


def test_the_command_exits_with_1_and_names_the_table(world):
    tamper(deleted(FACETS))
    with pytest.raises(CommandError) as failure:
        call_command("rebuild", "--check")
    assert failure.value.returncode == 1
    assert f"{FACETS.name}: 1 rows" in str(failure.value)


def test_the_command_says_that_all_is_well(world, capsys):
    call_command("rebuild", "--check")
    assert f"up to position {read.head().position}" in capsys.readouterr().out


def test_receipts_come_back_too(db):
    command = IncidentFactory.build()
    dispatch(command, person=OWNER, key="once")
    with guard.writing():
        Receipt.objects.all().delete()
    rebuild.rebuild()
    assert dispatch(command, person=OWNER, key="once").repeated


# --- while others work


def test_what_is_recorded_during_a_rebuild_is_caught_up_with(world):
    """Each step of the rebuild is followed by commands that touch what is staged already and what is not yet.

    After the three passes comes what was recorded during them, and then, under the lock, what came during that.
    """
    steps = []

    def meanwhile(events):
        steps.append(events)
        if len(steps) == 5:
            return
        source = SourceFactory(outlet=(outlet := ActorFactory(outlet=True)))
        dispatch(MergeActors(id=id_of(outlet), into=id_of(ActorFactory(outlet=True))), person=COLLEAGUE)
        incident = IncidentFactory(evidence=(passage(source),), published=True)
        StatementFactory(incident=world, reports=(report(source),))
        LinkFactory(start=world, end=incident)
        if len(steps) == 4:
            dispatch(WithdrawIncident(id=id_of(world)), person=COLLEAGUE)

    position = rebuild.rebuild(meanwhile)
    assert len(steps) == 5
    assert position == read.head().position
    assert rebuild.check() == {}


@pytest.mark.parametrize("step", range(1, 5))
def test_what_is_erased_during_a_rebuild_does_not_come_back(db, step):
    """The rows that were staged before hold it still."""
    name = {"text": "Kim Secret", "language": "en", "kind": "official"}
    kim = ActorFactory(claims={"name": name})
    for _ in range(2):
        IncidentFactory(evidence=(passage(SourceFactory()),))
    position = read.last_position([id_of(kim)])
    steps = []

    def meanwhile(events):
        steps.append(events)
        if len(steps) == 1:
            ActorFactory()  # so that there is something to catch up with
        if len(steps) == step:
            redact(position, "claims[0].value.text", person=ADMINISTRATOR, reason="Asked for.")

    rebuild.rebuild(meanwhile)
    assert len(steps) >= step
    assert "Secret" not in str(all_rows())
    assert Actor.objects.get(id=kim.id).name == REDACTED
    assert rebuild.check() == {}


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_that_fails_at_the_end_leaves_everything_as_it_was(monkeypatch):
    StatementFactory(incident=IncidentFactory(published=True))
    before = all_rows()

    def fail():
        raise RuntimeError("no receipts today")

    monkeypatch.setattr(rebuild, "rebuild_receipts", fail)
    with pytest.raises(RuntimeError, match="no receipts"):
        rebuild.rebuild()
    assert all_rows() == before
    assert staged() == []
    monkeypatch.undo()
    rebuild.rebuild()
    assert all_rows() == before


@pytest.mark.django_db(transaction=True)
def test_readers_never_find_a_table_empty():
    for _ in range(3):
        StatementFactory(incident=IncidentFactory(published=True))
    done, counts = threading.Event(), []

    def look():
        seen = set()
        while not done.is_set():
            seen.add(Incident.objects.count())
            seen.add(Incident.objects.filter(statements__isnull=False).count())
        return seen

    reader = in_thread(look, counts)
    for _ in range(5):
        rebuild.rebuild()
    done.set()
    reader.join(30)
    assert counts == [{3}]


@pytest.mark.django_db(transaction=True)
def test_a_command_and_a_rebuild_do_not_wait_for_each_other():
    """A rebuild waits for those who read a table that it is about to empty, and a command waits for the rebuild."""
    if not is_postgresql():
        pytest.skip("PostgreSQL's locks of tables")
    source = SourceFactory()
    incident = IncidentFactory(evidence=(passage(source),))
    rival = claim(incident, "date", "2024-06-23", passage(source))
    command = RecordClaim(kind="incident", id=id_of(incident), claim=rival)
    reader, rebuilt, recorded = connections.create_connection("default"), [], []
    reader.set_autocommit(False)
    with reader.cursor() as cursor:
        cursor.execute("SELECT 1 FROM incidents_claimversion")
    rebuilding = in_thread(rebuild.rebuild, rebuilt)
    waiting = "FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    wait_until(f"SELECT 1 {waiting} AND query LIKE 'TRUNCATE%%'")
    recording = in_thread(lambda: len(dispatch(command, person=OWNER).events), recorded)
    wait_until(f"SELECT 1 {waiting} HAVING count(*) = 2")
    reader.close()
    rebuilding.join(30)
    recording.join(30)
    assert (rebuilt, recorded) == ([2], [1])
    assert rebuild.check() == {}


def wait_until(statement):
    """Wait until a query finds something, for ten seconds at most."""
    for _ in range(200):
        if fetch(statement):
            return
        time.sleep(0.05)
    pytest.fail(f"Nothing came of it: {statement}")


@pytest.mark.django_db(transaction=True)
def test_a_second_rebuild_is_refused_while_one_is_under_way():
    IncidentFactory()
    answers: list = []
    rebuild.rebuild(lambda events: answers or in_thread(rebuild.rebuild, answers).join(30))
    assert [type(answer) for answer in answers] == [RebuildError]
    rebuild.rebuild()


@pytest.mark.django_db(transaction=True)
def test_writers_go_on_while_the_rows_are_staged():
    IncidentFactory()
    answers: list = []

    def record_elsewhere():
        return IncidentFactory().version

    rebuild.rebuild(lambda events: answers or in_thread(record_elsewhere, answers).join(30))
    assert answers == [1]
    assert Incident.objects.count() == 2
    assert rebuild.check() == {}


@pytest.mark.django_db(transaction=True)
def test_writers_go_on_while_a_check_compares(monkeypatch):
    """And what they record is no difference."""
    IncidentFactory()
    differences, answers = staging.differences, []

    def compare_slowly():
        in_thread(lambda: IncidentFactory().version, answers).join(30)
        return differences()

    monkeypatch.setattr(staging, "differences", compare_slowly)
    assert rebuild.check() == {}
    assert answers == [1]


@pytest.mark.django_db(transaction=True)
def test_the_first_to_record_anything_need_not_wait_for_indexes(monkeypatch):
    """An event between the last look at the log and the lock: the indexes are made without the lock."""
    IncidentFactory()
    get_ready, index, answers, indexed = moving.get_ready, staging.index, [], []

    def meanwhile():
        get_ready()
        if not answers:
            in_thread(lambda: IncidentFactory().version, answers).join(30)

    def noting(tables):
        indexed.append(lock.is_held())
        index(tables)

    monkeypatch.setattr(moving, "get_ready", meanwhile)
    monkeypatch.setattr(staging, "index", noting)
    assert rebuild.rebuild() == 2
    assert answers == [1]
    assert rebuild.check() == {}
    assert not any(indexed) or connection.vendor == "sqlite"


def test_the_collector_is_off_while_it_fills_and_on_again_and_finds_nothing(world):
    seen = []
    gc.collect()
    rebuild.rebuild(lambda events: seen.append((gc.isenabled(), gc.collect())))
    assert gc.isenabled()
    assert not any(enabled for enabled, _ in seen[:3])
    assert max(found for _, found in seen) < 200, "what a rebuild makes refers to itself"
