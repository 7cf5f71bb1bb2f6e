"""What is not public stays unseen: in lists, filters, counts, chains, histories, the past, and in errors."""

import json

import pytest

from incidents.dispatch import dispatch
from incidents.domain.actor import WithdrawActor
from incidents.domain.claiming import AddNote, WithdrawClaim
from incidents.domain.incident import RetitleIncident, WithdrawIncident
from incidents.domain.link import WithdrawLink
from incidents.domain.source import WithdrawSource
from incidents.domain.statement import WithdrawStatement
from tests.api.support import API, ids
from tests.factories import (
    ActorFactory,
    IncidentFactory,
    LinkFactory,
    SourceFactory,
    StatementFactory,
    passage,
    publish,
)
from tests.people import COLLEAGUE, OWNER

SECRET = "Hidden words"


@pytest.fixture
def world(db):
    """A public incident with a statement, and drafts of every kind that hang on it."""
    shown_actor, hidden_actor = ActorFactory(name="Known"), ActorFactory(name=f"{SECRET} actor")
    source, hidden_source = SourceFactory(), SourceFactory(about={"title": f"{SECRET} source"})
    shown = IncidentFactory(claims={"date": "2024-06-21"}, evidence=(passage(source),))
    statement = StatementFactory(speaker=shown_actor, incident=shown, gist={"en": "Public words"})
    publish(shown)
    draft = IncidentFactory(title={"en": f"{SECRET} incident"}, evidence=(passage(hidden_source),))
    hidden = StatementFactory(speaker=hidden_actor, about=shown, gist={"en": SECRET})
    about_draft = StatementFactory(speaker=hidden_actor, incident=draft, gist={"en": SECRET})
    link = LinkFactory(start=draft, end=shown, rationale=SECRET)
    dispatch(AddNote(id=str(shown.id), kind="incident", text=f"{SECRET} note"), person=OWNER)
    dispatch(RetitleIncident(id=str(shown.id), title={"en": f"{SECRET} title"}), person=OWNER)
    secret = [draft.id, hidden.id, about_draft.id, link.id, hidden_actor.id, hidden_source.id]
    return {"shown": shown, "statement": statement, "draft": draft, "secret": list(map(str, secret)),
            "source": source, "actor": shown_actor}  # fmt: skip


KINDS = ("incidents", "statements", "actors", "sources", "links", "claims")


def unseen(world, response):
    text = response.content.decode()
    assert SECRET not in text, text
    for id in world["secret"]:
        assert id not in text, text


@pytest.mark.parametrize("asking", ["anybody", "outsider"])
def test_lists_counts_and_details_hold_nothing_hidden(asking, world, request):
    program = request.getfixturevalue(asking)
    position = program.get("incidents/")["as_of"]
    for kind in KINDS:
        for query in ("", f"?as_of={position}", "?changed_since=1", "?size=1"):
            response = program.ask(f"{kind}/{query}")
            assert response.status_code == 200
            unseen(world, response)
        unseen(world, program.ask(f"{kind}/counts/"))
    for path in ("", "chain/", "history/", "candidates/"):
        unseen(world, program.ask(f"incidents/{world['shown'].id}/{path}"))
        unseen(world, program.ask(f"incidents/{world['shown'].id}/{path}?as_of={position}"))
    unseen(world, program.ask(f"statements/{world['statement'].id}/"))
    assert program.get("incidents/counts/")["results"] == [{"count": 1}]


def test_curators_see_all_of_it(world, curator):
    assert len(ids(curator.get("incidents/"))) == 2
    assert SECRET in json.dumps(curator.get(f"incidents/{world['shown'].id}/history/"))


@pytest.mark.parametrize(
    "query", [f"q={SECRET}", "linked_to={draft}", "chain={draft}", "about={draft}", "incident={draft}"]
)
def test_filters_tell_nothing(query, world, anybody):
    query = query.format(draft=world["draft"].id)
    for kind in ("incidents", "statements"):
        response = anybody.ask(f"{kind}/?{query}")
        if response.status_code == 200:
            assert response.json()["results"] == []


@pytest.mark.parametrize("path", ["", "chain/", "history/", "candidates/"])
def test_a_draft_is_not_there_in_the_same_words_as_nothing(path, world, anybody):
    nothing = anybody.get(f"incidents/11111111-1111-4111-8111-111111111111/{path}", 404)
    assert anybody.get(f"incidents/{world['draft'].id}/{path}", 404) == nothing


def test_every_hidden_record_is_not_there(world, anybody):
    for kind in KINDS:
        for id in world["secret"]:
            anybody.get(f"{kind}/{id}/", 404)


def test_what_was_never_public_is_not_gone_but_nowhere(world, anybody, curator):
    dispatch(WithdrawIncident(id=str(world["draft"].id)), person=COLLEAGUE, reason="a mistake")
    anybody.get(f"incidents/{world['draft'].id}/", 404)
    assert curator.get(f"incidents/{world['draft'].id}/", 410)["reason"] == "a mistake"


def test_what_was_public_is_gone_with_its_statements(world, anybody, reader):
    dispatch(WithdrawIncident(id=str(world["shown"].id)), person=COLLEAGUE, reason=SECRET)
    for path in (f"incidents/{world['shown'].id}/", f"statements/{world['statement'].id}/"):
        response = anybody.ask(path)
        assert response.status_code == 410
        assert response.json()["withdrawn_at"]
        unseen(world, response)
    assert "reason" not in reader.get(f"incidents/{world['shown'].id}/", 410)
    before = anybody.get("incidents/")["as_of"] - 1
    assert anybody.ask(f"incidents/{world['shown'].id}/?as_of={before}").status_code == 410
    assert ids(anybody.get("incidents/", as_of=before)) == []


def test_errors_name_no_hidden_record(world, anybody):
    for path in (f"incidents/{world['draft'].id}/?x=1", f"incidents/?source={world['secret'][-1]}&x=1"):
        response = anybody.client.get(f"{API}/{path}")
        assert response.status_code in (400, 404)
        assert SECRET not in response.content.decode()


def test_the_public_version_is_the_approved_one(world, anybody):
    record = anybody.get(f"incidents/{world['shown'].id}/")
    assert record["title"] != f"{SECRET} title"
    assert (record["status"], record["notes"]) == ("published", [])
    assert len(record["claims"]) == 2
    assert [statement["gist"]["en"] for statement in record["statements"]] == ["Public words"]
    assert record["links"] == []


def test_links_sources_actors_and_claims_are_gone_too(anybody, curator):
    speaker, source = ActorFactory(), SourceFactory()
    start = IncidentFactory(claims={"date": "2024-06-21"}, evidence=(passage(source),))
    end = IncidentFactory(published=True)
    statement = StatementFactory(speaker=speaker, incident=start)
    publish(start)
    link = LinkFactory(start=start, end=end)
    dated = anybody.get("claims/", subject=str(start.id), property="date")["results"][0]["id"]
    paths = [f"links/{link.id}", f"sources/{source.id}", f"actors/{speaker.id}", f"statements/{statement.id}"]
    for path in paths:
        anybody.get(f"{path}/")
    withdrawals = (WithdrawLink(id=str(link.id)), WithdrawSource(id=str(source.id)), WithdrawActor(id=str(speaker.id)))
    dispatch(WithdrawClaim(id=str(start.id), kind="incident", claim=dated), person=OWNER)
    assert anybody.get(f"claims/{dated}/")["value"] == "2024-06-21"
    publish(start)
    dispatch(withdrawals, person=COLLEAGUE, reason=SECRET)
    for path in [f"claims/{dated}", *paths]:
        if path.startswith("statements"):
            dispatch(WithdrawStatement(id=str(statement.id)), person=COLLEAGUE, reason=SECRET)
        response = anybody.ask(f"{path}/")
        assert (response.status_code, response.json()["code"]) == (410, "withdrawn"), path
        assert SECRET not in response.content.decode()
        assert curator.get(f"{path}/", 410)["withdrawn_at"]


@pytest.fixture
def references(db):
    """Public records that name, in every way there is, something that is not public."""
    draft, hidden = IncidentFactory(title={"en": SECRET}), SourceFactory(about={"title": SECRET})
    office, body_of = ActorFactory(office=True, name=f"{SECRET} office"), ActorFactory(body=True, name=f"{SECRET} body")
    told = {f"tenure:{office.id}": {"from": "2023", "to": None}, "belongs_to": str(body_of.id)}
    speaker = ActorFactory(claims=told, evidence=(passage(hidden),))
    source = SourceFactory(cited_in=(passage(hidden),))
    shown = IncidentFactory(evidence=(passage(source),))
    told = {"about": {"kind": "incident", "id": str(draft.id)}}
    statement = StatementFactory(speaker=speaker, incident=shown, claims=told)
    publish(shown)
    return {"secret": [str(row.id) for row in (draft, hidden, office, body_of)],
            "paths": [f"incidents/{shown.id}", f"statements/{statement.id}", f"actors/{speaker.id}",
                      f"sources/{source.id}"]}  # fmt: skip


def test_references_to_what_is_hidden_are_left_out(references, anybody, curator):
    seen = "".join(curator.ask(f"{path}/").content.decode() for path in references["paths"])
    assert sum(id in seen for id in references["secret"]) >= 3
    for path in references["paths"]:
        for suffix in ("/", "/history/", "/?expand=claims"):
            if suffix == "/?expand=claims" and path.startswith("sources"):
                continue
            unseen(references, anybody.ask(path + suffix))
    for kind in KINDS:
        unseen(references, anybody.ask(f"{kind}/"))
        unseen(references, anybody.ask(f"search/?q=summons&kind={kind.removesuffix('s')}"))


def test_claims_of_withdrawn_records_are_for_nobody(curator, reader):
    incident = IncidentFactory(claims={"date": "2024-06-21"})
    claims = ids(reader.get("claims/", subject=str(incident.id)))
    dispatch(WithdrawIncident(id=str(incident.id)), person=COLLEAGUE, reason="a mistake")
    for asking in (curator, reader):
        assert asking.get("claims/", subject=str(incident.id))["results"] == []
        assert asking.get(f"claims/{claims[0]}/", 410)["code"] == "withdrawn"
