"""Whatever is sent to a session, it is answered with a sentence, and what is refused records nothing."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.admin.session.ids import fresh
from incidents.models import Event
from tests.admin.session.support import article, draft, item, place, row, session_of, summons
from tests.factories import IncidentFactory, uid

pytestmark = pytest.mark.django_db

KINDS = ("source", "incident", "claim", "evidence", "report", "credit")
PARTS = ("property", "given", "passages", "judgement", "credibility", "note", "value", "actor", "start")
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.text(max_size=8),
    st.sampled_from(["\0", "\ud800", "incident:", "a:b:c", "x" * 9_000, "<script>", "e\u0301", uid("nobody")]),
    st.lists(st.text(max_size=3), max_size=2),
    st.dictionaries(st.sampled_from(["en", "id", "kind"]), st.text(max_size=3), max_size=2),
)
FIELDS = (
    "id", "kind", "record", "record_kind", "version", "title", "actor_kind", "directness", "claim", "basis", "about",
    "passages", "relay", "rows",
)  # fmt: skip


def answered(browser, source, body):
    """Send a body and see that it is answered: recorded, or refused with a sentence."""
    before = Event.objects.count()
    response = browser.post(session_of(source), body, content_type="application/json")
    assert response.status_code in (200, 400, 403, 404, 409, 413, 422), response.content
    if response.status_code != 200:
        assert all(problem["message"] for problem in response.json()["problems"])
        assert Event.objects.count() == before
    return response


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(name=st.sampled_from(FIELDS), odd=ODD, kind=st.sampled_from(KINDS))
def test_an_odd_field_of_an_item(curator, name, odd, kind):
    source = article(f"Text {fresh()}\n")
    made = item(kind, row("type", value="SUMMONS"), words=None, title={"en": "A"}, passages=[{"start": 0, "end": 4}])
    answered(curator, source, json.dumps(draft(source, {**made, name: odd})))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    name=st.sampled_from(PARTS),
    odd=ODD,
    code=st.sampled_from(["type", "date", "place", "participant", "quantity", "ordinal", "issue"]),
)
def test_an_odd_field_of_a_row(curator, name, odd, code):
    source = article(f"Text {fresh()}\n")
    line = row(code, value="x", actor=fresh(), role="summoner", n="1", name="Seoul", predicate="sent")
    if name == "start":
        line["passages"] = [{"start": odd, "end": odd, "paragraph": odd, "words": odd}]
    elif name in ("value", "actor"):
        line["given"][name] = odd
    else:
        line[name] = odd
    answered(curator, source, json.dumps(draft(source, summons(line, words=None, passages=[{"start": 0, "end": 4}]))))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(name=st.sampled_from(["key", "version", "items", "ending", "reason"]), odd=ODD)
def test_an_odd_session(curator, name, odd):
    source = article(f"Text {fresh()}\n")
    answered(
        curator,
        source,
        json.dumps({**draft(source, summons(words=None, passages=[{"start": 0, "end": 4}])), name: odd}),
    )


@pytest.mark.parametrize("kind", ["claim", "evidence", "report", "credit"])
@pytest.mark.parametrize("record", ["", "no id", fresh()])
@pytest.mark.parametrize("record_kind", ["", "incident", "source", "link", "nothing"])
def test_a_record_that_is_none(curator, kind, record, record_kind):
    source = article()
    IncidentFactory()
    made = item(kind, row("type", value="SUMMONS"), record=record, record_kind=record_kind, passages=[place("Kemlu")])
    assert answered(curator, source, json.dumps(draft(source, made))).status_code != 200


@pytest.mark.parametrize("words", ["\ud800", "\0", "a" * 9])
def test_strange_words_where_the_text_is_not_held(curator, words):
    source = article(held=False)
    opened = summons(words=None, passages=[{"start": 0, "end": len(words), "paragraph": 1, "words": words}])
    answered(curator, source, json.dumps(draft(source, opened)))


@pytest.mark.parametrize("where", ["title", "value", "judgement", "note", "kind"])
def test_half_a_character_is_refused_with_a_sentence(curator, where):
    source = article()
    line = row("issue", value="\ud800" if where == "value" else "TRADE")
    line |= {where: "\ud800"} if where in ("judgement", "note") else {}
    title = {"en": "A \ud83d"} if where == "title" else {"en": "A"}
    made = summons(line, title=title)
    if where == "kind":
        made["passages"][0]["kind"] = "\udc00"
    answer = answered(curator, source, json.dumps(draft(source, made)))
    assert answer.status_code == 400
    assert "broken character" in answer.json()["problems"][0]["message"]
