"""Rules across records hold within one batch as between batches: each command sees what the ones before it did."""

from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.dispatch import dispatch
from incidents.domain.claiming import AddNote, RecordClaim
from incidents.domain.errors import ConflictError, DomainError, InvalidValueError
from incidents.domain.incident import MergeIncidents, RetitleIncident, SubmitIncident
from incidents.domain.link import LinkRecords, WithdrawLink
from incidents.domain.source import CorrectSource, WithdrawSource
from incidents.domain.values import RecordRef
from incidents.log import read
from incidents.models import Incident, Source
from incidents.readmodels import rebuild
from tests.factories import (
    LENGTH,
    ActorFactory,
    IncidentFactory,
    LinkFactory,
    SourceFactory,
    StatementFactory,
    claim,
    credit,
    digest,
    id_of,
    passage,
    uid,
)
from tests.people import ADMINISTRATOR, COLLEAGUE, OWNER

pytestmark = pytest.mark.django_db


def refused(*commands, person=OWNER, **more):
    """Send a batch that has to be refused; return the code and the number of the command."""
    head = read.head()
    with pytest.raises(DomainError) as refusal:
        dispatch(commands, person=person, **more)
    assert read.head() == head
    return refusal.value.code, refusal.value.command


# --- one source for each text


def held(name, text):
    about = {"text_sha256": digest(text), "file_sha256": digest(text), "length": LENGTH}
    return SourceFactory.build(id=uid("batch", name), about=about)


def test_two_sources_of_one_batch_do_not_have_the_same_text():
    assert refused(held("one", "text"), held("two", "text")) == ("text_known", 1)
    dispatch(held("one", "text"), person=OWNER)
    assert refused(held("two", "text")) == ("text_known", 0)


def test_a_cited_source_that_is_found_takes_its_text_at_once():
    cited = SourceFactory(cited=True)
    texts = {"text_sha256": digest("text"), "file_sha256": digest("text"), "length": LENGTH}
    assert refused(CorrectSource(id=id_of(cited), changes=texts), held("two", "text")) == ("text_known", 1)


def test_a_source_withdrawn_in_the_batch_frees_its_text():
    dispatch(held("one", "text"), person=OWNER)
    dispatch([WithdrawSource(id=uid("batch", "one")), held("two", "text")], person=COLLEAGUE)
    assert Source.objects.filter(text_sha256=digest("text")).count() == 2
    assert refused(held("three", "text")) == ("text_known", 0)


# --- one record for each claim's id


def test_a_claims_id_belongs_to_one_record():
    first, second = IncidentFactory(claims={"scope": "core"}), IncidentFactory()
    taken = claim(first, "scope", "core")
    elsewhere = RecordClaim(kind="incident", id=id_of(second), claim=taken)
    assert refused(elsewhere) == ("claim_id_taken", 0)
    third = IncidentFactory.build()
    doubled = claim(first, "date", "2024-06-21")
    on = {"kind": "incident", "claim": doubled}
    assert refused(RecordClaim(id=id_of(first), **on), third, RecordClaim(id=third.id, **on)) == ("claim_id_taken", 2)


def test_nor_does_a_survivor_take_the_id_of_a_losers_claim():
    loser, survivor = IncidentFactory(claims={"scope": "core"}), IncidentFactory()
    dispatch(MergeIncidents(id=id_of(loser), into=id_of(survivor)), person=COLLEAGUE)
    assert refused(RecordClaim(kind="incident", id=id_of(survivor), claim=claim(loser, "scope", "context"))) == (
        "claim_id_taken",
        0,
    )


# --- links follow the merges of the batch


def linking(start, end, kind="FOLLOWS"):
    ends = {"from_": RecordRef(kind="incident", id=id_of(start)), "to": RecordRef(kind="incident", id=id_of(end))}
    number = uid("batch", id_of(start), id_of(end), kind)
    return LinkRecords(id=number, type=kind, confidence="high", rationale="The dates say so.", **ends)


def merging(loser, survivor):
    return MergeIncidents(id=id_of(loser), into=id_of(survivor))


def test_a_link_repeats_what_a_merge_of_the_batch_makes_the_same():
    start, loser, survivor = (IncidentFactory() for _ in range(3))
    LinkFactory(start=start, end=loser)
    assert refused(merging(loser, survivor), linking(start, survivor), person=COLLEAGUE) == ("link_exists", 1)
    dispatch([linking(start, survivor), merging(loser, survivor)], person=COLLEAGUE)


def test_nor_does_it_repeat_what_begins_at_a_record_merged_in_the_batch():
    loser, survivor, end = (IncidentFactory() for _ in range(3))
    LinkFactory(start=loser, end=end)
    assert refused(merging(loser, survivor), linking(survivor, end), person=COLLEAGUE) == ("link_exists", 1)


def test_a_link_closes_a_circle_through_a_merge_of_the_batch():
    start, loser, survivor = (IncidentFactory() for _ in range(3))
    LinkFactory(start=loser, end=start)
    assert refused(merging(loser, survivor), linking(start, survivor), person=COLLEAGUE) == ("link_cycle", 1)


def test_a_link_joins_no_record_with_itself_under_an_old_id():
    first, second, third = (IncidentFactory() for _ in range(3))
    dispatch(merging(first, second), person=COLLEAGUE)
    assert refused(merging(second, third), linking(first, third), person=COLLEAGUE) == ("links_itself", 1)


def test_a_link_withdrawn_in_the_batch_is_in_nobodys_way():
    start, end = IncidentFactory(), IncidentFactory()
    link = LinkFactory(start=start, end=end)
    dispatch([WithdrawLink(id=id_of(link)), linking(start, end)], person=OWNER)
    assert rebuild.check() == {}


@pytest.mark.parametrize("together", [True, False])
def test_a_circle_is_found_however_long_it_is(together):
    incidents = [IncidentFactory() for _ in range(5)]
    chain = [linking(start, end) for start, end in pairwise(incidents)]
    closing = linking(incidents[-1], incidents[0])
    if together:
        assert refused(*chain, closing) == ("link_cycle", len(chain))
    else:
        for command in reversed(chain):
            dispatch(command, person=OWNER)
        assert refused(closing) == ("link_cycle", 0)
        dispatch(linking(incidents[0], incidents[-1]), person=OWNER)


def test_the_next_link_of_a_long_chain_costs_no_more():
    """Nothing leads to a record that is linked for the first time, so no circle can close."""

    def cost(length):
        incidents = [IncidentFactory() for _ in range(length + 1)]
        dispatch([linking(new, old) for old, new in pairwise(incidents)], person=OWNER)
        with CaptureQueriesContext(connection) as captured:
            dispatch(linking(IncidentFactory(), incidents[-1]), person=OWNER)
        return len(captured)

    assert cost(12) == cost(2)


# --- records of the batch name each other


def test_sources_and_actors_of_one_batch_may_name_each_other_in_any_order():
    outlet = ActorFactory.build(outlet=True, evidence=(passage(uid("batch", "paper")),))
    wire = SourceFactory.build(cited=True, outlet=outlet.id)
    paper = SourceFactory.build(
        id=uid("batch", "paper"), outlet=outlet.id, origins=(credit(uid("batch", "paper"), wire.id),)
    )
    summons = IncidentFactory.build(
        evidence=(passage(paper.id),), claims={f"participant:{outlet.id}:witness": {"on_behalf_of": outlet.id}}
    )
    dispatch([summons, paper, wire, outlet], person=OWNER)
    assert Incident.objects.get().participants[0]["actor"] == outlet.id
    assert rebuild.check() == {}


def test_an_office_of_the_batch_gives_its_rank_at_once():
    office = ActorFactory.build(office=True, rank="minister")
    person = ActorFactory.build(claims={f"tenure:{office.id}": {}})
    summons = IncidentFactory.build(claims={f"participant:{person.id}:summoner": {"office": office.id}})
    dispatch([office, person, summons], person=OWNER)
    assert Incident.objects.get().level_of_summoner == "minister"
    assert rebuild.check() == {}


def test_what_is_named_but_never_opened_refuses_the_batch():
    summons = IncidentFactory.build(claims={f"participant:{uid('nobody')}:witness": {}})
    assert refused(IncidentFactory.build(), summons) == ("unknown_actor", 1)


def test_an_id_opened_twice_is_taken():
    summons = IncidentFactory.build()
    assert refused(summons, summons) == ("id_taken", 1)
    assert refused(summons, ActorFactory.build(id=summons.id)) == ("other_kind", 1)


# --- versions that somebody saw


def test_the_version_of_a_record_counts_that_the_batch_does_not_change():
    incident, statement = IncidentFactory(), StatementFactory()
    seen = {id_of(incident): 1, id_of(statement): 1}
    note = AddNote(kind="statement", id=id_of(statement), text="Seen.")
    dispatch(AddNote(kind="incident", id=id_of(incident), text="Changed."), person=ADMINISTRATOR)
    with pytest.raises(ConflictError) as conflict:
        dispatch(note, person=OWNER, expected=seen)
    assert conflict.value.params == {"id": id_of(incident), "actual": 2, "expected": 1}
    dispatch(note, person=OWNER, expected={**seen, id_of(incident): 2})


def test_a_record_expected_at_version_zero_is_one_that_is_not_there_yet():
    incident = IncidentFactory()
    assert refused(SubmitIncident(id=id_of(incident)), expected={id_of(incident): 0}) == ("stale_version", None)
    new = IncidentFactory.build()
    dispatch(new, person=OWNER, expected={new.id: 0})


def test_an_expected_id_that_is_none_is_refused():
    with pytest.raises(InvalidValueError):
        dispatch(SubmitIncident(id=id_of(IncidentFactory())), person=OWNER, expected={"nonsense": 1})


def test_the_order_of_what_is_recorded_is_that_of_the_commands():
    commands = [IncidentFactory.build() for _ in range(3)]
    outcome = dispatch(commands, person=OWNER)
    assert [event.stream_id for event in outcome.events] == [command.id for command in commands]
    assert [event.position for event in outcome.events] == [1, 2, 3]
    assert outcome.versions == {command.id: 1 for command in commands}


def test_a_batch_that_changes_nothing_records_nothing():
    incident = IncidentFactory(title={"en": "The same"})
    head = read.head()
    outcome = dispatch(RetitleIncident(id=id_of(incident), title={"en": "The same"}), person=OWNER)
    assert (outcome.events, outcome.first, read.head()) == ((), None, head)
