"""Nothing is saved or deleted behind the log's back, and nothing is written to Django's own history."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from incidents import models
from incidents.admin import ADMINS, site
from incidents.log import guard
from incidents.models import Event, Incident, Receipt
from tests.admin.support import list_of, page_of
from tests.factories import IncidentFactory, LinkFactory, SourceFactory, StatementFactory

OURS = [getattr(models, name) for name in models.__all__]
# Tokens are no part of the record: tests/api/test_token_admin.py.
SHOWN = [model for model in ADMINS if model._meta.app_label == "incidents" and model is not models.Token]
ADDED = (models.Incident, models.Statement, models.Actor, models.Source, models.Link)
EMPTY = (models.RedactionDoor,)


@pytest.fixture
def row_of(db):
    """Return a row of any model of ours, None of those that are always empty."""
    incident = IncidentFactory(published=True)
    StatementFactory(incident=incident)
    LinkFactory(start=incident)
    SourceFactory()
    models.SourceText.objects.create(text_sha256="a" * 64, file_sha256="b" * 64, text="Some words.")
    with guard.writing():
        Receipt.objects.create(
            id=incident.id, person="alice", key="k", body_sha256="c" * 64, first_position=1, last_position=1
        )
    return lambda model: model.objects.order_by("pk").first()


def test_every_model_is_shown():
    assert set(ADMINS) >= set(OURS)
    assert set(site._registry) == set(ADMINS)


def test_actions_send_commands_and_delete_nothing(superuser):
    request = superuser.get("/admin/").wsgi_request
    records = (models.Incident, models.Statement, models.Source, models.Claim, models.Link, models.Actor)
    for model in SHOWN:
        actions = site.get_model_admin(model).get_actions(request)
        assert "delete_selected" not in actions
        assert model in records or actions == {}
        assert site.get_model_admin(model).list_editable == ()
    assert dict(site.actions) == {}


@pytest.mark.parametrize("model", SHOWN, ids=lambda model: model.__name__)
def test_no_row_is_saved_or_deleted_by_django(superuser, row_of, model):
    """What is added comes in through commands; pages of rows take nothing, and nothing is deleted."""
    name = f"admin:incidents_{model._meta.model_name}"
    adds = model in ADDED
    assert superuser.get(reverse(f"{name}_add")).status_code == (200 if adds else 403)
    events, rows = Event.objects.count(), model.objects.count()
    assert superuser.post(reverse(f"{name}_add"), {"id": "1", "_save": "1"}).status_code == (422 if adds else 403)
    row = row_of(model)
    if row is None:
        assert model in EMPTY
        return
    before = model.objects.filter(pk=row.pk).values().get()
    page = page_of(row)
    assert superuser.get(page).status_code == 200
    assert superuser.post(page, {"title": "Other", "_save": "1"}).status_code == 403
    for method in (superuser.get, superuser.post):
        assert method(page.replace("/change/", "/delete/")).status_code == 403
    assert model.objects.filter(pk=row.pk).values().get() == before
    assert (Event.objects.count(), model.objects.count()) == (events, rows)


def test_pages_have_no_form_that_writes_but_those_of_the_frame(superuser, row_of):
    for model in SHOWN:
        row = row_of(model)
        if row is not None:
            page = superuser.get(page_of(row)).content.decode()
            assert page.count('method="post"') == page.count('id="logout-form"') + page.count('class="language"') == 2


def test_selected_rows_are_not_deleted(superuser):
    incident = IncidentFactory()
    superuser.post(
        list_of(Incident), {"action": "delete_selected", "_selected_action": str(incident.id), "post": "yes"}
    )
    assert Incident.objects.filter(id=incident.id).exists()


def test_looking_writes_nothing(superuser, row_of):
    events = Event.objects.count()
    for model in SHOWN:
        superuser.get(list_of(model))
    superuser.get("/admin/")
    assert Event.objects.count() == events
    assert LogEntry.objects.count() == 0


def test_the_history_page_leads_to_the_log(curator):
    incident = IncidentFactory()
    response = curator.get(reverse("admin:incidents_incident_history", args=[incident.id]))
    assert response.status_code == 302
    assert response.url == f"{page_of(incident)}#history"
