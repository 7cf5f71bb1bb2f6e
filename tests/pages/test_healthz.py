"""/healthz: 200 where all is well, else 503 with what is not."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from incidents.log import triggers
from tests.factories import IncidentFactory

ADDRESS = "/healthz"


def test_a_healthy_tracker(client, db):
    IncidentFactory()
    response = client.get(ADDRESS)
    assert response.status_code == 200
    told = response.json()
    assert told["healthy"] is True
    assert told["database"] == {"ok": True, "vendor": connection.vendor}
    assert told["migrations"] == {"ok": True, "missing": []}
    assert told["triggers"] == {"ok": True, "missing": []}
    assert told["head"]["position"] == 1
    assert len(told["head"]["hash"]) == 64


def test_an_empty_log_is_healthy(client, db):
    assert client.get(ADDRESS).json()["head"]["position"] == 0


def test_nobody_has_to_log_in_and_nothing_is_kept(client, db):
    response = client.get(ADDRESS)
    assert response.headers["Content-Type"] == "application/json"
    assert not response.cookies


def test_missing_triggers_are_named(client, db):
    with triggers.lifted(connection):
        missing = triggers.missing(connection)
        response = client.get(ADDRESS)
    assert response.status_code == 503
    told = response.json()
    assert told["healthy"] is False
    assert told["triggers"] == {"ok": False, "missing": missing}
    assert missing
    assert told["database"]["ok"] is True
    assert client.get(ADDRESS).status_code == 200


def test_missing_migrations_are_named(client, db):
    MigrationRecorder(connection).record_unapplied("incidents", "0002_roles")
    response = client.get(ADDRESS)
    assert response.status_code == 503
    told = response.json()
    assert told["migrations"]["ok"] is False
    assert "incidents.0002_roles" in told["migrations"]["missing"]


@pytest.fixture
def database_down(db, monkeypatch):
    """A connection that can neither be opened nor used."""

    def refuse(*_: object, **__: object) -> None:
        raise OperationalError("connection refused: secret-host:5432")

    monkeypatch.setattr(connection, "ensure_connection", refuse)
    monkeypatch.setattr(connection, "is_usable", lambda: False)
    with connection.execute_wrapper(refuse):
        yield
    monkeypatch.undo()


def test_a_database_that_is_down_is_told_without_its_address(client, database_down):
    response = client.get(ADDRESS)
    assert response.status_code == 503
    told = response.json()
    assert told["healthy"] is False
    assert told["database"] == {"ok": False, "error": "OperationalError"}
    assert not any(told[part]["ok"] for part in ("migrations", "triggers", "head"))
    assert "secret-host" not in response.content.decode()


def test_production_answers_probes_without_a_redirect(client, db, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    assert client.get(ADDRESS).status_code == 200
