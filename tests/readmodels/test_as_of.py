"""What was answered at a position is answered for it for ever, whatever happens afterwards."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given

from incidents.dispatch import Recording, dispatch
from incidents.dispatch.recording import LIVE
from incidents.domain.claiming import RecordClaim, WithdrawClaim
from incidents.log import read
from incidents.readmodels import queries
from incidents.readmodels.queries import AsOfError, position_of
from tests.factories import ActorFactory, IncidentFactory, StatementFactory, claim, id_of, passage, publish
from tests.people import OWNER, PUBLIC, READER
from tests.readmodels.answers import KINDS, answers, facet_pairs
from tests.readmodels.ledger import share, tell, undone
from tests.readmodels.random_histories import LASTING, beginning, histories

pytestmark = pytest.mark.django_db


class TestForEver:
    @pytest.fixture(autouse=True)
    def _beginning(self, db):
        tell(beginning())

    @given(histories(LASTING, length=24))
    @share(5)
    def test_answers_of_every_moment_stay(self, requests):
        """Two moments of each history are kept: for readers and for the public, by list, record, claims and filter."""
        with undone():
            kept = {}
            for half in (requests[: len(requests) // 2], requests[len(requests) // 2 :]):
                tell(half)
                pairs, position = facet_pairs(), read.head().position
                kept[position] = (pairs, *(answers(person, None, pairs) for person in (READER, PUBLIC)))
            tell(requests)
            for position, (pairs, *told) in kept.items():
                assert [as_it_was(person, position, pairs) for person in (READER, PUBLIC)] == told


def as_it_was(person, position, pairs):
    """Return what is answered as of a position, about what there was by then."""
    found = answers(person, position, pairs)
    return {question: answer for question, answer in found.items() if answer is not None}


def test_history_is_kept():
    pass
