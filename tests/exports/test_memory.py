"""Memory does not grow with the number of records."""

import tracemalloc

import pytest

from incidents.dispatch import dispatch
from incidents.exports.streams import formats_of, prepare
from tests.factories import ActorFactory, IncidentFactory, SourceFactory, id_of, passage
from tests.people import OWNER

pytestmark = pytest.mark.django_db

FEW, MANY = 600, 2_400
CHUNK = 100


@pytest.fixture(scope="module")
def many(django_db_setup, django_db_blocker):
    """A tracker with some thousand incidents for all tests of the module."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        source, actor = SourceFactory(), ActorFactory(state=True)
        claims = {f"participant:{id_of(actor)}:summoner": {}}
        commands = [
            IncidentFactory.build(claims={"date": f"{1000 + number}-06-21", **claims}, evidence=(passage(source),))
            for number in range(MANY)
        ]
        dispatch(commands, person=OWNER)
        yield
        transaction.set_rollback(True)


def peak(format: str, wanted: dict[str, str]) -> tuple[int, int]:
    """Return the most memory that an export takes, in bytes, and how much it writes."""
    pieces = prepare("incident", format, person=OWNER, wanted=wanted).pieces()
    size = sum(len(next(pieces)) for _ in range(2))  # what is made once, is
    tracemalloc.start()
    try:
        size += sum(map(len, pieces))
        return tracemalloc.get_traced_memory()[1], size
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("format", formats_of("incident"))
def test_four_times_the_records_take_no_more_memory(many, format, monkeypatch):
    monkeypatch.setattr("incidents.exports.reading.chunks.__defaults__", (CHUNK,))
    monkeypatch.setattr("incidents.exports.once.REMEMBERED", 50)
    monkeypatch.setattr("incidents.exports.once.Once.__init__.__defaults__", (50,))
    few, little = peak(format, {"date_to": f"{1000 + FEW - 1}-12-31"})
    all_of_them, much = peak(format, {})
    assert much > 3 * little
    assert all_of_them < 1.5 * few + 200_000
