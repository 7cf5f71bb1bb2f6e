"""Search documents: the words by which a record is found, as `readmodels.words` computes them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.readmodels.models.base import Record, Version


class DocumentColumns(models.Model):
    """`kind` is the kind of the record whose id the document has, `words` its stems (see `readmodels.words`)."""

    kind = models.CharField(_("kind of record"), max_length=20)
    words = models.TextField(_("words"))

    class Meta:
        abstract = True


class Document(DocumentColumns, Record):
    class Meta:
        verbose_name = _("search document")
        verbose_name_plural = _("search documents")
        ordering = ["kind", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class DocumentVersion(DocumentColumns, Version):
    class Meta:
        verbose_name = _("version of a search document")
        verbose_name_plural = _("versions of search documents")
        ordering = ["kind", "record_id"]
        indexes = [models.Index(fields=["record_id", "from_position"], name="documentv_record")]
