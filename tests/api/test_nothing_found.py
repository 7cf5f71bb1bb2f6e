"""Filters that nothing fits give an empty answer everywhere, be it that the database is not even asked."""

import pytest

from incidents.readmodels.queries import FILTERS
from tests.api.support import API
from tests.factories import uid

pytestmark = pytest.mark.django_db

PLURALS = {"incident": "incidents", "statement": "statements", "actor": "actors", "source": "sources",
           "link": "links", "claim": "claims"}  # fmt: skip
DIMENSION = {"incident": "type", "statement": "act", "actor": "kind", "source": "kind", "link": "type",
             "claim": "subject_kind"}  # fmt: skip
NOBODY = uid("nobody")
CASES = [(kind, name) for kind, filters in FILTERS.items() for name, found in filters.items()
         if found.shape in ("id", "actor", "side") and name != "one_sided"]  # fmt: skip


@pytest.mark.parametrize(("kind", "name"), CASES)
@pytest.mark.parametrize("as_of", ["", "&as_of=1"])
def test_by_a_record_that_is_not_there(seeded, anybody, curator, kind, name, as_of):
    plural = PLURALS[kind]
    for program in (anybody, curator):
        assert program.get(f"{plural}/?{name}={NOBODY}{as_of}")["results"] == []
        assert program.get(f"{plural}/counts/?by={DIMENSION[kind]}&{name}={NOBODY}{as_of}")["results"] == []
        response = program.client.get(f"{API}/{plural}/export/?format=csv&{name}={NOBODY}{as_of}")
        assert b"".join(response.streaming_content).count(b"\n") == 1
