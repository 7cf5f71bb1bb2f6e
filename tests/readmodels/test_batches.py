"""The size of batches leaves no trace: many commands at once lead to the rows that one at a time lead to."""

from contextlib import ExitStack
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.log import insert
from incidents.log.verify import verify
from incidents.readmodels import project, rebuild, write
from tests.readmodels.ledger import all_rows, share, tell, tell_in_batches, undone
from tests.readmodels.random_histories import beginning, histories

pytestmark = pytest.mark.django_db


@given(histories(), st.sampled_from([2, 5, 1000]))
@share(12)
def test_batches_of_any_size_lead_to_the_same_rows(requests, size):
    with undone():
        told = tell([*beginning(), *requests])
        one_by_one = all_rows()
    with undone():
        tell_in_batches(told, size)
        assert all_rows() == one_by_one


@given(histories())
@share(6)
def test_what_goes_the_way_of_many_rows_leads_to_the_same_rows(requests):
    """COPY and executemany write what statements one by one write: here two rows are many."""
    with undone():
        told = tell([*beginning(), *requests])
        one_by_one = all_rows()
    with undone(), ExitStack() as patches:
        for module in (insert, project, write):
            patches.enter_context(mock.patch.object(module, "BULK", 2))
        tell_in_batches(told, 1000)
        assert all_rows() == one_by_one
        assert verify().ok


@given(histories())
@share(6)
def test_a_rebuild_agrees_with_large_batches(requests):
    with undone():
        told = tell([*beginning(), *requests])
    with undone():
        tell_in_batches(told, 1000)
        assert rebuild.check() == {}
