"""An article is taken in and coded in one session: what the page shows, and what is in the log afterwards."""

import pytest
from django.urls import reverse

from incidents.models import Incident, Source, SourceText
from tests.browser.article import TEXT, pick, place_of, record, select
from tests.browser.support import batches_of, events_since, head, people_of, types_of
from tests.people import OWNER


def take_in(window, text=TEXT, **fields):
    """Take an article in through its form, as a curator does; returns the source."""
    window.go(reverse("admin:incidents_source_add"))
    page = window.page
    page.fill("[name=pasted]", text)
    for name, value in {"headline": "Nota <script>alert(1)</script>", **fields}.items():
        page.fill(f"[name={name}]", value)
    page.click("input[type=submit].default")
    page.wait_for_selector("#desk-ready", state="attached")
    return Source.objects.get(text_sha256__in=SourceText.objects.filter(text=text).values("text_sha256"))


def code_the_summons(page):
    """Code an incident with date and two participants, one of them new, and a statement in it; open is nothing."""
    keys = page.keyboard
    select(page, "meminta Dubes Rusia")
    keys.press("i")
    keys.type("summ" if page.evaluate("document.documentElement.lang") == "en" else "pemang")
    select(page, "hari Senin")
    keys.press("d")
    keys.type("2024-10-21")
    select(page, "Kim Hong-kyun")
    keys.press("p")
    pick(page)
    select(page, "Georgy Zinoviev")
    keys.press("p")
    pick(page)
    keys.press("Control+Enter")
    select(page, "menuntut agar semua prajurit pulang")
    keys.press("s")
    select(page, "Rudi Uji")
    keys.press("p")
    pick(page)  # the last one offered: nobody is called so yet
    keys.press("Control+ArrowDown")
    keys.type("demand" if page.evaluate("document.documentElement.lang") == "en" else "menuntut")
    keys.press("Control+ArrowDown")
    keys.type("He wants the soldiers to go home")
    keys.press("Control+Enter")


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_short_article_is_coded_in_one_session(window, seeded, language):
    desk = window(OWNER, language=language)
    before = head()
    source = take_in(desk)
    assert types_of(events_since(before)) == ["SourceRegistered"]
    assert source.held and source.length == len(TEXT)
    assert "<script>" in desk.words("h1")  # shown, never run
    before = head()

    code_the_summons(desk.page)
    listed = desk.words("#basket")
    assert "Kim Hong-kyun" in listed and "Georgy Zinoviev" in listed and "Rudi Uji" in listed
    assert record(desk.page) == []
    desk.page.locator(".messagelist .success", has_text="4").wait_for()

    events = events_since(before)
    assert types_of(events) == ["ActorRegistered", "IncidentOpened", "StatementRecorded", "SourceAssessed"]
    assert len(batches_of(events)) == 1 and people_of(events) == {OWNER.name}
    actor, incident, statement, assessed = (event.data for event in events)
    claims = {claim["property"].split(":")[0]: claim for claim in incident["claims"]}
    assert claims["type"]["value"] == "SUMMONS" and claims["date"]["value"] == "2024-10-21"
    assert place_of("meminta Dubes Rusia").items() <= claims["type"]["evidence"][0].items()
    assert place_of("hari Senin").items() <= claims["date"]["evidence"][0].items()
    assert claims["type"]["evidence"][0]["paragraph"] == 2
    roles = [claim["property"].split(":")[2] for claim in incident["claims"] if claim["property"].startswith("part")]
    assert roles == ["summoner", "summoned"]
    row = Incident.objects.get(id=events[1].stream_id)
    assert [row.initiator.country, row.target.country] == [
        "KOR",
        "RUS",
    ]  # whom they act for follows from their countries
    assert actor["claims"][0]["value"]["text"]["personal"] == "Rudi Uji"
    said = {claim["property"]: claim["value"] for claim in statement["claims"]}
    assert said["speaker"] == {"actors": [str(events[0].stream_id)], "mode": "alone"}
    assert said["incident"] == str(events[1].stream_id) and said["act"] == "DEMAND"
    assert place_of("menuntut agar semua prajurit pulang").items() <= statement["reports"][0].items()
    assert assessed["assessment"] == {"outcome": "coded"}

    assert desk.page.locator("#article mark").count() >= 4
    assert desk.page.locator("#basket li").count() == 0
    assert "4" in desk.words(".messagelist .success")
