"""Links: typed, directed, evidenced relations between incidents and statements."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.readmodels.models.base import Record, Version, json_list


class LinkColumns(models.Model):
    """The ends follow merges: they name the records that stand for what was linked."""

    from_kind = models.CharField(_("from: kind"), max_length=20)
    from_id = models.UUIDField(_("from"))
    to_kind = models.CharField(_("to: kind"), max_length=20)
    to_id = models.UUIDField(_("to"))
    type = models.CharField(_("type"), max_length=40)
    confidence = models.CharField(_("confidence"), max_length=10)
    rationale = models.TextField(_("rationale"), null=True)
    evidence = json_list(_("evidence"))
    status = models.CharField(_("status"), max_length=20)
    version = models.BigIntegerField(_("version"))

    class Meta:
        abstract = True


class Link(LinkColumns, Record):
    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["type", "id"]
        indexes = [
            models.Index(fields=["type", "id"], name="link_sorted"),
            models.Index(fields=["from_id", "type"], name="link_from"),
            models.Index(fields=["to_id", "type"], name="link_to"),
        ]

    def __str__(self) -> str:
        return f"{self.type}: {self.from_kind} {self.from_id} → {self.to_kind} {self.to_id}"


class LinkVersion(LinkColumns, Version):
    class Meta:
        verbose_name = _("version of a link")
        verbose_name_plural = _("versions of links")
        ordering = ["type", "record_id"]
        indexes = [
            models.Index(fields=["type", "record_id", "from_position", "to_position"], name="linkv_asof"),
            models.Index(fields=["record_id", "from_position"], name="linkv_record"),
            models.Index(fields=["from_position"], name="linkv_since"),
            models.Index(fields=["from_id"], name="linkv_from"),
            models.Index(fields=["to_id"], name="linkv_to"),
        ]
