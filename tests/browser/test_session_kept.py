"""Nothing that was typed is lost: refusals, conflicts, an ended session, a closed window, a browser without scripts."""

import re

from django.contrib.sessions.models import Session
from django.urls import reverse

from incidents.dispatch import dispatch
from incidents.domain.claiming import AddNote
from incidents.models import Claim, Incident
from tests.admin.session.support import article, session_of
from tests.browser.article import TEXT, pick, record, select
from tests.browser.support import events_since, head, types_of
from tests.factories import ActorFactory, IncidentFactory, StatementFactory
from tests.people import COLLEAGUE, OWNER


def sit_down(window, source, **settings):
    """Open the session of a source; returns its window."""
    desk = window(OWNER, **settings)
    desk.go(session_of(source))
    desk.page.wait_for_selector("#desk-ready", state="attached")
    return desk


def test_a_refusal_is_shown_on_its_field_and_mended(window):
    desk = sit_down(window, article(TEXT))
    desk.expected = {422}
    before, keys = head(), desk.page.keyboard
    select(desk.page, "meminta Dubes Rusia")
    keys.press("i")
    keys.type("summ")
    keys.press("Enter")
    keys.type("yesterday")
    keys.press("Control+Enter")
    (problem,) = record(desk.page)
    assert "yesterday" in problem["message"]
    field = desk.page.locator(":focus")
    assert field.get_attribute("aria-invalid") == "true" and field.input_value() == "yesterday"
    assert desk.page.locator(f"#{field.get_attribute('aria-describedby')}").inner_text() == problem["message"]
    assert not events_since(before)

    field.fill("2024-10-21")
    keys.press("Control+Enter")
    assert record(desk.page) == []
    assert types_of(events_since(before)) == ["IncidentOpened", "SourceAssessed"]


def test_a_conflict_says_what_happened_and_mine_goes_on_top(window):
    there = IncidentFactory(title={"en": "The summons of Monday"})
    desk = sit_down(window, article(TEXT))
    desk.expected = {409}
    page = desk.page
    select(page, "hari Senin")
    page.keyboard.press("c")
    pick(page, "Monday")
    page.keyboard.type("date")
    page.locator(".row input").first.fill("2024-10-21")
    dispatch(AddNote(id=str(there.id), kind="incident", text="Seen by another."), person=COLLEAGUE, reason="first")
    page.keyboard.press("Control+Enter")
    before = head()
    record(page)
    shown = desk.words("#basket .errors")
    assert "note added, by bob" in shown and not events_since(before)
    assert page.locator(".row input").first.input_value() == "2024-10-21"

    with page.expect_navigation():
        page.get_by_role("button", name="Record mine on top of it").click()
    assert types_of(events_since(before)) == ["ClaimRecorded", "SourceAssessed"]
    assert Claim.objects.get(subject_id=there.id, property="date").value == "2024-10-21"


def test_an_ended_session_loses_nothing(window):
    desk = sit_down(window, article(TEXT))
    desk.expected = {403}
    page, before = desk.page, head()
    select(page, "meminta Dubes Rusia")
    page.keyboard.press("i")
    page.keyboard.type("summ")
    page.keyboard.press("Control+Enter")
    Session.objects.all().delete()
    page.keyboard.press("Control+Enter")
    page.locator("#ending .errors").wait_for()
    assert "Everything is kept" in desk.words("#ending .errors") and not events_since(before)

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Log in").click()
    other = opened.value
    other.fill("#id_username", OWNER.name)
    other.fill("#id_password", "a password for tests")
    other.click("[type=submit]:not([name=language])")
    other.wait_for_selector("#user-tools")
    other.close()
    assert record(page) == []
    assert types_of(events_since(before)) == ["IncidentOpened", "SourceAssessed"]


def test_a_closed_window_loses_nothing(window):
    source = article(TEXT)
    desk = sit_down(window, source)
    select(desk.page, "Rudi Uji")
    desk.page.keyboard.press("a")
    desk.page.fill("#ending-reason", "Half of it")
    desk.page.close()

    desk.page = desk.context.new_page()
    desk.go(session_of(source))
    desk.page.locator("#basket li .name", has_text="Rudi Uji").wait_for()
    assert desk.page.input_value("#ending-reason") == "Half of it"
    assert desk.page.evaluate("CSS.highlights.get('session-basket').size") == 1


def test_an_item_can_be_edited_removed_and_brought_back(window):
    desk = sit_down(window, article(TEXT))
    page = desk.page
    select(page, "Rudi Uji")
    page.keyboard.press("a")
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Edit Rudi Uji").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("Rudi Uji Coba")
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Remove Rudi Uji Coba").click()
    assert page.locator("#basket li").count() == 0
    page.get_by_role("button", name="Undo").click()
    assert desk.words("#basket li .name") == "Rudi Uji Coba"


def test_everything_works_by_keys_alone(window):
    ActorFactory(name="Georgy Zinoviev")
    desk = sit_down(window, article(TEXT))
    page, keys, before = desk.page, desk.page.keyboard, head()
    keys.press("ArrowDown")
    keys.press("ArrowDown")  # the first word of the second paragraph
    for _word in range(3):
        keys.press("ArrowRight")
    assert "meminta" not in desk.words("#selected")
    keys.press("ArrowRight")
    keys.press("Shift+ArrowRight")
    page.locator("#selected", has_text="meminta Dubes").wait_for()
    keys.press(",")
    page.locator("#selected", has_text=re.compile("meminta Dube$")).wait_for()
    keys.press(".")
    page.locator("#selected", has_text=re.compile("meminta Dubes$")).wait_for()
    keys.press("i")
    keys.type("summ")
    keys.press("Enter")
    keys.type("2024-10-21")
    keys.press("Enter")
    pick(page, "zinov")
    keys.press("Control+Enter")
    keys.press("x")
    assert page.locator(":focus").get_attribute("name") == "outcome"
    assert record(page) == []
    assert types_of(events_since(before)) == ["IncidentOpened", "SourceAssessed"]
    evidence = Claim.objects.get(property="type").evidence[0]
    assert TEXT[evidence["start"] : evidence["end"]] == "meminta Dubes"
    assert Incident.objects.get().participants[0]["role"] == "summoner"


def test_every_kind_of_item_is_recorded(window):
    kim, there = ActorFactory(name="Kim Hong-kyun"), StatementFactory(gist={"en": "The soldiers should go"})
    desk = sit_down(window, article(TEXT))
    page, keys, before = desk.page, desk.page.keyboard, head()
    select(page, "Rudi Uji")
    keys.press("n")
    pick(page, "kim hong")
    assert page.locator(".row input").first.input_value() == "Rudi Uji"
    keys.press("Control+Enter")
    select(page, "menuntut agar semua prajurit pulang")
    keys.press("r")
    pick(page, "soldiers")
    keys.press("Control+Enter")
    select(page, "Kemlu")
    keys.press("w")
    page.get_by_label("Title").fill("Statement of the ministry")
    page.get_by_label("Kind of source").select_option("readout")
    keys.press("Control+Enter")
    keys.press("o")
    pick(page, "statement of")
    keys.press("Control+Enter")
    assert page.locator("#basket li").count() == 4
    assert record(page) == []

    events = events_since(before)
    assert types_of(events) == [
        "SourceRegistered",
        "ClaimRecorded",
        "StatementReported",
        "OriginCredited",
        "SourceAssessed",
    ]
    named, reported, credited = (event for event in events[1:4])
    assert str(named.stream_id) == str(kim.id) and str(reported.stream_id) == str(there.id)
    assert credited.data["credit"]["origin"] == str(events[0].stream_id)
    assert "Statement of the ministry" in desk.words(".messagelist")


def test_without_scripts_one_item_is_recorded_by_paragraph_and_words(window):
    source = article(TEXT)
    desk = window(OWNER, java_script_enabled=False)
    page, before = desk.page, head()
    desk.go(session_of(source))
    assert "Kim Hong-kyun" in desk.words("#article") and not page.locator("#desk").is_visible()
    page.select_option("#plain-item", "incident")
    page.get_by_role("button", name="Go on").click()
    page.fill("#plain-paragraph", "2")
    page.fill("#plain-words", "meminta Dubes Rusia")
    page.fill("#plain-title-en", "A summons")
    page.select_option("[name=r0-value]", "SUMMONS")
    page.get_by_role("button", name="Record", exact=True).click()
    assert "2 events were recorded" in desk.words(".messagelist")
    assert types_of(events_since(before)) == ["IncidentOpened", "SourceAssessed"]
    assert page.locator("#article mark").inner_text() == "meminta Dubes Rusia"


def test_without_the_text_a_known_place_serves(window):
    source = article(TEXT, held=False)
    desk = sit_down(window, source)
    page, before = desk.page, head()
    page.fill("#by-hand-paragraph", "2")
    page.fill("#by-hand-start", "40")
    page.fill("#by-hand-end", "47")
    page.fill("#by-hand-words", "meminta")
    page.get_by_role("button", name="Use this place").click()
    page.get_by_role("button", name="Incident i").click()
    page.keyboard.type("summ")
    page.keyboard.press("Control+Enter")
    assert record(page) == []
    assert types_of(events_since(before)) == ["IncidentOpened", "SourceAssessed"]
    assert page.get_by_role("button", name="Use this place").count() == 2  # by hand, and the passage that is known now


def test_the_list_of_sources_leads_to_taking_in(window):
    desk = window(OWNER)
    desk.go(reverse("admin:incidents_source_changelist"))
    desk.page.get_by_role("link", name="Take in an article").click()
    assert "Take in an article" in desk.words("h1")
