"""What was erased is gone from SQLite's file too, not only from its tables."""

from pathlib import Path

import pytest
from django.db import connection

from incidents.dispatch.redaction import redact
from incidents.domain.person import Person
from incidents.imports.keys import record_id
from incidents.imports.seeds import import_coding
from incidents.log.models import Event
from tests.imports.small import write_coding

ADMINISTRATOR = Person("ada", frozenset(("administrator",)))


def written() -> bytes:
    """Return all bytes of the database's file, the write-ahead log moved into it."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(connection.settings_dict["NAME"]).read_bytes()


@pytest.mark.django_db(transaction=True)
def test_the_file_holds_nothing_of_it(tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's files are its own: VACUUM clears them")
    import_coding(write_coding(tmp_path / "coding"))
    assert b"Nora Plume" in written()
    event = Event.objects.get(stream_id=record_id("h0"), type="SourceRegistered")
    redact(event.position, "about.byline", person=ADMINISTRATOR, reason="asked for")
    assert b"Nora Plume" not in written()
