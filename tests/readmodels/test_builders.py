"""Rows that other processes build are the rows that this one builds; nothing of them is left behind."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection, transaction

from incidents.dispatch import dispatch
from incidents.domain.actor import MergeActors
from incidents.imports.seeds import import_coding
from incidents.log import read
from incidents.readmodels import builders, building, rebuild
from incidents.readmodels.builders import Beside, Here
from incidents.readmodels.errors import RebuildError
from tests.factories import ActorFactory, IncidentFactory, SourceFactory, id_of, passage
from tests.paths import ROOT
from tests.people import COLLEAGUE
from tests.readmodels.ledger import all_rows, empty_all, staged

pytestmark = pytest.mark.django_db(transaction=True)

# Starts a process as a rebuild does, prints its id, and is killed.
KILLED = """
import os, signal
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from incidents.readmodels import beside
if __name__ == "__main__":
    pool = ProcessPoolExecutor(1, get_context("spawn"), initializer=beside.begin, initargs=("none", None))
    print(pool.submit(os.getpid).result(), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(autouse=True)
def _small_lots(monkeypatch):
    monkeypatch.setattr(builders, "WORTH", 0)
    monkeypatch.setattr(building, "STREAMS", 5)


def test_rows_that_others_build_are_the_same():
    import_coding(ROOT / "seeds")
    source = SourceFactory(outlet=(outlet := ActorFactory(outlet=True)))
    IncidentFactory(evidence=(passage(source),), published=True)
    dispatch(MergeActors(id=id_of(outlet), into=id_of(ActorFactory(outlet=True))), person=COLLEAGUE)
    before, told = all_rows(), []
    assert rebuild.check(told.append, processes=2) == {}
    assert sum(told) == read.head().position
    empty_all()
    assert rebuild.rebuild(processes=3) == read.head().position
    assert all_rows() == before
    assert multiprocessing.active_children() == []
    assert not list(Path(connection.settings_dict["NAME"]).parent.glob("*-shared*"))


def test_what_a_killed_rebuild_has_left_is_no_hindrance():
    IncidentFactory(evidence=(passage(SourceFactory()),))
    left = Path(f"{connection.settings_dict['NAME']}-rebuild-shared")
    if connection.vendor == "sqlite":
        left.mkdir()
        (left / "half.rows").write_text("half a file")
    assert rebuild.check(processes=2) == {}
    assert not left.exists()


def test_a_process_that_is_ended_ends_the_rebuild_and_changes_nothing():
    IncidentFactory(evidence=(passage(SourceFactory()),))
    before = all_rows()

    def end_all(events: int) -> None:
        for process in multiprocessing.active_children():
            os.kill(process.pid, signal.SIGKILL)
            process.join(10)

    with pytest.raises(RebuildError, match=r"has been ended from outside.*--processes 1"):
        rebuild.rebuild(end_all, processes=2)
    assert all_rows() == before
    assert staged() == []
    assert rebuild.check() == {}


def test_what_one_cannot_build_is_told():
    IncidentFactory()
    with builders.builders(read.head().position, 2) as them, pytest.raises(RebuildError, match="AttributeError"):
        list(them.build(["no lot"]))
    assert multiprocessing.active_children() == []


def test_what_is_shared_is_closed_to_other_people():
    IncidentFactory(evidence=(passage(SourceFactory()),))
    shared, modes = Path(f"{connection.settings_dict['NAME']}-rebuild-shared"), []
    rebuild.check(lambda events: modes.append(shared.stat().st_mode & 0o777 if shared.exists() else None), processes=2)
    assert modes and set(modes) == ({0o700} if connection.vendor == "sqlite" else {None})


def test_an_interrupt_ends_them_at_once():
    IncidentFactory(evidence=(passage(SourceFactory()),))

    def interrupt(events: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild.rebuild(interrupt, processes=2)
    assert multiprocessing.active_children() == []
    assert staged() == []


def test_nobody_is_asked_for_a_short_log_or_within_a_transaction(monkeypatch):
    with builders.builders(10, 2) as them:
        assert isinstance(them, Beside)
    with transaction.atomic(), builders.builders(10, 2) as them:
        assert isinstance(them, Here)
    with builders.builders(10, 1) as them:
        assert isinstance(them, Here)
    monkeypatch.setattr(builders, "WORTH", 11)
    with builders.builders(10, 2) as them:
        assert isinstance(them, Here)


def test_they_end_with_a_rebuild_that_is_killed(tmp_path):
    script = tmp_path / "killed.py"
    script.write_text(KILLED)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, script], env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == -signal.SIGKILL, done.stderr
    process, end = int(done.stdout), time.monotonic() + 10
    while _runs(process) and time.monotonic() < end:
        time.sleep(0.05)
    assert not _runs(process)


def _runs(process: int) -> bool:
    """Whether there is such a process; one that has ended may wait for somebody to ask how."""
    try:
        with open(f"/proc/{process}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
