"""Lists of few records: ties, chosen fields, and what was known then."""

from incidents.dispatch import dispatch
from incidents.domain.claiming import AddNote, PreferClaim, RecordClaim
from incidents.domain.incident import RetitleIncident
from incidents.readmodels import queries
from tests.api.support import ids
from tests.factories import ActorFactory, IncidentFactory, LinkFactory, StatementFactory, claim
from tests.people import OWNER


def test_pages_are_exact_on_ties(curator):
    made = [str(IncidentFactory(claims={"date": "2024-06-21"}).id) for _ in range(11)]
    found, answer = [], curator.get("incidents/", size=2, order="-date")
    while True:
        found += ids(answer)
        if answer["next"] is None:
            break
        answer = curator.client.get(answer["next"]).json()
    assert sorted(found) == sorted(made)


def test_fields_choose_what_is_shown(curator):
    IncidentFactory()
    (record,) = curator.get("incidents/", fields="title,type")["results"]
    assert set(record) == {"id", "title", "type"}


def test_the_past_names_actors_as_they_were_called_then(curator):
    speaker = ActorFactory(name="Old Name")
    statement = StatementFactory(speaker=speaker)
    before = curator.get("statements/")["as_of"]
    renamed = claim(speaker, "name", {"text": "New Name", "language": "en", "kind": "official"}, name="new")
    dispatch([RecordClaim(id=str(speaker.id), kind="actor", claim=renamed),
              PreferClaim(id=str(speaker.id), kind="actor", claim=renamed.claim)], person=OWNER)  # fmt: skip
    then = curator.get(f"statements/{statement.id}/", as_of=before)
    now = curator.get(f"statements/{statement.id}/")
    assert (then["speaker"]["name"], then["as_of"]) == ("Old Name", before)
    assert (now["speaker"]["name"], now["as_of"]) == ("New Name", before + 2)


def test_a_list_as_of_a_position_stays_the_same(curator):
    incident = IncidentFactory()
    before = curator.get("incidents/")
    dispatch(RetitleIncident(id=str(incident.id), title={"en": "Another title"}), person=OWNER)
    assert curator.get("incidents/", as_of=before["as_of"])["results"] == before["results"]
    assert curator.get("incidents/")["results"][0]["title"] == "Another title"


def test_an_answer_holds_exactly_at_the_position_that_it_names(curator, monkeypatch):
    first = IncidentFactory()
    before = curator.get("incidents/")
    looked_up, interfering = queries.page, [True]

    def page_while_somebody_records(*args, **kwargs):
        if interfering.pop() if interfering else False:
            IncidentFactory()
        return looked_up(*args, **kwargs)

    monkeypatch.setattr(queries, "page", page_while_somebody_records)
    answer = curator.get("incidents/")
    assert (answer["as_of"], ids(answer)) == (before["as_of"], [str(first.id)])
    assert curator.get("incidents/")["as_of"] == before["as_of"] + 1


def test_the_past_is_counted_chained_and_told_as_it_was(curator):
    start, end = IncidentFactory(), IncidentFactory()
    before = curator.get("incidents/")["as_of"]
    LinkFactory(start=start, end=end)
    IncidentFactory()
    path = f"incidents/{start.id}"
    assert curator.get("incidents/counts/", as_of=before)["results"] == [{"count": 2}]
    assert [one["id"] for one in curator.get(f"{path}/chain/", as_of=before)["results"]] == [str(start.id)]
    assert [one["depth"] for one in curator.get(f"{path}/chain/")["results"]] == [0, 1]
    assert len(curator.get(f"{path}/history/", as_of=before)["results"]) == 1
    assert curator.get("links/", as_of=before)["results"] == []


def test_history_goes_on_page_by_page(curator):
    incident = IncidentFactory()
    for number in range(4):
        dispatch(AddNote(id=str(incident.id), kind="incident", text=f"Remark {number}"), person=OWNER)
    answer = curator.get(f"incidents/{incident.id}/history/", size=3)
    assert [step["type"] for step in answer["results"]] == ["IncidentOpened", "NoteAdded", "NoteAdded"]
    rest = curator.client.get(answer["next"]).json()
    assert [step["version"] for step in rest["results"]] == [4, 5] and rest["next"] is None
    (change,) = rest["results"][0]["changes"]
    assert change["column"] == "notes" and len(change["after"]) == 3
