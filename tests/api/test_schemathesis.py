"""Requests made from the schema itself, sound ones and broken ones, by everybody who may ask: each is answered as the
schema says, and none with a 5xx. Half of the sound ones are about records that are there.
"""

import json
import os
from collections import defaultdict
from collections.abc import Iterator
from itertools import cycle

import msgspec
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.generation import GenerationMode

from incidents import tokens
from incidents.api.documentation import document
from incidents.api.reading import PLURALS
from incidents.domain.person import Person
from incidents.models import Source, Statement
from incidents.readmodels.queries import CURRENT_MODELS
from tests.api.support import user_of
from tests.people import ADMINISTRATOR, COLLEAGUE, OUTSIDER, OWNER, READER
from tracker.wsgi import application

pytestmark = pytest.mark.django_db

PEOPLE = (None, OUTSIDER, READER, OWNER, COLLEAGUE, ADMINISTRATOR)
EXAMPLES = int(os.environ.get("SCHEMATHESIS_EXAMPLES") or len(PEOPLE))  # requests to each address
# A schema cannot tell all that the domain refuses: dates as EDTF, references to records that are there, four eyes.
# That sound requests are taken is what the other tests show.
NOT_FOR_US = ("positive_data_acceptance",)

load_all_checks()
SCHEMA = schemathesis.openapi.from_dict(json.loads(msgspec.json.encode(document())))
SCHEMA.app = application
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations()]


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """Keep the connection of the test open between requests, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def known_ids(path: str) -> dict[str, Iterator[str]]:
    """Return ids of records that are there for the parameters of a path, one after the other."""
    kinds = {plural: kind for kind, plural in PLURALS.items()}
    kind = kinds.get(path.removeprefix("/api/v1/").partition("/")[0])
    ids = defaultdict(list)
    if kind:
        ids["id"] = [str(id) for id in CURRENT_MODELS[kind].objects.order_by("id").values_list("id", flat=True)[:20]]
    if "{credit}" in path:
        ids["credit"] = [origin["credit"] for source in Source.objects.all() for origin in source.origins]
    if "{report}" in path:
        ids["report"] = [report["report"] for statement in Statement.objects.all() for report in statement.reports]
    ids["position"] = ["1", "2"]
    return {name: cycle(found) for name, found in ids.items() if found}


def signed_in(person: Person | None) -> dict[str, str]:
    """Return the headers of somebody's program."""
    if person is None:
        return {}
    return {"Authorization": f"Token {tokens.create(user_of(person), scope='edit', days=1)[1]}"}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_it_answers_as_the_schema_says(seeded, operation):
    asking = cycle([signed_in(person) for person in PEOPLE])
    known, turn = known_ids(operation.path), cycle((True, False))
    checks = [CHECKS.get_one(name) for name in CHECKS.get_all_names() if name not in NOT_FOR_US]

    @given(case=operation.as_strategy(GenerationMode.POSITIVE) | operation.as_strategy(GenerationMode.NEGATIVE))
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def check(case):
        if case.meta.generation.mode is GenerationMode.POSITIVE and next(turn):
            case.path_parameters |= {name: next(known[name]) for name in case.path_parameters if name in known}
        case.call_and_validate(headers=next(asking), checks=checks)

    check()
