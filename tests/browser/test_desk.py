"""The daily work besides coding: correcting, conflicts, linking, merging, reviewing, reading the past.

Every test asserts what the page shows and the events that were appended.
"""

import pytest
from django.urls import reverse

from incidents.dispatch import dispatch
from incidents.domain.claiming import AddNote, RecordClaim
from incidents.domain.incident import RetitleIncident, SubmitIncident
from incidents.domain.link import WithdrawLink
from incidents.models import Actor, Incident, Link
from tests.admin.session.support import article
from tests.browser.article import TEXT, place_of
from tests.browser.support import batches_of, events_since, head, people_of, types_of
from tests.factories import ActorFactory, IncidentFactory, claim, id_of
from tests.people import COLLEAGUE, OWNER, SECOND_OWNER


def page_of(row):
    return reverse(f"admin:incidents_{row._meta.model_name}_change", args=[row.pk])


def form_of(row, name, **query):
    return reverse(f"admin:incidents_{row._meta.model_name}_{name}", args=[row.pk], query=query or None)


def send(page):
    """Send the form of a page."""
    with page.expect_navigation():
        page.locator("form.command input[type=submit]").first.click()


def choose(page, name, words):
    """Type the name of a record into a field and take what is offered first."""
    page.locator(f"[name={name}]").press_sequentially(words, delay=5)
    page.locator("[role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def test_a_date_is_corrected_with_a_passage(window):
    source = article(TEXT, title="Nota pagi")
    incident = IncidentFactory(claims={"date": "2024-10-20"}, title={"en": "A summons"})
    desk = window(OWNER)
    page, before = desk.page, head()
    desk.go(page_of(incident))
    assert "2024-10-20" in desk.words("#claims")
    desk.go(form_of(incident, "claim", property="date"))
    page.fill("[name=value_value]", "2024-10-21")
    page.select_option("[name=value_basis]", "explicit")
    choose(page, "source", "Nota")
    page.fill("[name=words]", "hari Senin")
    page.keyboard.press("Tab")
    page.locator("[data-quotation]", has_text="hari Senin").wait_for()
    send(page)

    (event,) = events_since(before)
    assert (event.type, str(event.stream_id)) == ("ClaimRecorded", id_of(incident))
    assert event.data["claim"]["value"] == "2024-10-21"
    evidence = event.data["claim"]["evidence"][0]
    assert evidence["source"] == str(source.id) and place_of("hari Senin").items() <= evidence.items()
    shown = desk.words("#claims")
    assert "2024-10-20" in shown and "2024-10-21" in shown and "hari Senin" in shown


def test_a_conflict_is_met_and_resolved(window):
    incident = IncidentFactory(title={"en": "A summons"})
    desk = window(OWNER)
    desk.expected = {409}
    desk.go(form_of(incident, "title"))
    page = desk.page
    page.fill("[name=title_en]", "What I think it was")
    dispatch(RetitleIncident(id=id_of(incident), title={"en": "What bob thinks"}), person=COLLEAGUE, reason="clearer")
    before = head()
    send(page)
    shown = desk.words(".conflict")
    assert "Somebody else was faster" in shown and "bob" in shown and "What bob thinks" in shown
    assert page.input_value("[name=title_en]") == "What I think it was" and not events_since(before)

    page.get_by_role("button", name="Apply mine on top").click()
    page.wait_for_url(f"**{page_of(incident)}*")
    (event,) = events_since(before)
    assert event.type == "IncidentRetitled" and event.data["title"]["en"]["personal"] == "What I think it was"
    assert "What I think it was" in desk.words("h1")


@pytest.mark.parametrize("language", ["en", "id"])
def test_june_and_october_are_linked(window, seeded, language):
    june, october = Incident.objects.filter(type="SUMMONS").order_by("sort_date")
    both = (june.id, october.id)
    links = Link.objects.filter(from_id__in=both, to_id__in=both, status="active")
    dispatch([WithdrawLink(id=id_of(link)) for link in links], person=COLLEAGUE, reason="to be made anew")
    desk = window(OWNER, language=language)
    page, before = desk.page, head()
    desk.go(reverse("admin:incidents_incident_changelist"))
    for row in (june, october):
        page.locator(f"input[name=_selected_action][value='{row.id}']").check()
    page.select_option("select[name=action]", "link_selected")
    with page.expect_navigation():
        page.locator("button[name=index], .actions button[type=submit]").first.click()
    page.select_option("[name=type]", "SAME_EPISODE")
    page.select_option("[name=confidence]", "high")
    page.fill("[name=rationale]", "Both are about the same cooperation.")
    send(page)

    (event,) = events_since(before)
    assert (event.type, event.stream_kind) == ("RecordsLinked", "link")
    link = Link.objects.get(id=event.stream_id)
    assert {link.from_id, link.to_id} == {june.id, october.id} and link.type == "SAME_EPISODE"
    desk.go(page_of(october))
    assert "Both are about the same cooperation." in desk.words("#links")


def test_two_actors_are_merged_and_parted_again(window):
    kept, double = ActorFactory(name="Kim Hong-kyun"), ActorFactory(name="Kim Hong-gyun")
    desk = window(COLLEAGUE)
    page, before = desk.page, head()
    desk.go(form_of(double, "merge", into=id_of(kept)))
    assert "Kim Hong-kyun" in desk.words("#content")
    send(page)
    (merged,) = events_since(before)
    assert (merged.type, merged.data) == ("ActorsMerged", {"into": id_of(kept)})
    assert str(merged.stream_id) == id_of(double)
    desk.go(page_of(double))
    assert "Kim Hong-kyun" in desk.words("#content")
    assert {name["text"] for name in Actor.objects.get(id=kept.id).names} == {"Kim Hong-kyun", "Kim Hong-gyun"}

    before = head()
    desk.go(form_of(double, "reverse"))
    send(page)
    assert types_of(events_since(before)) == ["MergeReversed"]
    assert {name["text"] for name in Actor.objects.get(id=kept.id).names} == {"Kim Hong-kyun"}
    desk.go(page_of(double))
    assert "Kim Hong-gyun" in desk.words("h1")


def test_a_second_person_reviews(window):
    incident = IncidentFactory(claims={"date": "2024-10-21"}, title={"en": "A summons"})
    dispatch(SubmitIncident(id=id_of(incident)), person=OWNER)
    author = window(OWNER)
    author.go(page_of(incident))
    assert author.page.get_by_role("link", name="review", exact=True).count() == 0  # curators do not review

    desk = window(COLLEAGUE)
    page, before = desk.page, head()
    desk.go(form_of(incident, "review"))
    page.check("[name=decision][value=publish]")
    send(page)
    events = events_since(before)
    assert types_of(events) == ["IncidentReviewed", "IncidentPublished"]
    assert len(batches_of(events)) == 1 and people_of(events) == {COLLEAGUE.name}
    desk.go(page_of(incident))
    assert "published" in desk.words("#content")


def test_an_author_does_not_review_their_own_work(window):
    incident = IncidentFactory(claims={"date": "2024-10-21"}, person=COLLEAGUE)
    dispatch(SubmitIncident(id=id_of(incident)), person=OWNER)
    desk = window(COLLEAGUE)
    desk.expected = {422}
    before = head()
    desk.go(form_of(incident, "review"))
    desk.page.check("[name=decision][value=publish]")
    if desk.page.locator("form.command input[type=submit]").count():
        send(desk.page)
    assert not events_since(before)
    assert Incident.objects.get(id=incident.id).status == "in_review"


def test_a_page_is_read_as_of_an_earlier_position(window):
    incident = IncidentFactory(claims={"date": "2024-10-20"}, title={"en": "As it was"})
    then = head()
    another = claim(id_of(incident), "date", "2024-10-21", name="later", credibility=1)
    dispatch(RecordClaim(kind="incident", id=id_of(incident), claim=another), person=SECOND_OWNER)
    dispatch(RetitleIncident(id=id_of(incident), title={"en": "As it is"}), person=SECOND_OWNER)
    dispatch(AddNote(id=id_of(incident), kind="incident", text="Said later."), person=SECOND_OWNER)
    desk = window(OWNER)
    before = head()
    desk.go(page_of(incident))
    assert "As it is" in desk.words("h1") and "Said later." in desk.words()

    field = desk.page.locator("[name=as_of]").first
    field.fill(str(then))
    with desk.page.expect_navigation():
        field.press("Enter")
    shown = desk.words("#content")
    assert "As it was" in desk.words("h1") and "2024-10-21" not in desk.words("#claims")
    assert "Said later." not in desk.words("#content .record-page") and str(then) in shown
    assert head() == before


def test_the_page_of_an_incident_fits_a_narrow_window(window, seeded):
    desk = window(OWNER, language="id", viewport={"width": 420, "height": 900})
    for incident in Incident.objects.filter(type="SUMMONS"):
        desk.go(page_of(incident))
        wide, room = desk.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert wide <= room == 420
