"""The read models: a current table and a versions table for each kind of record and its search document; Facet."""

from incidents.readmodels.models.actor import Actor, ActorVersion
from incidents.readmodels.models.claim import Claim, ClaimVersion
from incidents.readmodels.models.document import Document, DocumentVersion
from incidents.readmodels.models.facet import Facet
from incidents.readmodels.models.incident import Incident, IncidentVersion
from incidents.readmodels.models.link import Link, LinkVersion
from incidents.readmodels.models.source import Source, SourceVersion
from incidents.readmodels.models.statement import Statement, StatementVersion

__all__ = [
    "Actor",
    "ActorVersion",
    "Claim",
    "ClaimVersion",
    "Document",
    "DocumentVersion",
    "Facet",
    "Incident",
    "IncidentVersion",
    "Link",
    "LinkVersion",
    "Source",
    "SourceVersion",
    "Statement",
    "StatementVersion",
]
