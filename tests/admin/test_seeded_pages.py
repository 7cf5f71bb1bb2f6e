"""Every page of the tracker with the seeds, in both languages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents import models
from incidents.admin import ADMINS
from incidents.admin.filters import Choice
from incidents.models import Incident
from tests.admin.support import browser_of, list_of, page_of, panel, text
from tests.people import OWNER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
OURS = [getattr(models, name) for name in models.__all__]
SUMMONS = "b8fabfb0-5852-5863-8287-e2b8cfbad949"  # of June 2024


@pytest.mark.parametrize("language", ["en", "id"])
def test_every_page_is_shown(language):
    browser = browser_of(OWNER.__class__("dana", frozenset(("administrator",))), language=language)
    for model in OURS:
        assert browser.get(list_of(model)).status_code == 200
        for row in model.objects.order_by("pk")[:: max(1, model.objects.count() // 3)]:
            with CaptureQueriesContext(connection) as captured:
                assert browser.get(page_of(row)).status_code == 200
            assert len(captured) <= 35, page_of(row)


def test_every_filter_accepts_what_it_offers(superuser):
    for model in ADMINS:
        for spec in superuser.get(list_of(model)).context["cl"].filter_specs:
            if isinstance(spec, Choice):
                last = spec.lookup_choices[-1][0]
                address = list_of(model, **{spec.parameter_name: last})
                assert superuser.get(address).status_code == 200, address


def test_the_summons_of_june(superuser):
    response = superuser.get(page_of(Incident.objects.get(id=SUMMONS)))
    summary = panel(response, "summary")
    assert "Initiators South Korea" in summary
    assert "Targets Russia" in summary
    shown = panel(response, "claims")
    assert "as First Vice Minister of Foreign Affairs, on behalf of South Korea counts" in shown
    assert "does not count" in shown
    assert "through Reuters, wire" in shown
    assert panel(response, "statements").count("disputed") >= 1
    assert "responds to RESPONDS_TO Russia and North Korea conclude a pact" in panel(response, "links")
    history = panel(response, "history")
    assert history.index("incident published") < history.index("incident opened")


def test_no_id_stands_where_a_name_is_known(superuser):
    response = superuser.get(page_of(Incident.objects.get(id=SUMMONS)))
    words = text(response)
    for actor in models.Actor.objects.values_list("id", flat=True):
        assert str(actor) not in words
