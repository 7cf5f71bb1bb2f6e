"""A log in a file."""

from pathlib import Path

import pytest

from incidents.log.exchange import export_log
from tests.log.support import STREAM, event, forgotten, sha, write, write_log


@pytest.fixture
def exported(db, tmp_path) -> Path:
    """A file with ten events, and an empty log to read it into."""
    receipt = {"key": "k", "body_sha256": sha("body")}
    file = tmp_path / "log.jsonl"
    with forgotten():
        write_log(8, personal_paths=("note",))
        write(*(event(STREAM, n, metadata={"person": "ana", "receipt": receipt}) for n in (5, 6)))
        export_log(file)
    return file
