"""What the tables share. Rows are written by `readmodels.write` alone; ids and keys follow from the log."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Record(models.Model):
    """A current row: the record's own id is the key."""

    id = models.UUIDField(_("id"), primary_key=True, editable=False)

    class Meta:
        abstract = True


class Version(models.Model):
    """A row as it stood from one position up to, but not including, another one; None while it stands.

    `key` is the record's id and `from_position`. No foreign keys: what a past row names may have gone since.
    """

    key = models.CharField(_("key"), max_length=60, primary_key=True, editable=False)
    record_id = models.UUIDField(_("record"))
    from_position = models.BigIntegerField(_("from position"))
    to_position = models.BigIntegerField(_("to position"), null=True)

    class Meta:
        abstract = True


class Published(models.Model):
    """The positions between which the public sees this version, None where it never does, or while it still does; and
    the incident that it was approved with.
    """

    public_from = models.BigIntegerField(_("public from"), null=True)
    public_to = models.BigIntegerField(_("public to"), null=True)
    public_with = models.UUIDField(_("published with"), null=True)

    class Meta:
        abstract = True


def actor_key(verbose_name: Any) -> models.ForeignKey:
    """A reference to an actor. The log holds what it refers to, so the database need not check it again."""
    return models.ForeignKey(
        "incidents.Actor",
        verbose_name=verbose_name,
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )


def json_list(verbose_name: Any) -> models.JSONField:
    """A JSON list; empty rather than null."""
    return models.JSONField(verbose_name, default=list, blank=True)


def json_object(verbose_name: Any) -> models.JSONField:
    """A JSON object, or null."""
    return models.JSONField(verbose_name, null=True, blank=True)


def version_indexes(prefix: str, sort: str) -> list[models.Index]:
    """The indexes of a versions table: pages in sort order as of a position, one record's versions, what changed since.

    Versions begin in the order of positions, so that the last index only ever grows at its end.
    """
    return [
        models.Index(fields=[sort, "record_id", "from_position", "to_position"], name=f"{prefix}_asof"),
        models.Index(fields=["record_id", "from_position"], name=f"{prefix}_record"),
        models.Index(fields=["from_position"], name=f"{prefix}_since"),
    ]


def merged_index(prefix: str, field: str = "merged_into_id") -> models.Index:
    """The index for what was merged into a record; most rows were not and stay out of it.

    A full one misleads SQLite: it would answer “not merged” from it and then sort the whole table for one page.
    """
    return models.Index(fields=[field], name=f"{prefix}_merged", condition=models.Q(**{f"{field}__isnull": False}))
