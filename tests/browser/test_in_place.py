"""Forms that open beside what they are about: by mouse and by keys, with names, dates and passages read while typed."""

from incidents.models import Claim, SourceText
from tests.admin.support import page_of
from tests.browser.support import events_since, head, types_of
from tests.factories import ActorFactory, IncidentFactory, SourceFactory, digest, passage
from tests.people import OWNER

TEXT = "First line of it.\n\nThe envoy came on Friday.\n"


def make_article():
    SourceText.objects.create(text_sha256=digest(TEXT), file_sha256=digest("file"), text=TEXT)
    outlet = ActorFactory(outlet=True, name="The Daily")
    return SourceFactory(
        outlet=outlet, about={"title": "Envoy called in", "text_sha256": digest(TEXT), "length": len(TEXT)}
    )


def test_evidence_is_added_in_place_by_keys(window):
    article = make_article()
    incident = IncidentFactory(claims={"date": "2024-06-21"}, evidence=(passage(SourceFactory()),))
    told = Claim.objects.get(subject_id=incident.id, property="date")
    desk = window(OWNER)
    desk.go(page_of(incident))
    link = desk.page.locator(f"#claim-{told.id} .offers a", has_text="Add evidence")
    link.focus()
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_selector(".in-place")
    assert link.get_attribute("aria-expanded") == "true"
    assert desk.page.evaluate("document.activeElement.name") == "source"
    desk.page.keyboard.type("Envoy called")
    desk.page.wait_for_selector(".found [role=option]")
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("Enter")
    assert desk.page.input_value(".in-place [name=source_id]") == str(article.id)
    desk.page.keyboard.press("Tab")
    desk.page.keyboard.type("came on Friday")
    desk.page.wait_for_selector(".quotation mark")
    assert desk.words(".quotation mark") == "came on Friday"
    before = head()
    desk.page.click(".in-place [type=submit]")
    desk.page.wait_for_selector(".messagelist .success")
    assert types_of(events_since(before)) == ["EvidenceAdded"]
    assert len(Claim.objects.get(id=told.id).evidence) == 2
    assert "The envoy came on Friday." in desk.words(f"#claim-{told.id}")


def test_a_form_in_place_is_closed_and_gives_way_to_another(window):
    incident = IncidentFactory(claims={"date": "2024-06-21"})
    desk = window(OWNER)
    desk.go(page_of(incident))
    desk.page.click("ul.commands a:has-text('Change the title')")
    desk.page.wait_for_selector(".in-place [name=title_en]")
    assert desk.words(".in-place h3") == "Change the title"
    desk.page.click("ul.commands a:has-text('Add a note')")
    desk.page.wait_for_selector(".in-place [name=text]")
    assert desk.page.locator(".in-place").count() == 1
    desk.page.keyboard.press("Escape")
    assert desk.page.locator(".in-place").count() == 0
    assert desk.page.evaluate("document.activeElement.textContent") == "Add a note"


def test_a_date_says_what_it_means_while_it_is_typed(window):
    incident = IncidentFactory()
    desk = window(OWNER)
    desk.go(f"{page_of(incident).removesuffix('change/')}claim/?property=date")
    desk.page.fill("[name=value_value]", "2024-06")
    desk.page.locator(".meaning", has_text="2024-06-30").wait_for()
    desk.page.fill("[name=value_value]", "Friday")
    desk.page.wait_for_selector(".meaning.unreadable")


def test_forms_in_place_have_pages_of_their_own_without_scripts(window):
    incident = IncidentFactory()
    desk = window(OWNER, java_script_enabled=False)
    desk.go(page_of(incident))
    before = head()
    desk.page.click("ul.commands a:has-text('Add a note')")
    desk.page.fill("[name=text]", "Without a script.")
    desk.page.click("#content-main [type=submit]")
    assert types_of(events_since(before)) == ["NoteAdded"]
    assert "Without a script." in desk.words("#notes")
