"""The walk in README.md does what the page says: its Python runs, and prints what stands below it."""

import contextlib
import io
import re

import pytest
from django.core.management import call_command

from tests.docs.pages import blocks
from tests.paths import ROOT

BLOCKS = blocks(ROOT / "README.md")
STEPS = [
    (text, shown if not language else None)
    for (kind, text), (language, shown) in zip(BLOCKS, [*BLOCKS[1:], ("sh", "")], strict=True)
    if kind == "python"
]


@pytest.fixture
def fresh_tracker(db) -> str:
    """What `make run` leaves, the seeds and the first administrator; and what the import said."""
    said = io.StringIO()
    call_command("import_seeds", stdout=said)
    call_command("create_first_administrator", stdout=io.StringIO())
    return said.getvalue()


def test_the_page_counts_the_records_of_the_seeds(fresh_tracker):
    records = sum(map(int, re.findall(r"(\d+) (?:sources|actors|incidents|statements|links)", fresh_tracker)))
    assert f"{records} records from `seeds/`" in (ROOT / "README.md").read_text("utf-8")


def test_the_walk_prints_what_the_page_shows(fresh_tracker):
    assert len(STEPS) >= 2
    names: dict[str, object] = {}
    for code, shown in STEPS:
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(compile(code, "README.md", "exec"), names)
        assert said.getvalue() == shown
