"""What commands leave in the read models is what the whole log gives, row for row, however they were sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.readmodels import rebuild
from tests.readmodels.ledger import all_rows, empty_all, share, tell, tell_in_batches, undone
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


@given(histories(), st.sampled_from([2, 5, 1000]))
@share(15)
def test_the_size_of_batches_leaves_no_trace(requests, size):
    with undone():
        told = tell(requests)
        one_by_one = all_rows()
    with undone():
        tell_in_batches(told, size)
        assert all_rows() == one_by_one


@given(histories())
@share(10)
def test_a_rebuild_restores_emptied_tables(requests):
    with undone():
        tell(requests)
        before = all_rows()
        empty_all()
        rebuild.rebuild()
        assert all_rows() == before
