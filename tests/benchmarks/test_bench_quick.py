"""The benchmarks run from end to end: the file has its form, all sides agree, the log verifies and equals a rebuild.

What anything costs is not looked at: that is what `make bench` is for, on a machine that does nothing else.
"""

import json
import os
import subprocess
import sys

import pytest
from django.db import connection

from tests.benchmarks.figures import API_WORKS
from tests.paths import ROOT

EVERYWHERE = {"edit", "import", "rebuild", "verify", "as_of_page", "deep_page", *API_WORKS}


@pytest.fixture(scope="module")
def run(tmp_path_factory, request):
    """A run as small as can be, on the database that the suite is on; its words and what it wrote."""
    out = tmp_path_factory.mktemp("bench") / "bench.json"
    command = [sys.executable, "-m", "tests.benchmarks", "--smoke", "--database", connection.vendor, "--out", str(out)]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout, json.loads(out.read_text())


def environment() -> dict[str, str]:
    found = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DEMARCHE_ENV")}
    if connection.vendor == "postgresql":
        found["TEST_DATABASE_URL"] = os.environ["DATABASE_URL"]
    return found


def test_every_work_is_there_once(run):
    works = [entry["work"] for entry in run[1]]
    assert sorted(works) == sorted(EVERYWHERE | ({"writers"} if connection.vendor == "postgresql" else set()))


def test_each_entry_has_the_form_that_others_read(run):
    for entry in run[1]:
        assert set(entry) - {"p95", "p99", "notes"} == {"work", "database", "ours", "limit", "peers", "budget", "met"}
        assert entry["database"] == connection.vendor
        assert all(entry[name] > 0 for name in ("ours", "limit", "budget"))
        assert all(seconds > 0 for seconds in entry["peers"].values())
        assert type(entry["met"]) is bool
        assert ("p95" in entry) == (entry["work"] == "writers")
        assert ("p99" in entry) == (entry["work"] in API_WORKS)


def test_all_sides_end_with_the_same_and_the_log_holds(run):
    assert "all equal" in run[0]


def test_the_table_names_every_work(run):
    assert all(f"{work} · {connection.vendor}" in run[0] for work in EVERYWHERE)
