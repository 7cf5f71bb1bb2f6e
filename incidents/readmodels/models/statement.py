"""Statements: what was said, by whom, to whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.readmodels.models.base import (
    Published,
    Record,
    Version,
    actor_key,
    json_list,
    json_object,
    version_indexes,
)


class StatementColumns(models.Model):
    """`speakers` and `addressees` list actors' ids, `acts` the main act first, `about` is {kind, id}, `gist` {en, id},
    `reports` [{source, paragraph, start, end, quote_sha256, kind, directness, relay, report}].
    """

    speakers = json_list(_("speakers"))
    speaker_mode = models.CharField(_("together or each"), max_length=20, null=True)
    addressees = json_list(_("addressees"))
    act = models.CharField(_("act"), max_length=40, null=True)
    acts = json_list(_("acts"))
    date = models.CharField(_("date"), max_length=100, null=True)
    date_earliest = models.DateField(_("at the earliest"), null=True)
    date_latest = models.DateField(_("at the latest"), null=True)
    date_overlap = json_object(_("what all date claims allow"))
    about = json_object(_("about"))
    modality = models.CharField(_("modality"), max_length=40, null=True)
    venue = models.CharField(_("venue"), max_length=40, null=True)
    gist = models.JSONField(_("gist"), default=dict)
    reports = json_list(_("reports"))
    disputed = json_list(_("disputed"))
    notes = json_list(_("notes"))
    status = models.CharField(_("status"), max_length=20)
    sort_date = models.DateField(_("sorted by"))
    version = models.BigIntegerField(_("version"))

    class Meta:
        abstract = True


class Statement(StatementColumns, Record):
    speaker = actor_key(_("speaker"))
    on_behalf_of = actor_key(_("on behalf of"))
    addressee = actor_key(_("addressee"))
    incident = models.ForeignKey(
        "incidents.Incident",
        verbose_name=_("incident"),
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="statements",
    )

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["sort_date", "id"]
        indexes = [models.Index(fields=["sort_date", "id"], name="statement_sorted")]

    def __str__(self) -> str:
        return self.gist.get("en") or self.gist.get("id") or str(self.id)


class StatementVersion(StatementColumns, Published, Version):
    speaker_id = models.UUIDField(_("speaker"), null=True)
    on_behalf_of_id = models.UUIDField(_("on behalf of"), null=True)
    addressee_id = models.UUIDField(_("addressee"), null=True)
    incident_id = models.UUIDField(_("incident"), null=True, db_index=True)

    class Meta:
        verbose_name = _("version of a statement")
        verbose_name_plural = _("versions of statements")
        ordering = ["sort_date", "record_id"]
        indexes = version_indexes("statementv", "sort_date")
