"""How many processes share the work of a long command: what is no number of them is refused, what is one arrives."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from incidents.log.processes import processors
from incidents.management.commands import import_log, rebuild, verify_log

SHARED_OUT = {"rebuild": [], "verify_log": [], "import_log": ["log.jsonl"]}


class Stop(Exception):
    """Raised where the work would begin."""


@pytest.fixture
def begun(monkeypatch):
    """The number of processes that each command begins its work with."""
    found = []

    def verify(kept, progress, processes):
        found.append(processes)
        raise Stop

    def rebuilt(progress=None, processes=None):
        found.append(processes)
        raise Stop

    monkeypatch.setattr(verify_log, "verify", verify)
    monkeypatch.setattr(rebuild.rebuild, "rebuild", rebuilt)
    monkeypatch.setattr(import_log, "rebuild", rebuilt)
    return found


@pytest.mark.parametrize("told", ["0", "-1", "65", "1.5", "", "two", "٣", "1" * 5_000])
@pytest.mark.parametrize("command", SHARED_OUT)
def test_what_is_no_number_of_processes_is_refused(command, told):
    with pytest.raises(CommandError, match="is no number of processes; give one from 1 to 64"):
        call_command(command, *SHARED_OUT[command], f"--processes={told}")


@pytest.mark.django_db
@pytest.mark.parametrize(("told", "number"), [([], processors()), (["--processes=1"], 1), (["--processes=64"], 64)])
@pytest.mark.parametrize("command", SHARED_OUT)
def test_the_number_arrives(tmp_path, begun, command, told, number):
    file = tmp_path / "log.jsonl"
    call_command("export_log", str(file), stdout=StringIO())
    with pytest.raises(Stop):
        call_command(command, *([str(file)] if SHARED_OUT[command] else []), *told)
    assert begun == [number]
