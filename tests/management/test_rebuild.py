"""manage.py rebuild: computes every row anew; with --check it only says whether they differ."""

import pytest
from django.core.management import CommandError

from incidents.log import guard, read
from incidents.models import Actor, Facet, Incident, IncidentVersion
from incidents.readmodels import rebuild
from incidents.readmodels.errors import RebuildError
from tests.imports.support import log_rows, read_model_rows, run, wipe

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small")]


def retitle() -> None:
    Incident.objects.update(title="Nothing happened")


def forget_an_actor() -> None:
    Actor.objects.order_by("id").first().delete()


def stretch_a_version() -> None:
    IncidentVersion.objects.filter(to_position=None).update(to_position=9)


def add_a_facet() -> None:
    facet = Facet.objects.first()
    facet.pk = "00000000-0000-4000-8000-000000000000"
    facet.save(force_insert=True)


def test_what_is_as_it_should_be_is_left_alone():
    position = read.head().position
    assert run("rebuild", check=True) == f"read models equal the log up to position {position}\n"


def test_a_rebuild_gives_the_rows_that_were_there():
    log, rows = log_rows(), read_model_rows()
    assert run("rebuild") == f"read models rebuilt up to position {read.head().position}\n"
    assert (log_rows(), read_model_rows()) == (log, rows)


@pytest.mark.parametrize(
    ("spoil", "table"),
    [
        (retitle, "incidents_incident: 2 rows"),
        (forget_an_actor, "incidents_actor: 1 rows"),
        (stretch_a_version, "incidents_incidentversion: 2 rows"),
        (add_a_facet, "incidents_facet: 1 rows"),
    ],
)
def test_a_difference_is_named_and_mended(spoil, table):
    rows = read_model_rows()
    with guard.writing():
        spoil()
    with pytest.raises(CommandError, match=rf"the read models differ from the log \({table}\); run manage\.py rebuild"):
        run("rebuild", check=True)
    run("rebuild")
    assert read_model_rows() == rows
    assert "equal" in run("rebuild", check=True)


def test_an_empty_log_gives_empty_tables():
    wipe()
    assert run("rebuild") == "read models rebuilt up to position 0\n"
    assert not any(read_model_rows().values())


@pytest.mark.parametrize("check", [True, False])
def test_another_one_under_way_is_said(monkeypatch, check):
    def refuse(*_) -> None:
        raise RebuildError("Another rebuild is under way; wait until it has ended.")

    monkeypatch.setattr(rebuild, "check" if check else "rebuild", refuse)
    with pytest.raises(CommandError, match=r"^Another rebuild is under way; wait until it has ended\.$"):
        run("rebuild", check=check)
