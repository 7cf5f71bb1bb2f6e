"""axe finds nothing on our pages under the rules of WCAG 2.2 AA: in both languages, in light and in dark."""

from pathlib import Path

import pytest
from django.urls import reverse

from incidents.imports.articles import attach_folder
from incidents.models import Actor, Incident, Link, Source, Statement
from tests.browser.article import select
from tests.people import COLLEAGUE, OWNER

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
FORMS = {
    "incident": ("title", "claim", "note", "link", "candidates", "merge", "withdraw", "submit"),
    "statement": ("report",),
    "actor": ("claim", "merge"),
    "source": ("correct", "credit", "grade", "review"),
    "link": ("correct",),
}
WORK_LISTS = ("mine", "to-review", "disputed", "without-evidence", "without-text")
# The pages that are looked at in the other two of language and scheme.
CORE = ("index", "list of incident", "incident", "source", "incident: link", "claim of a participant", "intake")
SHORTER = (("en", "dark"), ("id", "light"))
RUN = """async (tags) => {
  const found = await axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
  const told = ({ target, failureSummary }) => `${target.join(" ")} ${failureSummary.replace(/\\s+/g, " ")}`;
  return found.violations.map(({ id, nodes }) => `${id} (${nodes.length}): ${nodes.slice(0, 4).map(told).join(" ; ")}`);
}"""


def findings(desk):
    """Return what axe finds. It measures with styles of its own, which our policy refuses: that is no fault of ours."""
    with desk.unwatched():
        desk.page.evaluate(AXE)
        return desk.page.evaluate(RUN, RULES)


def none_in(found):
    assert not any(found.values()), "\n".join(f"{name}: {line}" for name, lines in found.items() for line in lines)


def pages():
    """Return the addresses of the pages that are looked at, by name."""
    summons = Incident.objects.filter(type="SUMMONS").order_by("-sort_date").first()
    records = {
        "incident": summons,
        "statement": Statement.objects.filter(incident=summons).order_by("id").first(),
        "actor": Actor.objects.filter(kind="person").order_by("sort_name").first(),
        "source": Source.objects.get(file__startswith="001"),
        "link": Link.objects.order_by("id").first(),
    }
    lists = (*records, "claim", "event", "sourcetext")
    return {
        "index": reverse("admin:index"),
        **{f"list of {kind}": reverse(f"admin:incidents_{kind}_changelist") for kind in lists},
        **{kind: reverse(f"admin:incidents_{kind}_change", args=[row.id]) for kind, row in records.items()},
        "intake": reverse("admin:incidents_source_add"),
        "open an incident": reverse("admin:incidents_incident_add"),
        **{f"{kind}: {form}": form_of(records[kind], form) for kind, forms in FORMS.items() for form in forms},
        "claim of a date": f"{form_of(summons, 'claim')}?property=date",
        "claim of a participant": f"{form_of(summons, 'claim')}?property=participant",
        **{f"work list {name}": reverse("admin:work", args=[name]) for name in WORK_LISTS},
        "search for an office": f"{reverse('admin:incidents_actor_changelist')}?q=ambassador+of+Russia+on+2024-06-21",
        "as of": f"{reverse('admin:incidents_incident_change', args=[summons.id])}?as_of=350",
    }


def form_of(row, name):
    return reverse(f"admin:incidents_{row._meta.model_name}_{name}", args=[row.id])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "id"])
def test_axe_finds_nothing(window, seeded, language, scheme):
    desk = window(None, language=language, color_scheme=scheme)
    desk.go(reverse("admin:login"))
    found = {"login": findings(desk)}
    desk.log_in(COLLEAGUE)
    every = pages()
    for name in CORE if (language, scheme) in SHORTER else every:
        desk.go(every[name])
        found[name] = findings(desk)
    none_in(found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "id"])
def test_axe_finds_nothing_in_a_session(window, seeded, seed_articles, language, scheme):
    attach_folder(seed_articles)
    source = Source.objects.get(file__startswith="001")
    desk = window(OWNER, language=language, color_scheme=scheme)
    desk.expected = {400, 422}
    page = desk.page
    desk.go(reverse("admin:incidents_source_session", args=[source.id]))
    page.wait_for_selector("#desk-ready", state="attached")
    found = {"empty": findings(desk)}
    for number, key in enumerate(("i", "s", "c", "n", "a", "r", "o")):
        select(page, "Kim Hong-kyun")
        page.keyboard.press(key)
        if number in (0, 1, 3, 6):
            found[f"item {number}"] = findings(desk)
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#basket .errors")
    found["refused"] = findings(desk)
    none_in(found)
