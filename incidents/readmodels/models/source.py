"""Sources: articles, wires, readouts, posts; held or cited."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.readmodels.models.base import Record, Version, actor_key, json_list, version_indexes


class SourceColumns(models.Model):
    """`published` is EDTF, its bounds are days; `length` counts characters; `origins` is
    [{source, basis, passage, covers, credit, confirmed}], `cited_in` a list of passages.
    """

    kind = models.CharField(_("kind"), max_length=40)
    held = models.BooleanField(_("held"))
    title = models.TextField(_("title"), null=True)
    language = models.CharField(_("language"), max_length=8, null=True)
    published = models.CharField(_("published"), max_length=100, null=True)
    published_earliest = models.DateField(_("published at the earliest"), null=True)
    published_latest = models.DateField(_("published at the latest"), null=True)
    published_basis = models.CharField(_("basis of the date"), max_length=40, null=True)
    published_note = models.TextField(_("note on the date"), null=True)
    byline = models.TextField(_("byline"), null=True)
    url = models.TextField(_("address"), null=True)
    file = models.TextField(_("file"), null=True)
    file_sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, null=True)
    text_sha256 = models.CharField(_("SHA-256 of the text"), max_length=64, null=True, db_index=True)
    length = models.BigIntegerField(_("length in characters"), null=True)
    reliability = models.CharField(_("reliability"), max_length=1, null=True)
    origins = json_list(_("origins"))
    cited_in = json_list(_("cited in"))
    assessment = models.CharField(_("assessment"), max_length=40, null=True)
    status = models.CharField(_("status"), max_length=20)
    sort_date = models.DateField(_("sorted by"))
    version = models.BigIntegerField(_("version"))

    class Meta:
        abstract = True


class Source(SourceColumns, Record):
    outlet = actor_key(_("outlet"))
    copy_of = models.ForeignKey(
        "self", verbose_name=_("copy of"), null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["sort_date", "id"]
        indexes = [models.Index(fields=["sort_date", "id"], name="source_sorted")]

    def __str__(self) -> str:
        return self.title or f"{self.kind} {self.published or self.id}"


class SourceVersion(SourceColumns, Version):
    outlet_id = models.UUIDField(_("outlet"), null=True)
    copy_of_id = models.UUIDField(_("copy of"), null=True)

    class Meta:
        verbose_name = _("version of a source")
        verbose_name_plural = _("versions of sources")
        ordering = ["sort_date", "record_id"]
        indexes = version_indexes("sourcev", "sort_date")
