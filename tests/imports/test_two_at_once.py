"""Two imports at the same time, each in a process of its own: one records, the other adds nothing; both end well."""

import subprocess
import sys

import pytest
from django.db import connection

from incidents.log.models import Event
from incidents.log.verify import verify
from incidents.models import Incident
from incidents.readmodels.rebuild import check
from tests.imports.support import last_line
from tests.paths import ROOT

NOTHING = "0 sources, 0 actors, 0 incidents, 0 statements, 0 links recorded; 0 events; "


def database_url() -> str:
    """The test database as a process of its own has to name it."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**settings)


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_the_same_time(clean_environment):
    command = [sys.executable, "manage.py", "import_seeds"]
    environment = clean_environment | {"DATABASE_URL": database_url()}
    connection.close()  # SQLite: nothing of this process is in their way
    processes = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    answers = [process.communicate(timeout=120) for process in processes]
    assert [(process.returncode, stderr) for process, (_, stderr) in zip(processes, answers, strict=True)] == [
        (0, "")
    ] * 2
    second, first = sorted(last_line(stdout) for stdout, _ in answers)
    assert second.startswith(NOTHING) and not first.startswith(NOTHING)
    assert f"; {Event.objects.count()} events; 0 records were there already" in first
    assert verify().ok and check() == {}
    assert set(Incident.objects.values_list("status", flat=True)) == {"published"}
