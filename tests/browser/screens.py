"""Makes the pictures of docs/screens/: `python -m pytest -m browser tests/browser/screens.py`.

They show the seeds without their articles, and an article of our own: no sentence of others is in them.
"""

from pathlib import Path

from django.urls import reverse

from incidents.dispatch import dispatch
from incidents.domain.incident import RetitleIncident
from incidents.models import Incident
from tests.admin.session.support import article, session_of
from tests.browser.article import pick, select
from tests.factories import id_of
from tests.paths import ROOT
from tests.people import COLLEAGUE, OWNER

SCREENS = ROOT / "docs" / "screens"
LARGEST = 150_000  # bytes
SIZE = {"width": 1200, "height": 760}
TALL = {"width": 1200, "height": 1150}
TEXT = (
    "Seoul memanggil Dubes Rusia\n"
    "\n"
    "SEOUL – Kemlu meminta Dubes Rusia Georgy Zinoviev datang pada hari Senin, 21 Oktober 2024.\n"
    "Di sana Kim Hong-kyun menuntut agar semua prajurit pulang.\n"
    "Zinoviev menjawab bahwa kerja sama itu tidak ditujukan kepada siapa pun.\n"
)


def shoot(page, name: str) -> None:
    path = Path(SCREENS / f"{name}.png")
    path.parent.mkdir(exist_ok=True)
    page.screenshot(path=path, animations="disabled")
    assert path.stat().st_size < LARGEST, f"{path.name} has {path.stat().st_size} bytes"


def summonses():
    return Incident.objects.filter(type="SUMMONS").order_by("sort_date")


def test_article_session(window, seeded):
    desk = window(OWNER, viewport=TALL)
    desk.go(session_of(article(TEXT, title="Seoul memanggil Dubes Rusia")))
    page, keys = desk.page, desk.page.keyboard
    select(page, "menuntut agar semua prajurit pulang")
    keys.press("s")
    select(page, "Kim Hong-kyun")
    keys.press("p")
    pick(page)
    keys.press("Control+ArrowDown")
    keys.type("demand")
    keys.press("Control+Enter")
    select(page, "meminta Dubes Rusia")
    keys.press("i")
    keys.type("summ")
    select(page, "hari Senin")
    keys.press("d")
    keys.type("2024-10-21")
    select(page, "Kim Hong-kyun")
    keys.press("p")
    pick(page)
    select(page, "Georgy Zinoviev")
    keys.press("p")
    page.wait_for_selector(":focus[aria-expanded=true]")
    shoot(page, "article-session")


def test_incident(window, seeded):
    desk = window(OWNER, viewport=SIZE)
    desk.go(reverse("admin:incidents_incident_change", args=[summonses().last().id]))
    shoot(desk.page, "incident")
    desk.page.locator("#history").scroll_into_view_if_needed()
    desk.page.evaluate("document.querySelector('#history').scrollIntoView()")
    shoot(desk.page, "history")


def test_linking(window, seeded):
    desk = window(OWNER, viewport=SIZE)
    ids = ",".join(str(row.id) for row in summonses())
    desk.go(reverse("admin:incidents_incident_link_selected", query={"ids": ids}))
    shoot(desk.page, "linking")


def test_conflict(window, seeded):
    incident = summonses().last()
    desk = window(OWNER, viewport=SIZE)
    desk.expected = {409}
    desk.go(reverse("admin:incidents_incident_title", args=[incident.id]))
    desk.page.fill("[name=title_en]", "Seoul calls in the Russian ambassador over troops")
    dispatch(
        RetitleIncident(id=id_of(incident), title={"en": "Seoul summons Russia's ambassador"}),
        person=COLLEAGUE,
        reason="Shorter",
    )
    with desk.page.expect_navigation():
        desk.page.locator("form.command input[type=submit]").first.click()
    shoot(desk.page, "conflict")
