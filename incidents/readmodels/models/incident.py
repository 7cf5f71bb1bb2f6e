"""Incidents: what was done between states."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.readmodels.models.base import (
    Published,
    Record,
    Version,
    actor_key,
    json_list,
    json_object,
    merged_index,
    version_indexes,
)


class IncidentColumns(models.Model):
    """`date` is EDTF, its bounds are days; `date_overlap` {earliest, latest} is what all date claims allow, null where
    they contradict. `initiators`, `targets` and `parties` list actors' ids, `participants` [{actor, role, side, office,
    on_behalf_of}], `quantities` [{predicate, unit, low, best, high}]; `titles` {en, id}. `published_at` is the position
    of the last publication.
    """

    type = models.CharField(_("type"), max_length=40, null=True)
    title = models.TextField(_("title"))
    titles = models.JSONField(_("titles"), default=dict)
    date = models.CharField(_("date"), max_length=100, null=True)
    date_earliest = models.DateField(_("at the earliest"), null=True)
    date_latest = models.DateField(_("at the latest"), null=True)
    date_overlap = json_object(_("what all date claims allow"))
    initiators = json_list(_("initiators"))
    targets = json_list(_("targets"))
    parties = json_list(_("parties"))
    participants = json_list(_("participants"))
    place = json_object(_("place"))
    issues = json_list(_("issues"))
    occurrence = models.CharField(_("occurrence"), max_length=40, null=True)
    quantities = json_list(_("quantities"))
    ordinal = json_object(_("ordinal"))
    level_of_summoner = models.CharField(_("level of the summoner"), max_length=40, null=True)
    level_of_summoned = models.CharField(_("level of the summoned"), max_length=40, null=True)
    publicity = models.CharField(_("publicity"), max_length=40, null=True)
    channel = models.CharField(_("channel"), max_length=40, null=True)
    outcome = models.CharField(_("outcome"), max_length=40, null=True)
    scope = models.CharField(_("scope"), max_length=40, null=True)
    disputed = json_list(_("disputed"))
    notes = json_list(_("notes"))
    status = models.CharField(_("status"), max_length=20)
    published_at = models.BigIntegerField(_("published at position"), null=True)
    sort_date = models.DateField(_("sorted by"))
    version = models.BigIntegerField(_("version"))

    class Meta:
        abstract = True


class Incident(IncidentColumns, Record):
    initiator = actor_key(_("initiator"))
    target = actor_key(_("target"))
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ["sort_date", "id"]
        indexes = [
            models.Index(fields=["sort_date", "id"], name="incident_sorted"),
            merged_index("incident", "merged_into"),
        ]

    def __str__(self) -> str:
        return self.title


class IncidentVersion(IncidentColumns, Published, Version):
    initiator_id = models.UUIDField(_("initiator"), null=True)
    target_id = models.UUIDField(_("target"), null=True)
    merged_into_id = models.UUIDField(_("merged into"), null=True)

    class Meta:
        verbose_name = _("version of an incident")
        verbose_name_plural = _("versions of incidents")
        ordering = ["sort_date", "record_id"]
        indexes = [*version_indexes("incidentv", "sort_date"), merged_index("incidentv")]
