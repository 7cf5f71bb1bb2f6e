"""What the public sees of links, actors and sources: those that something it sees joins or uses."""

import pytest

from incidents.domain.actor import WithdrawActor
from incidents.domain.claiming import RecordClaim, WithdrawClaim
from incidents.domain.incident import WithdrawIncident
from incidents.domain.link import CorrectLink, WithdrawLink
from incidents.domain.source import CorrectSource, WithdrawSource
from incidents.domain.statement import WithdrawStatement
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
from tests.people import OWNER
from tests.readmodels.shown import claim_in, head, seen, send

pytestmark = pytest.mark.django_db


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


def test_an_outlet_that_is_known_by_the_approval_shows():
    """The statement's row does not name the outlet: nothing cuts its version when the source is corrected."""
    incident, source, outlet = IncidentFactory(), SourceFactory(), ActorFactory(outlet=True)
    StatementFactory(incident=incident, reports=(report(source),))
    send(CorrectSource(id=id_of(source), changes={"outlet": id_of(outlet)}), person=OWNER)
    publish(incident)
    assert seen(outlet) is not None


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


def test_an_actor_shows_whom_only_a_claim_names_that_does_not_count():
    office, first, second = ActorFactory(office=True), ActorFactory(), ActorFactory()
    incident = IncidentFactory(
        claims={f"participant:{first.id}:summoner": [{"on_behalf_of": None}, {"office": id_of(office)}]}
    )
    statement = StatementFactory(
        incident=incident, claims={"on_behalf_of": [id_of(first), id_of(second)]}, evidence=(passage(SourceFactory()),)
    )
    assert seen(office) is seen(second) is None
    publish(incident)
    assert seen(office) is not None and seen(second) is not None
    assert seen(statement) is not None
