"""What stands on each work list, for whom, and when it leaves it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.dispatch import dispatch
from incidents.domain.actor import MergeActors
from incidents.domain.claiming import AddNote, PreferClaim, RecordClaim, WithdrawClaim
from incidents.domain.errors import RefusedError
from incidents.domain.incident import (
    MergeIncidents,
    PublishIncident,
    ReviewIncident,
    SubmitIncident,
    WithdrawIncident,
)
from incidents.domain.person import Person
from incidents.domain.source import WithdrawSource
from incidents.domain.statement import WithdrawStatement
from incidents.models import Incident, SourceText
from incidents.readmodels import worklists
from tests.factories import (
    ActorFactory,
    IncidentFactory,
    SourceFactory,
    StatementFactory,
    claim,
    digest,
    id_of,
    judgement,
    passage,
    publish,
)
from tests.people import COLLEAGUE, OUTSIDER, OWNER, READER, SECOND_COLLEAGUE, SECOND_OWNER

pytestmark = pytest.mark.django_db
THIRD_COLLEAGUE = Person("bruno", frozenset(("editor",)))


def ids(found):
    return [entry.id for entry in found]


def reasons(found, record):
    """Return {code: properties} of one record on a list."""
    (entry,) = (entry for entry in found if entry.id == id_of(record))
    told = {}
    for reason in entry.reasons:
        told.setdefault(reason.code, []).append(reason.property)
    return told


def note(incident, person):
    dispatch(AddNote(kind="incident", id=id_of(incident), text="Seen."), person=person)


# --- mine


def test_mine_is_what_i_worked_on_and_is_not_published():
    draft, other = IncidentFactory(), IncidentFactory(person=SECOND_OWNER)
    published = IncidentFactory(published=True)
    assert ids(worklists.mine(person=OWNER)) == [id_of(draft)]
    note(other, OWNER)
    note(published, OWNER)
    found = worklists.mine(person=OWNER)
    assert set(ids(found)) == {id_of(draft), id_of(other), id_of(published)}
    assert reasons(found, published) == {"published": [None]}


def test_what_is_published_or_withdrawn_or_merged_away_is_mine_no_more():
    published, withdrawn, loser = IncidentFactory(), IncidentFactory(), IncidentFactory()
    survivor = IncidentFactory(person=SECOND_OWNER)
    publish(published)
    dispatch(WithdrawIncident(id=id_of(withdrawn)), person=COLLEAGUE)
    dispatch(MergeIncidents(id=id_of(loser), into=id_of(survivor)), person=COLLEAGUE)
    assert ids(worklists.mine(person=OWNER)) == []


def test_reviewing_makes_nothing_mine():
    incident = IncidentFactory()
    dispatch(SubmitIncident(id=id_of(incident)), person=OWNER)
    review = ReviewIncident(id=id_of(incident), decision="return", remark="Date?")
    dispatch(review, person=COLLEAGUE)
    assert ids(worklists.mine(person=COLLEAGUE)) == []
    assert reasons(worklists.mine(person=OWNER), incident) == {"draft": [None]}


def test_work_on_a_statement_makes_its_incident_mine():
    incident = IncidentFactory(person=SECOND_OWNER)
    statement = StatementFactory(incident=incident)
    loose = StatementFactory(about=incident)
    found = worklists.mine(person=OWNER)
    assert ids(found) == [id_of(incident), id_of(loose)]
    assert reasons(found, loose) == {"no_incident": [None]}
    publish(incident, by=SECOND_OWNER)
    assert ids(worklists.mine(person=OWNER)) == []
    dispatch(AddNote(kind="statement", id=id_of(statement), text="Seen."), person=OWNER)
    dispatch(WithdrawStatement(id=id_of(loose)), person=COLLEAGUE)
    assert ids(worklists.mine(person=OWNER)) == [id_of(incident)]


# --- to review


def may_approve(incident, person):
    """Ask the domain itself; nothing is recorded."""
    try:
        dispatch(ReviewIncident(id=id_of(incident), decision="approve"), person=person, dry_run=True)
    except RefusedError:
        return False
    return True


def submitted(**given):
    incident = IncidentFactory(**given)
    dispatch(SubmitIncident(id=id_of(incident)), person=SECOND_OWNER)
    return incident


def test_to_review_is_what_the_domain_lets_one_review():
    """One incident of each way in which somebody becomes an author; the list and the domain say the same of each."""
    mine, foreign, noted = submitted(person=COLLEAGUE), submitted(), submitted()
    note(noted, COLLEAGUE)
    said, about, chain = submitted(), submitted(), submitted()
    StatementFactory(incident=said, person=COLLEAGUE)
    StatementFactory(about=about, person=COLLEAGUE)
    StatementFactory(about=StatementFactory(about=StatementFactory(incident=chain)), person=COLLEAGUE)
    elsewhere = submitted()
    StatementFactory(incident=IncidentFactory(), about=elsewhere, person=COLLEAGUE)
    merged = submitted()
    dispatch(MergeIncidents(id=id_of(IncidentFactory(person=COLLEAGUE)), into=id_of(merged)), person=SECOND_COLLEAGUE)
    again = IncidentFactory(person=COLLEAGUE)
    StatementFactory(incident=again, person=COLLEAGUE)
    publish(again, reviewer=SECOND_COLLEAGUE)
    dispatch(SubmitIncident(id=id_of(again)), person=SECOND_OWNER)
    every = [mine, foreign, noted, said, about, chain, elsewhere, merged, again]
    allowed = {id_of(incident) for incident in every if may_approve(incident, COLLEAGUE)}
    assert set(ids(worklists.to_review(person=COLLEAGUE))) == allowed
    assert allowed == {id_of(one) for one in (foreign, elsewhere, again)}


def test_what_was_merged_away_counts_as_the_domain_counts_it():
    """Reviewed there; worked on there before it was published, alone or with the survivor."""
    reviewed, alone, together, chain = submitted(), submitted(), IncidentFactory(person=SECOND_OWNER), submitted()
    loser = IncidentFactory()
    publish(loser, reviewer=COLLEAGUE)
    merge = {"person": SECOND_COLLEAGUE}
    dispatch(MergeIncidents(id=id_of(loser), into=id_of(reviewed)), **merge)
    mine = IncidentFactory(person=COLLEAGUE)
    publish(mine, reviewer=SECOND_COLLEAGUE)
    dispatch(MergeIncidents(id=id_of(mine), into=id_of(alone)), **merge)
    part = IncidentFactory(person=COLLEAGUE)
    dispatch(MergeIncidents(id=id_of(part), into=id_of(together)), **merge)
    publish(together, by=SECOND_OWNER, reviewer=THIRD_COLLEAGUE)
    dispatch(SubmitIncident(id=id_of(together)), person=SECOND_OWNER)
    first, second = IncidentFactory(person=COLLEAGUE), IncidentFactory(person=SECOND_OWNER)
    dispatch(MergeIncidents(id=id_of(first), into=id_of(second)), **merge)
    dispatch(MergeIncidents(id=id_of(second), into=id_of(chain)), **merge)
    every = [reviewed, alone, together, chain]
    for person in (COLLEAGUE, SECOND_COLLEAGUE, THIRD_COLLEAGUE):
        allowed = {id_of(incident) for incident in every if may_approve(incident, person)}
        assert set(ids(worklists.to_review(person=person))) == allowed
    assert id_of(together) in ids(worklists.to_review(person=COLLEAGUE))


def test_only_what_is_in_review_is_to_review():
    draft, waiting = IncidentFactory(), submitted()
    assert ids(worklists.to_review(person=COLLEAGUE)) == [id_of(waiting)]
    approve = ReviewIncident(id=id_of(waiting), decision="approve")
    dispatch([approve, PublishIncident(id=id_of(waiting))], person=COLLEAGUE)
    assert ids(worklists.to_review(person=COLLEAGUE)) == []
    assert Incident.objects.get(id=draft.id).status == "draft"


def test_without_the_rule_all_that_is_in_review_is_to_review():
    mine = submitted(person=COLLEAGUE)
    assert ids(worklists.to_review(person=COLLEAGUE)) == []
    assert ids(worklists.to_review(person=COLLEAGUE, four_eyes=False)) == [id_of(mine)]


# --- disputed


@pytest.fixture
def contested():
    """An incident whose sources name two dates."""
    incident = IncidentFactory(claims={"date": "2024-06-21"})
    rival = claim(incident, "date", "2024-06-22", name="rival")
    dispatch(RecordClaim(kind="incident", id=id_of(incident), claim=rival), person=OWNER)
    return incident


def test_a_disputed_property_needs_a_note_and_a_preferred_claim(contested):
    IncidentFactory(claims={"date": "2024-06-21"})
    everything = {"no_note": ["date"], "no_preference": ["date"]}
    assert ids(worklists.disputed(person=OWNER)) == [id_of(contested)]
    assert reasons(worklists.disputed(person=OWNER), contested) == everything
    about = {"kind": "incident", "id": id_of(contested)}
    dispatch(AddNote(**about, text="A remark on another one.", property="place"), person=OWNER)
    assert reasons(worklists.disputed(person=OWNER), contested) == everything
    dispatch(AddNote(**about, text="The second one counts days in Seoul.", property="date"), person=OWNER)
    assert reasons(worklists.disputed(person=OWNER), contested) == {"no_preference": ["date"]}
    dispatch(PreferClaim(**about, claim=claim(contested, "date", "").claim), person=OWNER)
    assert worklists.disputed(person=OWNER) == []


def test_a_note_on_the_whole_record_may_speak_of_what_is_disputed(contested):
    dispatch(AddNote(kind="incident", id=id_of(contested), text="The days are counted in Seoul."), person=OWNER)
    assert reasons(worklists.disputed(person=OWNER), contested) == {"no_preference": ["date"]}


def test_a_dispute_that_ended_is_on_no_list(contested):
    rival = claim(contested, "date", "", name="rival").claim
    dispatch(WithdrawClaim(kind="incident", id=id_of(contested), claim=rival), person=OWNER)
    assert worklists.disputed(person=OWNER) == []


def test_a_note_and_a_preference_follow_the_merge_of_an_actor_in_their_key():
    actor, survivor = ActorFactory(), ActorFactory()
    office, other = ActorFactory(office=True), ActorFactory(office=True)
    stored = f"participant:{actor.id}:summoner"
    incident = IncidentFactory(claims={stored: [{"office": id_of(office)}, {"office": id_of(other)}]})
    about = {"kind": "incident", "id": id_of(incident)}
    preferred = PreferClaim(**about, claim=claim(incident, stored, {}).claim)
    dispatch([AddNote(**about, text="The first one holds.", property=stored), preferred], person=OWNER)
    assert worklists.disputed(person=OWNER) == []
    dispatch(MergeActors(id=id_of(actor), into=id_of(survivor)), person=COLLEAGUE)
    assert Incident.objects.get(id=incident.id).disputed == [f"participant:{survivor.id}:summoner"]
    assert worklists.disputed(person=OWNER) == []


# --- without evidence


def evidence_lacks():
    return worklists.with_judgements(worklists.without_evidence(person=OWNER))


def test_claims_that_rest_on_judgement_alone():
    source = SourceFactory()
    told = {"date": "2024-06-21", "occurrence": "reported", "issue": ["BORDER"], "scope": "core"}
    state = ActorFactory(state=True, evidence=(passage(source),))
    told[f"participant:{state.id}:represented_state_protesting"] = {}
    judged = IncidentFactory(claims=told)
    sound = IncidentFactory(claims=told, evidence=(passage(source),))
    found = evidence_lacks()
    assert id_of(sound) not in ids(found)
    names = {"type", "date", "occurrence", "issue", f"participant:{state.id}:represented_state_protesting"}
    assert set(reasons(found, judged)["judgement_only"]) == names  # what a curator alone decides is no lack
    assert "no_claim" not in reasons(found, judged)


def test_a_judgement_that_speaks_of_sources_is_still_one():
    incident = IncidentFactory(evidence=(judgement('As its {"source": "x"} says.'),))
    assert reasons(evidence_lacks(), incident)["judgement_only"] == ["type"]


def test_properties_without_claims():
    source = SourceFactory()
    incident = IncidentFactory(evidence=(passage(source),))
    statement = StatementFactory(evidence=(passage(source),))
    office = ActorFactory(office=True, rank=None, evidence=(passage(source),))
    person = ActorFactory(evidence=(passage(source),))
    found = evidence_lacks()
    assert reasons(found, incident) == {"no_claim": ["date", "participant", "issue", "occurrence"]}
    assert reasons(found, statement) == {"no_claim": ["date", "incident"]}
    assert reasons(found, office) == {"no_claim": ["country", "belongs_to", "rank"]}
    assert id_of(person) not in ids(found)


# --- without text


def lists_of_texts():
    return worklists.without_text(person=OWNER, held=SourceText.objects.values("text_sha256"))


def test_sources_without_text():
    here, lost, cited, withdrawn = SourceFactory(), SourceFactory(), SourceFactory(cited=True), SourceFactory()
    SourceText.objects.create(text_sha256=here.text_sha256, file_sha256=digest("x"), text="x")
    dispatch(WithdrawSource(id=id_of(withdrawn)), person=COLLEAGUE)
    found = lists_of_texts()
    assert ids(found) == [id_of(lost), id_of(cited)]
    assert (reasons(found, lost), reasons(found, cited)) == ({"text_lost": [None]}, {"only_cited": [None]})


# --- all of them


EVERY = (
    lambda person: worklists.mine(person=person),
    lambda person: worklists.to_review(person=person),
    lambda person: worklists.disputed(person=person),
    lambda person: worklists.with_judgements(worklists.without_evidence(person=person)),
    lambda person: worklists.without_text(person=person, held=SourceText.objects.values("text_sha256")),
)


def test_readers_and_outsiders_have_no_lists(contested):
    submitted()
    SourceFactory()
    for person in (READER, OUTSIDER):
        assert [find(person) for find in EVERY] == [[], [], [], [], []]
    assert worklists.to_review(person=OWNER) == []


def test_a_limit_is_kept():
    for _ in range(3):
        submitted(claims={"date": ["2024-06-21", "2024-06-22"]})
        StatementFactory()
        SourceFactory()
        SourceFactory(cited=True)
    held = SourceText.objects.values("text_sha256")
    lists = (
        worklists.mine(person=OWNER, limit=2),
        worklists.to_review(person=COLLEAGUE, limit=2),
        worklists.disputed(person=OWNER, limit=2),
        worklists.without_evidence(person=OWNER, limit=2),
        worklists.without_evidence(person=OWNER, limit=7),
        worklists.without_text(person=OWNER, held=held, limit=2),
    )
    assert [len(found) for found in lists] == [2, 2, 2, 2, 7, 2]


def taken(find, person):
    with CaptureQueriesContext(connection) as captured:
        found = find(person)
    return len(found), len(captured)


def test_lists_take_as_many_queries_for_many_records_as_for_few():
    def add(count):
        for _ in range(count):
            incident = submitted(claims={"date": ["2024-06-21", "2024-06-22"]})
            StatementFactory(incident=incident, about=incident)
            StatementFactory(about=incident)
            SourceFactory()

    add(2)
    few = [taken(find, COLLEAGUE) for find in EVERY]
    mine = taken(EVERY[0], OWNER)
    add(20)
    many = [taken(find, COLLEAGUE) for find in EVERY]
    assert [queries for _, queries in many] == [queries for _, queries in few] == [2, 8, 4, 4, 2]
    assert [length for length, _ in many][1:] == [11 * length for length, _ in few][1:]
    assert taken(EVERY[0], OWNER) == (11 * mine[0], mine[1])
