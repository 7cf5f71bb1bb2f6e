"""What the tests of erasing share."""

from django.db import connection

from incidents.dispatch.redaction import redact
from incidents.domain.evidence import Evidence
from incidents.domain.person import Person
from incidents.imports.keys import record_id
from incidents.log.models import Event
from incidents.log.verify import verify
from incidents.readmodels.rebuild import check

ADMINISTRATOR = Person("ada", frozenset(("administrator",)))
EDITOR = Person("edna", frozenset(("editor",)))
WHY = "asked for by the person"
GUESS = Evidence(judgement="made up for a test")
NOTE, BRINK = record_id("i-note"), record_id("brink")


def holding(words: str) -> list[str]:
    """Return the tables that hold these words anywhere, in whatever letters."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            if words.casefold() in str(cursor.fetchall()).casefold():
                found.append(table)
    return found


def event_of(stream: str, type: str) -> Event:
    return Event.objects.filter(stream_id=stream, type=type).latest("position")


def erase(event: Event, field: str) -> None:
    redact(event.position, field, person=ADMINISTRATOR, reason=WHY)


def assert_gone(words: str) -> None:
    assert holding(words) == []
    outcome = verify()
    assert outcome.ok, outcome.problems
    assert check() == {}
