"""Work lists, reviews, bulk work and actors in a browser: what the pages show, what is recorded, what axe finds."""

import pytest
from django.urls import reverse

from incidents.dispatch import dispatch
from incidents.domain.claiming import AddNote
from incidents.domain.incident import SubmitIncident
from incidents.log.read import Reader
from incidents.models import Actor, Incident, Source
from tests.browser.support import batches_of, events_since, head, people_of, types_of
from tests.browser.test_access import findings
from tests.factories import IncidentFactory, SourceFactory, StatementFactory, id_of, passage
from tests.people import COLLEAGUE, OWNER, SECOND_OWNER


def send(page, step):
    """Press one of the buttons of a batch."""
    with page.expect_navigation():
        page.locator(f"button[name=step][value={step}]").click()


def choose(page, action):
    """Choose an action for what is ticked in a list."""
    page.select_option("select[name=action]", action)
    with page.expect_navigation():
        page.locator("button[name=index]").click()


def test_many_records_are_changed_as_one_batch(window):
    incidents = [IncidentFactory(title={"en": f"Incident {number}"}) for number in range(4)]
    dispatch(SubmitIncident(id=id_of(incidents[3])), person=SECOND_OWNER)
    desk = window(OWNER)
    page, before = desk.page, head()
    desk.go(reverse("admin:incidents_incident_changelist"))
    page.check("#action-toggle")
    choose(page, "bulk_submit")
    assert "4 records are selected." in desk.words()
    page.fill("[name=reason]", "All coded.")
    send(page, "preview")
    assert "3 records would change" in desk.words(".preview")
    assert "Incident 3 This incident is already in review." in desk.words(".preview")
    assert head() == before
    send(page, "leave_out_refused")
    send(page, "record")
    assert "Recorded" in desk.words(".messagelist")
    events = events_since(before)
    assert types_of(events) == ["IncidentSubmitted"] * 3
    assert (len(batches_of(events)), people_of(events)) == (1, {"alice"})
    assert {event.metadata["reason"] for event in Reader().after(before, 10)} == {"All coded."}


def test_an_article_is_reviewed_by_a_second_person(window):
    article = SourceFactory(about={"title": "Nota pagi"})
    incidents = [IncidentFactory(title={"en": name}, evidence=(passage(article),)) for name in ("First", "Second")]
    StatementFactory(incident=incidents[0], gist={"en": "Said there"})
    first = window(OWNER)
    before = head()
    first.go(reverse("admin:incidents_source_review", args=[article.id]))
    assert first.page.locator("[name=incidents]:checked").count() == 2
    send(first.page, "preview")
    send(first.page, "record")
    second = window(COLLEAGUE)
    second.go(reverse("admin:index"))
    assert "2 to review" in second.words(".work-lists")
    second.page.click("text=to review")
    assert second.page.locator(".work-list .step").count() == 2
    second.page.locator(".work-list .step").first.click()
    assert "Never published: everything is new" in second.words()
    second.go(reverse("admin:incidents_source_review", args=[article.id]))
    assert "Said there" in second.words(".choices")
    second.page.check("[name=what][value=approve_publish]")
    send(second.page, "preview")
    send(second.page, "record")
    events = events_since(before)
    assert types_of(events) == ["IncidentSubmitted"] * 2 + ["IncidentReviewed", "IncidentPublished"] * 2
    assert (len(batches_of(events)), people_of(events)) == (2, {"alice", "bob"})
    assert set(Incident.objects.values_list("status", flat=True)) == {"published"}


def addresses():
    """Return the pages of this desk that are looked at, by name."""
    source = Source.objects.get(file__startswith="002")
    incident = Incident.objects.filter(type="SUMMONS").order_by("sort_date").first()
    dispatch(AddNote(kind="incident", id=id_of(incident), text="Seen."), person=OWNER)
    dispatch(SubmitIncident(id=id_of(incident)), person=OWNER)
    person = Actor.objects.get(name="Kim Hong-kyun")
    office = Actor.objects.filter(kind="office", rank="ambassador").order_by("sort_name").first()
    lists = ("mine", "to-review", "disputed", "without-evidence", "without-text")
    return {
        "index": reverse("admin:index"),
        **{name: reverse("admin:work", args=[name]) for name in lists},
        "review": reverse("admin:incidents_incident_review", args=[incident.id]),
        "article": reverse("admin:incidents_source_review", args=[source.id]),
        "person": reverse("admin:incidents_actor_change", args=[person.id]),
        "office": reverse("admin:incidents_actor_change", args=[office.id], query={"on": "2024-06-21"}),
        "search": reverse("admin:incidents_actor_changelist", query={"q": "Russia's ambassador in Seoul"}),
        "register": reverse("admin:incidents_actor_add"),
        **{
            form: reverse(f"admin:incidents_source_{form}", args=[source.id])
            for form in ("correct", "credit", "grade", "assess")
        },
    }


@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "id")])
def test_axe_finds_nothing(window, seeded, scheme, language):
    desk = window(COLLEAGUE, language=language, color_scheme=scheme)
    found = {}
    for name, address in addresses().items():
        desk.go(address)
        found[name] = findings(desk)
    page = desk.page
    desk.go(reverse("admin:incidents_incident_changelist"))
    page.check("#action-toggle")
    choose(page, "bulk_property")
    found["bulk"] = findings(desk)
    page.select_option("[name=setting]", "occurrence=confirmed")
    page.fill("[name=reason]", "x")
    send(page, "preview")
    found["preview"] = findings(desk)
    assert not any(found.values()), "\n".join(f"{name}: {line}" for name, lines in found.items() for line in lines)
