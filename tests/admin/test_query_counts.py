"""A list of a hundred rows takes no more queries than one of three, and so does the page of a record used a lot."""

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.admin import ADMINS
from incidents.dispatch import dispatch
from incidents.domain.claiming import AddNote, RecordClaim
from incidents.models import Actor, Event, Incident, Source
from tests.admin.many import make_many
from tests.admin.support import list_of, page_of
from tests.factories import (
    ActorFactory,
    IncidentFactory,
    LinkFactory,
    SourceFactory,
    StatementFactory,
    claim,
    passage,
    report,
)
from tests.people import OWNER

# What a list may take: session, person, roles, the count, the rows, the names of what they refer to (one query for each
# kind of record), and one query for each filter that offers only what occurs.
LISTS = {
    "incident": 11, "statement": 12, "actor": 8, "source": 8, "link": 8, "claim": 10, "event": 12, "receipt": 5,
    "redactiondoor": 5, "sourcetext": 6, "facet": 13, "document": 13, "documentversion": 13,
    "incidentversion": 7, "statementversion": 5, "actorversion": 5,
    "sourceversion": 5, "linkversion": 5, "claimversion": 5, "user": 8, "group": 6, "token": 6,
}  # fmt: skip


def queries(browser, address: str) -> int:
    """Return how many queries a page takes, once Django has its cache of content types."""
    ContentType.objects.get_for_models(*ADMINS)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(address).status_code == 200
    return len(captured)


def all_lists(browser) -> dict[str, int]:
    return {model._meta.model_name: queries(browser, list_of(model, all="")) for model in ADMINS}


def test_lists_take_as_many_queries_for_a_hundred_rows_as_for_three(superuser):
    make_many(3, "few")
    few = all_lists(superuser)
    make_many(97, "more")
    for number in range(97):
        User.objects.create_user(f"user{number}").groups.set(Group.objects.all())
    many = all_lists(superuser)
    assert {name: (few[name], count) for name, count in many.items() if count > few[name]} == {}
    assert {name: count for name, count in many.items() if count > LISTS[name]} == {}


@pytest.fixture
def used():
    """Return a function that makes a record used more often: an incident, its lead actor and its source."""
    source, state = SourceFactory(), ActorFactory(state=True)
    incident = IncidentFactory(
        claims={f"participant:{state.id}:represented_state_protesting": {}}, evidence=(passage(source),)
    )

    def use(times: int, name: str) -> tuple[Incident, Actor, Source]:
        for number in range(times):
            where = 200 + 30 * (number + times)
            told = claim(
                incident, "date", f"2024-06-{number + times:02}", passage(source, where), name=f"{name}{number}"
            )
            dispatch(RecordClaim(kind="incident", id=str(incident.id), claim=told), person=OWNER)
            dispatch(AddNote(kind="incident", id=str(incident.id), text=f"{name} {number}"), person=OWNER)
            statement = StatementFactory(
                incident=incident, claims={"addressee": str(state.id)}, reports=(report(source, start=where),)
            )
            LinkFactory(start=statement, end=incident, type="RESPONDS_TO", evidence=(passage(source, where + 5),))
        return incident, state, source

    return use


def test_pages_take_as_many_queries_for_much_as_for_little(superuser, used):
    few = [queries(superuser, page_of(row)) for row in used(2, "few")]
    many = [queries(superuser, page_of(row)) for row in used(12, "more")]
    assert many == few
    assert dict(zip(("incident", "actor", "source"), many, strict=True)) == {"incident": 21, "actor": 22, "source": 21}


def test_the_index_takes_as_many_queries_for_a_long_log_as_for_a_short_one(superuser, used):
    used(1, "few")
    few = queries(superuser, "/admin/")
    used(10, "more")
    assert queries(superuser, "/admin/") == few <= 28  # twenty of them count what is on the work lists
    assert queries(superuser, page_of(Event.objects.first())) <= 15
