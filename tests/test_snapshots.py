"""What is put back from a snapshot is what was recorded, down to the bytes, and a tracker to go on with."""

import pytest
from django.db import connection

from incidents.imports.seeds import import_coding
from incidents.log import triggers
from incidents.log.verify import verify
from incidents.readmodels import rebuild
from tests.factories import IncidentFactory
from tests.imports.small import write_coding
from tests.imports.support import log_rows, nothing_recorded, read_model_rows
from tests.log.support import forgotten, table_rows
from tests.snapshots import Snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(tmp_path):
    """A snapshot, and the rows that it was made of, which are gone."""
    with forgotten():
        import_coding(write_coding(tmp_path / "coding"))
        snapshot, rows = Snapshot(), (table_rows(), log_rows(), read_model_rows())
    assert nothing_recorded()
    return snapshot, rows


def test_every_row_comes_back(told):
    snapshot, rows = told
    snapshot.put_back()
    assert (table_rows(), log_rows(), read_model_rows()) == rows
    assert all(rows)


def test_one_can_go_on_with_it(told):
    snapshot, _ = told
    snapshot.put_back()
    IncidentFactory(published=True)
    assert verify().ok
    assert rebuild.check() == {}
    assert triggers.missing(connection) == []


def test_it_is_put_back_as_often_as_one_likes(told):
    snapshot, rows = told
    for _ in range(2):
        with forgotten():
            snapshot.put_back()
            assert read_model_rows() == rows[-1]
    assert nothing_recorded()
