"""What the public sees of incidents and statements: the version that was approved, until the next one is."""

import pytest

from incidents.domain.claiming import PreferClaim, RecordClaim, WithdrawClaim
from incidents.domain.incident import WithdrawIncident
from incidents.domain.statement import WithdrawStatement
from incidents.readmodels import queries
from tests.factories import IncidentFactory, SourceFactory, StatementFactory, claim, id_of, passage, publish
from tests.people import OWNER, PUBLIC
from tests.readmodels.shown import claim_in, head, retitle, seen, send

pytestmark = pytest.mark.django_db


# --- incidents


def test_a_draft_is_unseen_then_and_now():
    draft = IncidentFactory()
    assert seen(draft) is None
    recorded = head()
    publish(draft)
    assert seen(draft) is not None
    assert seen(draft, recorded) is None
    assert seen(draft, head() - 1) is None  # approved, and not yet published


def test_later_edits_are_unseen_until_the_next_approval():
    incident = IncidentFactory(title={"en": "First"}, published=True)
    first = head()
    second = retitle(incident, "Second")
    assert (seen(incident).title, seen(incident, first).title, seen(incident, second).title) == ("First",) * 3
    publish(incident)
    third = head()
    retitle(incident, "Third")
    assert seen(incident).title == "Second"
    assert (seen(incident, first).title, seen(incident, second).title) == ("First", "First")
    assert (seen(incident, third - 1).title, seen(incident, third).title) == ("First", "Second")


def test_claims_are_those_of_the_approved_version():
    incident = IncidentFactory(claims={"date": "2024-06-21"}, published=True)
    approved = head()
    date = claim(incident, "date", "2024-06-21")
    send(WithdrawClaim(kind="incident", id=id_of(incident), claim=date.claim), person=OWNER)
    send(
        RecordClaim(kind="incident", id=id_of(incident), claim=claim(incident, "date", "2024-07", name=1)), person=OWNER
    )

    def dates(as_of=None):
        rows = queries.claims(subject=id_of(incident), person=PUBLIC, as_of=as_of)
        return [row.value for row in rows if row.property == "date"]

    assert dates() == dates(approved) == dates(head()) == ["2024-06-21"]
    publish(incident)
    assert (dates(), dates(approved), dates(head())) == (["2024-07"], ["2024-06-21"], ["2024-07"])


def test_what_is_withdrawn_now_is_hidden_at_every_position():
    incident = IncidentFactory(published=True)
    statement = StatementFactory(incident=incident)
    publish(incident)
    published = head()
    assert seen(incident, published) is not None
    assert seen(statement, published) is not None
    withdrawn = send(WithdrawIncident(id=id_of(incident)))
    for as_of in (None, published, withdrawn):
        assert seen(incident, as_of) is None
        assert seen(statement, as_of) is None
    assert not queries.claims(subject=id_of(incident), person=PUBLIC, as_of=published).exists()


# --- statements


def test_a_statement_follows_its_incident():
    incident = IncidentFactory(published=True)
    statement = StatementFactory(incident=incident, gist={"en": "First"})
    recorded = head()
    assert seen(statement) is None  # recorded after the approval
    publish(incident)
    approved = head()
    assert seen(statement).gist["en"] == "First"
    assert seen(statement, recorded) is None
    gist = claim(statement, "gist", {"en": "Second"}, passage(SourceFactory()), name=1, credibility=1)
    send(RecordClaim(kind="statement", id=id_of(statement), claim=gist), person=OWNER)
    assert seen(statement).gist["en"] == seen(statement, approved).gist["en"] == "First"
    publish(incident)
    assert (seen(statement).gist["en"], seen(statement, approved).gist["en"]) == ("Second", "First")


def test_a_statement_without_an_incident_follows_what_it_is_about():
    incident = IncidentFactory()
    about = StatementFactory(about=incident)
    about_that = StatementFactory(about=about)
    about_those = StatementFactory(about=about_that)
    publish(incident)
    assert [seen(one) is not None for one in (about, about_that, about_those)] == [True, True, True]
    send(WithdrawIncident(id=id_of(incident)))
    assert [seen(one) for one in (about, about_that, about_those)] == [None, None, None]


def test_its_own_incident_goes_before_what_it_is_about():
    published, draft = IncidentFactory(), IncidentFactory()
    ours, theirs = StatementFactory(incident=published, about=draft), StatementFactory(incident=draft, about=published)
    publish(published)
    assert seen(ours) is not None
    assert seen(theirs) is None


def test_a_statement_that_belongs_nowhere_is_never_public():
    lonely = StatementFactory()
    about_it = StatementFactory(about=lonely)
    IncidentFactory(published=True)
    assert seen(lonely) is seen(about_it) is None


def test_statements_about_each_other_end_nowhere():
    first = StatementFactory()
    second = StatementFactory(about=first)
    about = claim(first, "about", {"kind": "statement", "id": id_of(second)})
    send(RecordClaim(kind="statement", id=id_of(first), claim=about), person=OWNER)
    IncidentFactory(published=True)
    assert seen(first) is seen(second) is None


def test_a_statement_follows_where_the_one_it_is_about_stands_at_the_approval():
    incident = IncidentFactory()
    first = StatementFactory()
    second = StatementFactory(about=first)
    claim_in(first, incident)
    publish(incident)
    assert seen(first) is not None
    assert seen(second) is not None


def test_a_statement_moved_elsewhere_stays_where_it_was_approved_until_the_next_approval():
    published, draft = IncidentFactory(), IncidentFactory()
    statement = StatementFactory(incident=published)
    publish(published)
    approved = head()
    claim_in(statement, draft)
    assert str(seen(statement).incident_id) == id_of(published)
    publish(published)
    assert seen(statement) is None
    assert seen(statement, approved) is not None
    publish(draft)
    assert str(seen(statement).incident_id) == id_of(draft)
    assert seen(statement, head() - 1) is None


def test_what_was_hidden_at_a_position_stays_hidden_there():
    """The one in the middle leaves and comes back; the row of the one about it never changes."""
    incident, elsewhere, statement = IncidentFactory(), IncidentFactory(), StatementFactory()
    about_it = StatementFactory(about=statement)
    here = claim(statement, "incident", id_of(incident), name="moved").claim
    moves = (
        lambda: claim_in(statement, incident),
        lambda: claim_in(statement, elsewhere, name="away"),
        lambda: send(PreferClaim(kind="statement", id=id_of(statement), claim=here), person=OWNER),
    )
    positions = []
    for move in moves:
        move()
        publish(incident)
        positions.append(head())
        shown = [seen(about_it, position) is not None for position in positions]
        assert shown == [True, False, False][: len(positions)]


def test_a_withdrawn_statement_is_hidden_and_so_is_one_about_it():
    incident = IncidentFactory()
    statement = StatementFactory(incident=incident)
    about_it = StatementFactory(about=statement)
    publish(incident)
    approved = head()
    send(WithdrawStatement(id=id_of(statement)))
    assert [seen(one, as_of) for one in (statement, about_it) for as_of in (None, approved)] == [None] * 4
    assert seen(incident) is not None
