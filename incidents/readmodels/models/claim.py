"""Claims: every value that any source gives, with its evidence, and whether it counts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.readmodels.models.base import Record, Version, json_list


class ClaimColumns(models.Model):
    """`subject_kind` and `subject_id` name the record it counts for, `recorded_in` the stream it was recorded in (they
    differ after a merge). `origins` is the number of independent ones, `position` where it was recorded, `decided_by`
    what put it first. `evidence` is as CONTRACT has it: passages with relay, rows, judgements.
    """

    subject_kind = models.CharField(_("kind of record"), max_length=20)
    subject_id = models.UUIDField(_("record"))
    recorded_in = models.UUIDField(_("recorded in"))
    property = models.CharField(_("property"), max_length=150)
    value = models.JSONField(_("value"), null=True)
    credibility = models.SmallIntegerField(_("credibility"), null=True)
    basis = models.CharField(_("basis"), max_length=40, null=True)
    note = models.TextField(_("note"), null=True)
    status = models.CharField(_("status"), max_length=20)
    resolved = models.BooleanField(_("counts"))
    preferred = models.BooleanField(_("preferred"))
    decided_by = models.CharField(_("decided by"), max_length=20, null=True)
    origins = models.IntegerField(_("independent origins"))
    evidence = json_list(_("evidence"))
    position = models.BigIntegerField(_("position"))

    class Meta:
        abstract = True


class Claim(ClaimColumns, Record):
    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["position", "id"]
        indexes = [
            models.Index(fields=["subject_id", "property"], name="claim_subject"),
            models.Index(fields=["position", "id"], name="claim_recorded"),
        ]

    def __str__(self) -> str:
        return f"{self.property}: {self.value}"


class ClaimVersion(ClaimColumns, Version):
    class Meta:
        verbose_name = _("version of a claim")
        verbose_name_plural = _("versions of claims")
        ordering = ["position", "record_id"]
        indexes = [
            models.Index(fields=["subject_id", "from_position", "to_position"], name="claimv_subject"),
            models.Index(fields=["record_id", "from_position"], name="claimv_record"),
            models.Index(fields=["position", "record_id"], name="claimv_recorded"),
            models.Index(fields=["from_position"], name="claimv_since"),
        ]
