"""What the public finds, and the small steps that the tests of it are made of."""

from incidents.dispatch import dispatch
from incidents.domain.claiming import PreferClaim, RecordClaim
from incidents.domain.incident import RetitleIncident
from incidents.log import read
from incidents.readmodels import queries
from tests.factories import claim, id_of
from tests.people import COLLEAGUE, OWNER, PUBLIC


def head():
    return read.head().position


def seen(record, as_of=None):
    """Return the row that the public finds under a record's id, today or as of a position."""
    kind = record._meta.model_name
    found = queries.record(kind, id=id_of(record), person=PUBLIC, as_of=as_of)
    listed = {str(row.record) for row in queries.records(kind, person=PUBLIC, as_of=as_of)}
    assert (found is not None and str(found.record) == id_of(record)) == (id_of(record) in listed)
    return found


def retitle(incident, title):
    dispatch(RetitleIncident(id=id_of(incident), title={"en": title}), person=OWNER)
    return head()


def claim_in(statement, incident, name="moved"):
    """Claim that a statement belongs to an incident, and prefer that claim."""
    told = claim(statement, "incident", id_of(incident), name=name)
    on = {"kind": "statement", "id": id_of(statement)}
    dispatch([RecordClaim(claim=told, **on), PreferClaim(claim=told.claim, **on)], person=OWNER)


def send(*commands, person=COLLEAGUE):
    dispatch(commands, person=person)
    return head()
