"""What commands leave in the read models is what the whole log gives, row for row, however they were sent."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.readmodels import rebuild
from tests.readmodels.ledger import all_rows, empty_all, tell, tell_in_batches, undone
from tests.readmodels.random_histories import histories

pytestmark = pytest.mark.django_db


@given(histories())
@settings(max_examples=30)
def test_live_read_models_equal_a_rebuild(requests):
    with undone():
        tell(requests)
        assert rebuild.check() == {}


@given(histories(), st.sampled_from([2, 5, 1000]))
@settings(max_examples=15)
def test_the_size_of_batches_leaves_no_trace(requests, size):
    with undone():
        told = tell(requests)
        one_by_one = all_rows()
    with undone():
        tell_in_batches(told, size)
        assert all_rows() == one_by_one


@given(histories())
@settings(max_examples=10)
def test_a_rebuild_restores_emptied_tables(requests):
    with undone():
        tell(requests)
        before = all_rows()
        empty_all()
        rebuild.rebuild()
        assert all_rows() == before
