"""The tables of the log. They are written through `append`, `receipts` and `redact` only.

`incidents.models` re-exports them; the app's label is given because this module lies below the app's own.
"""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Col
from django.db.models.sql.compiler import SQLCompiler
from django.utils.functional import cached_property

from incidents.log.canonical import canonical_bytes


class PositionField(models.BigIntegerField):
    """A 64-bit key that is SQLite's own row id, so that reading by position is one scan without a second index."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)


class CanonicalJSONField(models.JSONField):
    """JSON kept as the very text that was hashed, on both databases: PostgreSQL's jsonb would reorder its keys.

    So nothing is decoded to be verified or exported. Look-ups still work: on PostgreSQL they cast to jsonb.
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        return "json" if connection.vendor == "postgresql" else super().db_type(connection)

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        # Look-ups of whole values: SQLite compares text.
        as_text = connection.vendor == "sqlite"
        return canonical_bytes(value).decode() if as_text else super().get_db_prep_value(value, connection, prepared)

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> str:
        return canonical_bytes(value).decode()

    def get_col(self, alias: str, output_field: models.Field | None = None) -> Col:
        return JsonbCol(alias, self, output_field)

    @cached_property
    def cached_col(self) -> Col:
        return JsonbCol(self.model._meta.db_table, self)


class JsonbCol(Col):
    """A column of text that is compared, and fetched, as jsonb on PostgreSQL."""

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        """The column, cast."""
        statement, parameters = self.as_sql(compiler, connection)
        return f"({statement})::jsonb", parameters


class Event(models.Model):
    """One fact about the record, at its place in the log. Never changed, never deleted."""

    position = PositionField(primary_key=True)
    event_id = models.UUIDField(unique=True)
    stream_id = models.UUIDField()
    stream_kind = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    type = models.CharField(max_length=64)
    schema = models.PositiveSmallIntegerField()
    data = CanonicalJSONField()
    metadata = CanonicalJSONField()
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
