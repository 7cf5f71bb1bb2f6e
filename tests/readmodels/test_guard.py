"""Nobody writes a read model but the projection."""

import pytest
from django.db import connection

from incidents.dispatch import dispatch
from incidents.domain.incident import PublishIncident, ReviewIncident, SubmitIncident
from incidents.log.errors import WriteOutsideDispatchError
from incidents.models import Event
from incidents.readmodels import models as readmodels
from incidents.readmodels import publication, rebuild
from incidents.readmodels.tables import ALL, LIVE
from tests.factories import IncidentFactory, StatementFactory, id_of
from tests.people import COLLEAGUE, OWNER
from tests.readmodels.ledger import all_rows

pytestmark = pytest.mark.django_db

MODELS = [getattr(readmodels, name) for name in readmodels.__all__]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_the_orm_writes_no_row(model):
    row = model()
    writes = (
        row.save,
        lambda: model.objects.bulk_create([row]),
        lambda: model.objects.update(**{model._meta.pk.attname: None}),
        lambda: model.objects.all().delete(),
    )
    for write in writes:
        with pytest.raises(WriteOutsideDispatchError):
            write()


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)
@pytest.mark.parametrize("sql", ["DELETE FROM {}", "UPDATE {} SET {}={}", "INSERT INTO {} SELECT * FROM {}"])
def test_nor_does_sql_through_django(table, sql):
    name, key = LIVE.name(table), table.key
    statement = sql.format(name, key, key) if "SET" in sql else sql.format(name, name)
    with pytest.raises(WriteOutsideDispatchError), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("fails", ["update_incidents", "update_statements"])
def test_a_projection_that_fails_half_way_leaves_nothing(monkeypatch, fails):
    """The rows are written by then, the public intervals are not."""
    incident = IncidentFactory()
    StatementFactory(incident=incident)
    dispatch(SubmitIncident(id=id_of(incident)), person=OWNER)
    before, events = all_rows(), Event.objects.count()
    publishing = [ReviewIncident(id=id_of(incident), decision="approve"), PublishIncident(id=id_of(incident))]

    def fail(*_):
        raise RuntimeError("no more")

    with monkeypatch.context() as patch, pytest.raises(RuntimeError, match="no more"):
        patch.setattr(publication, fails, fail)
        dispatch(publishing, person=COLLEAGUE)
    assert (all_rows(), Event.objects.count()) == (before, events)
    dispatch(publishing, person=COLLEAGUE)
    assert rebuild.check() == {}
