"""What commands leave in the read models is what the whole log gives, row for row."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.dispatch.redaction import redact
from incidents.log import read
from incidents.log.personal import REDACTED
from incidents.log.redact import personal_fields
from incidents.readmodels import rebuild
from tests.people import ADMINISTRATOR
from tests.readmodels.ledger import all_rows, empty_all, share, tell, undone
from tests.readmodels.random_histories import MERGES, beginning, histories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _beginning(db):
    """Tell what every history begins with once; each example is undone up to here."""
    assert len(tell(beginning())) == len(beginning())


@given(histories())
@share(30)
def test_live_read_models_equal_a_rebuild(requests):
    with undone():
        tell(requests)
        assert rebuild.check() == {}


@given(histories(MERGES))
@share(15)
def test_chains_of_merges_and_their_reversals_too(requests):
    with undone():
        tell(requests)
        assert rebuild.check() == {}


@given(histories())
@share(10)
def test_a_rebuild_restores_emptied_tables(requests):
    with undone():
        tell(requests)
        before = all_rows()
        empty_all()
        rebuild.rebuild()
        assert all_rows() == before


@given(histories(), st.lists(st.integers(0, 2**16), min_size=1, max_size=3))
@share(10)
def test_what_is_erased_is_erased_from_every_row(requests, picks):
    """Rows of the past too are computed anew, and those of records it was merged with."""
    with undone():
        tell(requests)
        for pick in picks:
            fields = erasable()
            redact(*fields[pick % len(fields)], person=ADMINISTRATOR, reason="Asked for by the person.")
        assert rebuild.check() == {}


def erasable():
    """Return (position, field) of what may be erased, the last first: what the random part of a history told."""
    positions = range(read.head().position, 0, -1)
    return [(at, field) for at in positions for field, text in personal_fields(at).items() if text != REDACTED]
