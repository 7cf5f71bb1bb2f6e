"""What commands leave in the read models is what the whole log gives, row for row."""

import pytest
from hypothesis import given

from incidents.readmodels import rebuild
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
