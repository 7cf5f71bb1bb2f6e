"""Facets: what is many-valued, one row a value, so that each filter works the same now and then."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Facet(models.Model):
    """A record had this value of this key from one position up to, but not including, another one.

    The builders in `readmodels.build` give the keys; docs/architecture.md lists them. `id` follows from the other
    columns.
    """

    id = models.UUIDField(_("id"), primary_key=True, editable=False)
    record_kind = models.CharField(_("kind of record"), max_length=20)
    record_id = models.UUIDField(_("record"))
    key = models.CharField(_("key"), max_length=40)
    value = models.TextField(_("value"))
    from_position = models.BigIntegerField(_("from position"))
    to_position = models.BigIntegerField(_("to position"), null=True)

    class Meta:
        verbose_name = _("facet")
        verbose_name_plural = _("facets")
        ordering = ["record_kind", "key", "value", "record_id", "from_position"]
        indexes = [
            models.Index(fields=["record_id", "key", "value", "from_position"], name="facet_record"),
            models.Index(fields=["key", "value", "record_kind", "record_id"], name="facet_value"),
        ]

    def __str__(self) -> str:
        return f"{self.key}={self.value}"
