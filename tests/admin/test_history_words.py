"""What the history says of values of several parts: in words of the page's language, never in names of columns."""

import pytest

from incidents.dispatch import dispatch
from incidents.domain.claiming import RecordClaim
from tests.admin.support import browser_of, page_of, panel
from tests.factories import ActorFactory, IncidentFactory, StatementFactory, claim, id_of
from tests.people import OWNER

PLACE = {"name": "Oslo", "role": "where", "precision": "city", "country": "NOR"}
CROSSED = {"unit": "person", "low": 30, "best": 30, "high": 30}


@pytest.fixture
def indonesian(db):
    return browser_of(OWNER, language="id")


def recorded(kind, row, property, value, **more):
    made = claim(id_of(row), property, value, name=property, **more)
    dispatch(RecordClaim(kind=kind, id=id_of(row), claim=made), person=OWNER)


def test_a_place_and_a_number(indonesian):
    incident = IncidentFactory()
    recorded("incident", incident, "place", PLACE)
    recorded("incident", incident, "quantity:crossed", CROSSED)
    shown = panel(indonesian.get(page_of(incident)), "history")
    assert "Oslo, Norwegia" in shown
    for column in ("precision:", "predicate:", "role:", "low:"):
        assert column not in shown, column


def test_the_bounds_of_rival_dates_and_their_basis(indonesian):
    incident = IncidentFactory(claims={"date": "2024-03-12"})
    recorded("incident", incident, "date", "2024-03-14")
    shown = panel(indonesian.get(page_of(incident)), "history")
    assert "earliest:" not in shown and "paling awal: 2024-03-12" in shown
    assert "dasar: tersurat" in shown and "explicit" not in shown


def test_what_a_statement_is_about(curator):
    summons = IncidentFactory(title={"en": "The summons"})
    said = StatementFactory()
    recorded("statement", said, "about", {"kind": "incident", "id": id_of(summons)})
    shown = panel(curator.get(page_of(said)), "history")
    assert "The summons" in shown and "Indonesian: The summons" not in shown


def test_a_name_and_a_tenure(indonesian):
    person = ActorFactory(name="Kim Hong-kyun")
    office = ActorFactory(kind="office", name="Vice Minister")
    recorded("actor", person, f"tenure:{id_of(office)}", {"from": "2024-01-05", "to": None})
    shown = panel(indonesian.get(page_of(person)), "history")
    assert "Vice Minister: sejak 2024-01-05" in shown or "Vice Minister: dari 2024-01-05" in shown
    assert "quote_sha256" not in shown and "'" not in shown.split("Vice Minister: ")[1][:40]
