"""Keys follow from the log: two trackers that record the same have the same rows, down to the last key."""

import pytest
from django.db import models
from hypothesis import given

from incidents.imports.seeds import import_coding
from incidents.readmodels import models as readmodels
from incidents.readmodels.tables import ALL
from tests.paths import ROOT
from tests.readmodels.ledger import all_rows, share, tell, undone
from tests.readmodels.random_histories import beginning, histories

pytestmark = pytest.mark.django_db


def test_two_imports_of_the_seeds_give_the_same_rows():
    found = []
    for _ in range(2):
        with undone():
            import_coding(ROOT / "seeds")
            found.append(all_rows())
    assert found[0] == found[1]
    assert all(found[0].values())


@given(histories())
@share(4)
def test_the_same_commands_give_the_same_rows(requests):
    found = []
    for _ in range(2):
        with undone():
            tell([*beginning(), *requests])
            found.append(all_rows())
    assert found[0] == found[1]


def test_no_key_comes_from_a_counter():
    tables = [getattr(readmodels, name) for name in readmodels.__all__]
    assert len(tables) == len(ALL)
    assert not [model for model in tables if isinstance(model._meta.pk, models.AutoField)]
    assert not [model for model in tables if model._meta.pk.has_default()]
