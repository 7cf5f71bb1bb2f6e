"""The tables of the log. They are written through `append`, `receipts` and `redact` only.

`incidents.models` re-exports them; the app's label is given because this module lies below the app's own.
"""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from incidents.log.canonical import CanonicalEncoder


class PositionField(models.BigIntegerField):
    """A 64-bit key that is SQLite's own row id, so that reading by position is one scan without a second index."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)


class Event(models.Model):
    """One fact about the record, at its place in the log. Never changed, never deleted."""

    position = PositionField(primary_key=True)
    event_id = models.UUIDField(unique=True)
    stream_id = models.UUIDField()
    stream_kind = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    type = models.CharField(max_length=64)
    schema = models.PositiveSmallIntegerField()
    data = models.JSONField(encoder=CanonicalEncoder)
    metadata = models.JSONField(encoder=CanonicalEncoder)
    recorded_at = models.DateTimeField()
    hash = models.CharField(max_length=64)

    class Meta:
        app_label = "incidents"
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("stream_id", "version"), name="event_stream_version"),)
        indexes = (models.Index(fields=("recorded_at", "position"), name="event_recorded_at"),)

    def __str__(self) -> str:
        return f"{self.position} {self.type}"


class Receipt(models.Model):
    """What became of a command that a person sent under a key of their own; its id follows from both."""

    id = models.UUIDField(primary_key=True)
    person = models.CharField(max_length=150)
    key = models.CharField(max_length=200)
    body_sha256 = models.CharField(max_length=64)
    first_position = models.BigIntegerField()
    last_position = models.BigIntegerField(db_index=True)

    class Meta:
        app_label = "incidents"
        constraints = (models.UniqueConstraint(fields=("person", "key"), name="receipt_person_key"),)

    def __str__(self) -> str:
        return f"{self.person} {self.key}"


class RedactionDoor(models.Model):
    """The position whose data may change just now: a row exists only while `redact.redact_field` runs."""

    position = models.BigIntegerField(primary_key=True)

    class Meta:
        app_label = "incidents"

    def __str__(self) -> str:
        return str(self.position)


def tables() -> dict[str, Any]:
    """Names of the log's tables, by what they hold."""
    return {
        "event": Event._meta.db_table,
        "receipt": Receipt._meta.db_table,
        "door": RedactionDoor._meta.db_table,
    }
