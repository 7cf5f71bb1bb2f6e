"""The walk in README.md does what the page says: its Python runs, and prints what stands below it."""

import contextlib
import io

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
def fresh_tracker(db) -> None:
    """What `make run` leaves: the seeds and the first administrator."""
    with contextlib.redirect_stdout(io.StringIO()):
        call_command("import_seeds")
        call_command("create_first_administrator")


def test_the_walk_prints_what_the_page_shows(fresh_tracker):
    assert len(STEPS) >= 2
    names: dict[str, object] = {}
    for code, shown in STEPS:
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(compile(code, "README.md", "exec"), names)
        assert said.getvalue() == shown
