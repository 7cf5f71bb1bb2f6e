"""The guards of conftest.py hold."""

import socket
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client

from incidents.log import lock, read, triggers
from incidents.log.append import NewEvent, append
from tests.factories import ActorFactory, SourceFactory, uid


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.org", 80), ("10.0.0.1", 5432)])
def test_nothing_outside_this_machine_is_reached(address):
    with socket.socket() as probe, pytest.raises(AssertionError, match="tests stay on this machine"):
        probe.connect(address)


def test_this_machine_is_reached():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_finds_an_empty_log_that_refuses_changes(turn):
    assert read.head().position == 0
    assert triggers.missing(connection) == []
    event = NewEvent(
        event_id="0190b0a0-0000-7000-8000-000000000001",
        stream_id="0190b0a0-0000-7000-8000-000000000002",
        stream_kind="sample",
        version=1,
        type="Sampled",
        schema=1,
        data={},
        metadata={"person": "alice"},
    )
    with lock.writer():
        append([event], recorded_at=datetime(2024, 6, 21, tzinfo=UTC))
    assert read.head().position == 1


@pytest.mark.parametrize("turn", [1, 2])
def test_each_client_finds_the_static_files(turn):
    assert Client().get("/static/admin/css/base.css").status_code == 200
    assert Client().get("/static/admin/css/none.css").status_code == 404


def test_factories_count_from_the_beginning_in_each_module():
    """No other test of this module makes a record."""
    assert SourceFactory.build().id == uid("source", 0)
    assert ActorFactory.build().id == uid("actor", 0)
