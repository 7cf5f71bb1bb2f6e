"""Whatever happened before and after an erasure, the tables follow from the log and the log verifies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.dispatch.redaction import redact
from incidents.domain.errors import DomainError
from incidents.domain.person import Person
from incidents.log import read
from incidents.log.personal import REDACTED
from incidents.log.redact import personal_fields
from incidents.log.verify import verify
from incidents.readmodels.rebuild import check
from tests.readmodels.ledger import share, tell, undone
from tests.readmodels.random_histories import EVERYTHING, MERGES, beginning, histories

pytestmark = pytest.mark.django_db

ADMINISTRATOR = Person("ada", frozenset(("administrator",)))


@pytest.fixture(autouse=True)
def _beginning(db):
    tell(beginning())


def erase_one(number: int) -> None:
    """Erase one of the personal fields of the log; a number stands for the same one each time."""
    fields = [
        (position, field)
        for position in range(1, read.head().position + 1)
        for field, value in personal_fields(position).items()
        if value != REDACTED
    ]
    position, field = fields[number % len(fields)]
    try:
        redact(position, field, person=ADMINISTRATOR, reason="asked for")
    except DomainError as error:
        assert error.code == "not_personal"  # the id of a record beside the names: it stays


@pytest.mark.parametrize("happenings", [EVERYTHING, MERGES], ids=["everything", "merges"])
@given(data=st.data())
@share(4)
def test_a_redaction_leaves_everything_sound(happenings, data):
    with undone():
        for _ in range(2):
            tell(data.draw(histories(happenings, length=12)))
            erase_one(data.draw(st.integers(0, 10_000)))
            assert check() == {}
        assert verify().ok
