"""Pages of the seeds, of every kind, in every order."""

import pytest

from incidents.log import read
from incidents.readmodels import queries
from tests.factories import uid
from tests.people import PUBLIC, READER
from tests.readmodels.walks import everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


@pytest.mark.parametrize("kind", sorted(queries.ORDERS))
@pytest.mark.parametrize("person", [READER, PUBLIC])
def test_every_order_of_every_kind(kind, person):
    for as_of in (None, read.head().position):
        rows = queries.records(kind, person=person, as_of=as_of)
        ids = {str(row.record) for row in rows}
        for order in (sign + name for name in queries.ORDERS[kind] for sign in ("", "-")):
            forwards, backwards = everything(rows, kind, order, 10)
            assert len(forwards) == len(ids) and set(forwards) == ids
            assert backwards == forwards


@pytest.mark.parametrize("value", ["\0", "a\ud800", 2**70, "x" * 10, True])
@pytest.mark.parametrize("kind", ["actor", "claim", "link", "source"])
def test_any_value_in_a_cursor_is_refused_or_leads_somewhere(kind, value):
    try:
        queries.page(
            queries.records(kind, person=READER), kind=kind, order=None, after=("after", value, uid("x")), size=5
        )
    except queries.FilterError as error:
        assert error.code == "broken_cursor"
