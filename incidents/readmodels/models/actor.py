"""Actors: persons, offices, bodies, states, organisations, companies, outlets, groups."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.readmodels.models.base import Record, Version, actor_key, json_list, merged_index, version_indexes


class ActorColumns(models.Model):
    """`names` is [{text, language, kind}], `tenures` [{office, from, to, evidence}] with EDTF bounds, `country` ISO
    3166-1 alpha-3, `rank` the rank of an office, `disputed` the properties whose claims contradict each other.
    """

    kind = models.CharField(_("kind"), max_length=20)
    name = models.TextField(_("name"))
    names = json_list(_("names"))
    country = models.CharField(_("country"), max_length=3, null=True)
    tenures = json_list(_("tenures"))
    rank = models.CharField(_("rank"), max_length=40, null=True)
    disputed = json_list(_("disputed"))
    notes = json_list(_("notes"))
    status = models.CharField(_("status"), max_length=20)
    sort_name = models.TextField(_("sorted by"))
    version = models.BigIntegerField(_("version"))

    class Meta:
        abstract = True


class Actor(ActorColumns, Record):
    belongs_to = actor_key(_("belongs to"))
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
        verbose_name = _("actor")
        verbose_name_plural = _("actors")
        ordering = ["sort_name", "id"]
        indexes = [models.Index(fields=["sort_name", "id"], name="actor_sorted"), merged_index("actor", "merged_into")]

    def __str__(self) -> str:
        return self.name


class ActorVersion(ActorColumns, Version):
    belongs_to_id = models.UUIDField(_("belongs to"), null=True)
    merged_into_id = models.UUIDField(_("merged into"), null=True)

    class Meta:
        verbose_name = _("version of an actor")
        verbose_name_plural = _("versions of actors")
        ordering = ["sort_name", "record_id"]
        indexes = [*version_indexes("actorv", "sort_name"), merged_index("actorv")]
