"""Several writers at once: positions without gaps, one after the other; a key counts once."""

import subprocess
import sys
import threading
from collections import Counter
from urllib.parse import quote

import pytest
from django.db import connection, transaction

from incidents.dispatch import dispatch
from incidents.domain.claiming import AddNote
from incidents.domain.errors import ConflictError, DomainError
from incidents.domain.values import Command
from incidents.log import read
from incidents.log.verify import verify
from incidents.models import Event, Incident
from incidents.readmodels import rebuild
from tests.factories import IncidentFactory, SourceFactory, digest, id_of, uid
from tests.paths import ROOT
from tests.people import OWNER

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 4


def at_once(*works):
    """Do each work in a thread with a connection of its own, all at the same time; return what they answered."""
    start, answers = threading.Barrier(len(works)), [None] * len(works)

    def run(number, work):
        try:
            start.wait(30)
            answers[number] = work()
        except Exception as error:  # it is the answer that the test looks at
            answers[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair, daemon=True) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def sending(command: Command, **more):
    return lambda: dispatch(command, person=OWNER, **more)


def all_is_well(events):
    positions = list(Event.objects.order_by("position").values_list("position", flat=True))
    assert positions == list(range(1, events + 1))
    assert verify().ok
    assert rebuild.check() == {}


def test_threads_record_one_after_the_other():
    def several(writer):
        for number in range(5):
            dispatch(IncidentFactory.build(id=uid("at once", writer, number)), person=OWNER)

    answers = at_once(*(lambda writer=writer: several(writer) for writer in range(WRITERS)))
    assert answers == [None] * WRITERS
    assert Incident.objects.count() == WRITERS * 5
    all_is_well(WRITERS * 5)


def test_edits_of_one_record_all_count():
    record = id_of(IncidentFactory())
    notes = [AddNote(kind="incident", id=record, text=f"Note {number}.") for number in range(WRITERS)]
    answers = at_once(*map(sending, notes))
    assert sorted(answer.versions[record] for answer in answers) == [2, 3, 4, 5]
    assert len(Incident.objects.get(id=record).notes) == WRITERS
    all_is_well(WRITERS + 1)


def test_of_those_who_saw_the_same_version_one_is_first():
    record = id_of(IncidentFactory())
    notes = [AddNote(kind="incident", id=record, text=f"Note {number}.") for number in range(WRITERS)]
    answers = at_once(*(sending(note, expected={record: 1}) for note in notes))
    assert Counter(type(answer) for answer in answers)[ConflictError] == WRITERS - 1
    all_is_well(2)


def test_one_key_is_recorded_once():
    command = IncidentFactory.build()
    answers = at_once(*[sending(command, key="the same")] * WRITERS)
    assert sorted(answer.repeated for answer in answers) == [False, True, True, True]
    assert {(answer.first, answer.last) for answer in answers} == {(1, 1)}
    all_is_well(1)


def test_one_text_becomes_one_source():
    about = {"text_sha256": digest("the same"), "file_sha256": digest("the same"), "length": 100}
    sources = [SourceFactory.build(about=about) for _ in range(WRITERS)]
    answers = at_once(*map(sending, sources))
    codes = [answer.code for answer in answers if isinstance(answer, DomainError)]
    assert codes == ["text_known"] * (WRITERS - 1)
    all_is_well(1)


def test_a_reader_sees_events_and_rows_together():
    """A follower that reads the head finds the rows of everything up to it."""
    found, done = [], threading.Event()

    def look():
        while not done.is_set():
            events, rows = read.head().position, Incident.objects.count()
            found.append(rows >= events)

    def write():
        for _ in range(10):
            IncidentFactory()
        done.set()

    assert at_once(look, write) == [None, None]
    assert found and all(found)


WRITER = """
import django
django.setup()
from tests.factories import IncidentFactory, uid
for number in range(5):
    IncidentFactory(id=uid("process", {writer}, number))
"""


def test_processes_record_one_after_the_other(clean_environment):
    environment = clean_environment | {"DATABASE_URL": url(), "DJANGO_SETTINGS_MODULE": "tracker.settings"}
    processes = [
        subprocess.Popen([sys.executable, "-c", WRITER.format(writer=writer)], cwd=ROOT, env=environment)
        for writer in range(3)
    ]
    assert [process.wait(60) for process in processes] == [0, 0, 0]
    assert Incident.objects.count() == 15
    all_is_well(15)


def url() -> str:
    """Return the address of the test database for another process."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    user, password, host = (quote(settings[name], safe="") for name in ("USER", "PASSWORD", "HOST"))
    return f"postgres://{user}:{password}@{host}:{settings['PORT']}/{settings['NAME']}"


def test_a_command_of_its_own_is_committed_with_its_key_and_one_inside_a_transaction_is_not():
    record = id_of(IncidentFactory())
    before = read.head().position
    outcome = dispatch(AddNote(kind="incident", id=record, text="Alone."), person=OWNER, key="alone")
    assert (outcome.last, read.head().position) == (before + 1, before + 1)
    assert not connection.in_atomic_block and connection.get_autocommit()
    assert dispatch(AddNote(kind="incident", id=record, text="Alone."), person=OWNER, key="alone").repeated
    with pytest.raises(KeyError), transaction.atomic():
        dispatch(AddNote(kind="incident", id=record, text="Inside."), person=OWNER, key="inside")
        raise KeyError
    assert read.head().position == before + 1
    with transaction.atomic():
        dispatch(AddNote(kind="incident", id=record, text="Inside."), person=OWNER, key="inside")
        dispatch(AddNote(kind="incident", id=record, text="Again."), person=OWNER)
        transaction.set_rollback(True)
    dispatch(AddNote(kind="incident", id=record, text="Tried."), person=OWNER, dry_run=True)
    assert read.head().position == before + 1
    assert Incident.objects.get(id=record).version == 2
