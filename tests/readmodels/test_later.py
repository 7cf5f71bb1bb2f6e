"""Rows that are worked out when somebody looks at them: an edit looks at those that it changes."""

from collections import Counter

import pytest

from incidents.dispatch import dispatch
from incidents.domain.claiming import AddNote, RecordClaim
from incidents.models import Claim, Document
from incidents.readmodels import rebuild, trace
from incidents.readmodels.build import pool
from incidents.readmodels.build.snapshot import Later
from tests.factories import IncidentFactory, claim, id_of
from tests.people import OWNER


@pytest.fixture
def worked_out(monkeypatch):
    """Count the rows that are worked out: of claims by property, of documents."""
    found = Counter()

    def claim_row(*given):
        row = of_claim(*given)
        found[row["property"]] += 1
        return row

    def document(*given):
        found["document"] += 1
        return of_document(*given)

    of_claim, of_document = pool._claim_row, trace._document
    monkeypatch.setattr(pool, "_claim_row", claim_row)
    monkeypatch.setattr(trace, "_document", document)
    return found


def test_a_row_is_worked_out_once_and_only_when_needed():
    works = []
    row = Later(lambda: works.append("row") or {"value": 1})
    assert not works
    assert (row["value"], row.row) == (1, {"value": 1})
    assert works == ["row"]


def test_rows_are_equal_by_what_they_say():
    row, same, other = Later(lambda: {"value": 1}), Later(lambda: {"value": 1}), Later(lambda: {"value": 2})
    assert row == same == {"value": 1}
    assert row != other


@pytest.mark.django_db
def test_an_edit_works_out_what_it_changes(worked_out):
    incident = IncidentFactory(claims={"date": "2024-06-21", "occurrence": "confirmed"})
    worked_out.clear()
    rival = claim(incident, "date", "2024-06-22", name="rival")
    dispatch(RecordClaim(kind="incident", id=id_of(incident), claim=rival), person=OWNER)
    assert worked_out == {"date": 3}  # one as it was, two as they are
    assert {row.value for row in Claim.objects.filter(property="date")} == {"2024-06-21", "2024-06-22"}
    worked_out.clear()
    dispatch(AddNote(kind="incident", id=id_of(incident), text="Read at the ministry."), person=OWNER)
    assert worked_out == {"document": 2}
    assert " ministri " in Document.objects.get(id=incident.id).words
    assert rebuild.check() == {}
