"""The pages of the work lists, and their counts on the index."""

import pytest
from django.urls import reverse

from incidents.admin.worklists import LISTS, PAGE
from incidents.dispatch import dispatch
from incidents.domain.incident import ReviewIncident, SubmitIncident
from incidents.models import Actor
from tests.admin.support import browser_of, text, words
from tests.admin.test_query_counts import queries
from tests.factories import ActorFactory, IncidentFactory, SourceFactory, StatementFactory, id_of
from tests.people import COLLEAGUE, OWNER, SECOND_OWNER

pytestmark = pytest.mark.django_db


def work(name, **query):
    return reverse("admin:work", args=[name], query=query)


def counts(browser):
    """Return {list: count} as the index shows them."""
    page = browser.get("/admin/").content.decode()
    part = page.split('class="work-lists"')[1].split("</nav>")[0] if 'class="work-lists"' in page else ""
    shown = [words(line).split(" ", 1) for line in part.split("<li>")[1:]]
    return {name.strip(): int(count) for count, name in shown}


def test_the_index_counts_what_waits_for_whoever_asks(curator, editor, reader):
    incident = IncidentFactory(title={"en": "A summons"})
    dispatch(SubmitIncident(id=id_of(incident)), person=OWNER)
    StatementFactory(person=SECOND_OWNER)
    SourceFactory()
    assert counts(curator) == {"mine": 1, "disputed": 0, "without evidence": 3, "without text": 1}
    assert counts(editor) == {"mine": 0, "to review": 1, "disputed": 0, "without evidence": 3, "without text": 1}
    assert counts(reader) == {}


def test_a_list_names_its_records_and_says_why(curator, editor):
    incident = IncidentFactory(title={"en": "A summons <b>"})
    dispatch(SubmitIncident(id=id_of(incident)), person=OWNER)
    shown = text(curator.get(work("mine")))
    assert "1 record incident A summons <b> in review" in shown.replace("&lt;", "<").replace("&gt;", ">")
    page = editor.get(work("to-review")).content.decode()
    assert "A summons &lt;b&gt;" in page
    assert f"/admin/incidents/incident/{incident.id}/review/" in page
    assert "no claim: date" in text(curator.get(work("without-evidence")))


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_for_its_role_only(name, reader, curator, editor, administrator):
    allowed = {"curator": 200 if LISTS[name].role == "curator" else 403, "editor": 200, "administrator": 200}
    browsers = {"reader": reader, "curator": curator, "editor": editor, "administrator": administrator}
    asked = {role: browser.get(work(name)).status_code for role, browser in browsers.items()}
    assert asked == {"reader": 403, **allowed}


def test_there_are_no_other_lists(curator, client):
    assert curator.get(work("everything")).status_code == 404
    assert client.get(work("mine")).url.startswith("/admin/login/")


def test_long_lists_have_pages_and_kinds(curator):
    for number in range(PAGE + 1):
        IncidentFactory(title={"en": f"Summons {number:03}"})
    first, last = curator.get(work("mine")), curator.get(work("mine", page="2"))
    assert "page 1 of 2" in text(first)
    assert text(first).count("Summons ") == PAGE
    assert text(last).count("Summons ") == 1
    ActorFactory(state=True, country=None)
    page = text(curator.get(work("without-evidence", kind="actor")))
    assert "1 record " in page
    assert "no claim: country" in page
    assert str(Actor.objects.get()) in page


@pytest.mark.parametrize("query", [{"page": "x"}, {"page": "99"}, {"kind": "<script>"}, {"page": "-1", "kind": "link"}])
def test_a_wrong_address_shows_the_list_all_the_same(curator, query):
    IncidentFactory(title={"en": "A summons"})
    response = curator.get(work("mine", **query))
    assert "A summons" in text(response)
    assert "<script>" not in response.content.decode().split("</head>")[1].split("</footer>")[0].replace(
        "<script src", ""
    )


def test_what_a_reviewer_returned_shows_the_remark_until_it_is_handed_in_again(curator):
    incident = IncidentFactory()
    dispatch(SubmitIncident(id=id_of(incident)), person=OWNER)
    dispatch(ReviewIncident(id=id_of(incident), decision="return", remark="Which <day>?"), person=COLLEAGUE)
    page = curator.get(work("mine")).content.decode()
    assert "returned by bob: Which &lt;day&gt;?" in page
    dispatch(SubmitIncident(id=id_of(incident)), person=OWNER)
    assert "returned by" not in curator.get(work("mine")).content.decode()


def test_lists_are_in_indonesian_too(db):
    browser = browser_of(OWNER, language="id")
    assert browser.get(work("mine")).status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_pages_take_as_many_queries_for_long_lists_as_for_short_ones(name, superuser):
    def add(count):
        for _ in range(count):
            incident = IncidentFactory(claims={"date": ["2024-06-21", "2024-06-22"]})
            dispatch(SubmitIncident(id=id_of(incident)), person=OWNER)
            StatementFactory(incident=incident)
            StatementFactory(about=incident)
            SourceFactory()

    add(2)
    few = queries(superuser, work(name))
    add(30)
    assert queries(superuser, work(name)) == few <= 18
    assert queries(superuser, "/admin/") <= 35
