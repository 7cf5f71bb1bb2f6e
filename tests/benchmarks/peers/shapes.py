"""The peers' models: columns and indexes of ours, from the same abstract classes, without foreign key checks too."""

from django.db import models

from incidents.readmodels.models.base import Record
from incidents.readmodels.models.claim import ClaimColumns
from incidents.readmodels.models.incident import IncidentColumns
from incidents.readmodels.models.statement import StatementColumns


def key() -> models.UUIDField:
    return models.UUIDField(null=True, db_index=True)


def index(name: str, *fields: str) -> models.Index:
    return models.Index(fields=fields, name=f"%(app_label)s_i_{name}")


class IncidentShape(IncidentColumns, Record):
    initiator_id = key()
    target_id = key()
    merged_into_id = models.UUIDField(null=True)

    class Meta:
        abstract = True
        indexes = [
            index("incident", "sort_date", "id"),
            models.Index(
                fields=["merged_into_id"],
                name="%(app_label)s_i_merged",
                condition=models.Q(merged_into_id__isnull=False),
            ),
        ]


class StatementShape(StatementColumns, Record):
    speaker_id = key()
    on_behalf_of_id = key()
    addressee_id = key()
    incident_id = key()

    class Meta:
        abstract = True
        indexes = [index("statement", "sort_date", "id")]


class ClaimShape(ClaimColumns, Record):
    class Meta:
        abstract = True
        indexes = [index("claim", "subject_id", "property"), index("claim_at", "position", "id")]


class FacetShape(models.Model):
    """What lists are filtered by, one row a value; no peer keeps its history."""

    id = models.UUIDField(primary_key=True)
    record_kind = models.CharField(max_length=20)
    record_id = models.UUIDField()
    key = models.CharField(max_length=40)
    value = models.TextField()

    class Meta:
        abstract = True
        indexes = [
            index("facet_record", "record_id", "key", "value"),
            index("facet_value", "key", "value", "record_kind", "record_id"),
        ]
