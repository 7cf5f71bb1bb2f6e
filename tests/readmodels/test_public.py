"""What the public sees: the version that was approved, of what has not been withdrawn since."""

import pytest

from incidents.dispatch import dispatch
from incidents.domain.actor import MergeActors, ReverseActorMerge, WithdrawActor
from incidents.domain.claiming import PreferClaim, RecordClaim, WithdrawClaim
from incidents.domain.incident import MergeIncidents, RetitleIncident, ReverseIncidentMerge, WithdrawIncident
from incidents.domain.link import CorrectLink, WithdrawLink
from incidents.domain.source import WithdrawSource
from incidents.domain.statement import WithdrawStatement
from incidents.log import read
from incidents.readmodels import queries
from tests.factories import (
    ActorFactory,
    IncidentFactory,
    LinkFactory,
    SourceFactory,
    StatementFactory,
    claim,
    id_of,
    passage,
    publish,
    report,
)
from tests.people import COLLEAGUE, OWNER, PUBLIC, SECOND_COLLEAGUE

pytestmark = pytest.mark.django_db


def head():
    return read.head().position


def seen(record, as_of=None):
    """Return the row that the public finds under a record's id, today or as of a position."""
    kind = record._meta.model_name
    found = queries.record(kind, id=id_of(record), person=PUBLIC, as_of=as_of)
    listed = {str(row.record) for row in queries.records(kind, person=PUBLIC, as_of=as_of)}
    assert (found is not None and str(found.record) == id_of(record)) == (id_of(record) in listed)
    return found


def retitle(incident, title):
    dispatch(RetitleIncident(id=id_of(incident), title={"en": title}), person=OWNER)
    return head()


def claim_in(statement, incident, name="moved"):
    """Claim that a statement belongs to an incident, and prefer that claim."""
    told = claim(statement, "incident", id_of(incident), name=name)
    on = {"kind": "statement", "id": id_of(statement)}
    dispatch([RecordClaim(claim=told, **on), PreferClaim(claim=told.claim, **on)], person=OWNER)


def send(*commands, person=COLLEAGUE):
    dispatch(commands, person=person)
    return head()


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


def test_a_withdrawn_statement_is_hidden_and_so_is_one_about_it():
    incident = IncidentFactory()
    statement = StatementFactory(incident=incident)
    about_it = StatementFactory(about=statement)
    publish(incident)
    approved = head()
    send(WithdrawStatement(id=id_of(statement)))
    assert [seen(one, as_of) for one in (statement, about_it) for as_of in (None, approved)] == [None] * 4
    assert seen(incident) is not None


# --- links


def test_a_link_needs_both_ends():
    start, end = IncidentFactory(published=True), IncidentFactory()
    statement = StatementFactory(incident=end)
    link, to_statement = LinkFactory(start=start, end=end), LinkFactory(start=statement, end=start)
    assert seen(link) is seen(to_statement) is None
    publish(end)
    both = head()
    assert seen(link, both - 1) is None
    assert seen(link) is not None
    assert seen(to_statement) is not None
    send(WithdrawStatement(id=id_of(statement)))
    assert seen(link) is not None
    assert seen(to_statement) is seen(to_statement, both) is None
    send(WithdrawIncident(id=id_of(start)))
    assert seen(link) is seen(link, both) is None


def test_a_link_shows_while_both_ends_do_and_not_in_between():
    published, draft, start = IncidentFactory(), IncidentFactory(), IncidentFactory(published=True)
    statement = StatementFactory(incident=published)
    link = LinkFactory(start=statement, end=start)
    publish(published)
    first = head()
    claim_in(statement, draft)
    publish(published)
    hidden = head()
    publish(draft)
    assert [seen(link, as_of) is not None for as_of in (first, hidden, head(), None)] == [True, False, True, True]


def test_a_link_is_shown_as_it_stood_then_and_a_withdrawn_one_at_no_time():
    link = LinkFactory(start=IncidentFactory(published=True), end=IncidentFactory(published=True))
    first = head()
    send(CorrectLink(id=id_of(link), confidence="low", rationale="Perhaps."), person=OWNER)
    assert (seen(link).confidence, seen(link, first).confidence) == ("low", "high")
    send(WithdrawLink(id=id_of(link)), person=OWNER)
    assert seen(link) is seen(link, first) is None


# --- actors and sources


def test_an_actor_and_a_source_show_while_something_public_uses_them():
    source, relayed, other = SourceFactory(), SourceFactory(cited=True), SourceFactory()
    outlet, speaker = ActorFactory(outlet=True), ActorFactory()
    send_outlet = SourceFactory(outlet=outlet)
    incident = IncidentFactory(evidence=(passage(source, relay=[relayed]), passage(send_outlet)))
    StatementFactory(incident=incident, speaker=speaker, reports=(report(other),))
    used = (source, relayed, other, outlet, speaker)
    assert [seen(one) for one in used] == [None] * 5
    recorded = head()
    publish(incident)
    assert [seen(one) is not None for one in used] == [True] * 5
    assert [seen(one, recorded) for one in used] == [None] * 5
    send(WithdrawIncident(id=id_of(incident)))
    assert [seen(one, as_of) for one in used for as_of in (None, head() - 1)] == [None] * 10


def test_what_only_an_unapproved_edit_uses_is_not_shown():
    incident, newcomer = IncidentFactory(published=True), ActorFactory()
    told = claim(incident, f"participant:{newcomer.id}:witness", {}, passage(source := SourceFactory()))
    send(RecordClaim(kind="incident", id=id_of(incident), claim=told), person=OWNER)
    assert seen(newcomer) is seen(source) is None
    publish(incident)
    assert seen(newcomer) is not None
    assert seen(source) is not None


def test_what_is_used_no_longer_shows_no_longer():
    witness = ActorFactory()
    incident = IncidentFactory(claims={(stored := f"participant:{witness.id}:witness"): {}}, published=True)
    first = head()
    send(WithdrawClaim(kind="incident", id=id_of(incident), claim=claim(incident, stored, {}).claim), person=OWNER)
    assert seen(witness) is not None
    publish(incident)
    assert seen(witness) is None
    assert seen(witness, first) is not None


def test_a_link_shows_the_source_it_rests_on():
    start, end, source = IncidentFactory(published=True), IncidentFactory(), SourceFactory()
    LinkFactory(start=start, end=end, evidence=(passage(source),))
    assert seen(source) is None
    publish(end)
    assert seen(source) is not None


def test_a_withdrawn_actor_or_source_is_hidden_at_every_position():
    source, speaker = SourceFactory(), ActorFactory()
    incident = IncidentFactory(evidence=(passage(source),))
    StatementFactory(incident=incident, speaker=speaker)
    publish(incident)
    published = head()
    send(WithdrawSource(id=id_of(source)), WithdrawActor(id=id_of(speaker)))
    assert [seen(one, as_of) for one in (source, speaker) for as_of in (None, published)] == [None] * 4


# --- merges


def merged(loser, survivor):
    return send(MergeIncidents(id=id_of(loser), into=id_of(survivor)), person=SECOND_COLLEAGUE)


def test_a_merged_incident_leads_to_the_one_that_stands_for_it():
    loser, survivor = IncidentFactory(published=True), IncidentFactory(published=True)
    before = head()
    after = merged(loser, survivor)
    for as_of in (None, after):
        found = queries.record("incident", id=id_of(loser), person=PUBLIC, as_of=as_of)
        assert str(found.record) == id_of(survivor)
        assert [str(row.record) for row in queries.records("incident", person=PUBLIC, as_of=as_of)] == [id_of(survivor)]
    assert str(seen(loser, before).record) == id_of(loser)
    back = send(ReverseIncidentMerge(id=id_of(loser)), person=SECOND_COLLEAGUE)
    assert [str(seen(loser, as_of).record) for as_of in (None, back, before)] == [id_of(loser)] * 3
    assert str(queries.record("incident", id=id_of(loser), person=PUBLIC, as_of=after).record) == id_of(survivor)


def test_an_incident_merged_into_a_draft_is_gone_with_its_statements():
    loser, survivor = IncidentFactory(), IncidentFactory()
    statement = StatementFactory(incident=loser)
    about_it = StatementFactory(about=statement)
    link = LinkFactory(start=statement, end=IncidentFactory(published=True))
    publish(loser)
    before = head()
    after = merged(loser, survivor)
    for record in (loser, statement, about_it, link):
        assert seen(record, before) is not None
        assert queries.record(record._meta.model_name, id=id_of(record), person=PUBLIC) is None
        assert queries.record(record._meta.model_name, id=id_of(record), person=PUBLIC, as_of=after) is None
    publish(survivor)
    for record in (statement, about_it, link):
        assert seen(record) is not None
    assert str(seen(statement).incident_id) == id_of(survivor)


def test_statements_of_a_merged_incident_stay_while_the_survivor_is_public():
    loser, survivor = IncidentFactory(), IncidentFactory(published=True)
    statement = StatementFactory(incident=loser)
    publish(loser)
    merged(loser, survivor)
    assert seen(statement) is not None
    back = send(ReverseIncidentMerge(id=id_of(loser)), person=SECOND_COLLEAGUE)
    assert seen(statement) is not None
    assert seen(statement, back) is not None


def test_a_merged_actor_leads_to_the_one_that_stands_for_it():
    loser, survivor = ActorFactory(), ActorFactory()
    incident = IncidentFactory()
    StatementFactory(incident=incident, speaker=loser)
    publish(incident)
    before = head()
    after = send(MergeActors(id=id_of(loser), into=id_of(survivor)))
    assert str(seen(loser, before).record) == id_of(loser)
    for as_of in (None, after):  # the version approved names the loser still
        assert str(queries.record("actor", id=id_of(loser), person=PUBLIC, as_of=as_of).record) == id_of(survivor)
        assert seen(survivor, as_of) is not None
    publish(incident, reviewer=SECOND_COLLEAGUE)
    assert seen(survivor) is not None
    send(ReverseActorMerge(id=id_of(loser)))
    assert seen(survivor) is not None  # until the next approval
    assert str(queries.record("actor", id=id_of(loser), person=PUBLIC, as_of=before).record) == id_of(loser)
