"""Every model of the app, importable from one place. Log, read models and texts each define their own."""

from incidents.log.models import Event, Receipt, RedactionDoor
from incidents.readmodels.models import (
    Actor,
    ActorVersion,
    Claim,
    ClaimVersion,
    Document,
    DocumentVersion,
    Facet,
    Incident,
    IncidentVersion,
    Link,
    LinkVersion,
    Source,
    SourceVersion,
    Statement,
    StatementVersion,
)
from incidents.texts import SourceText
from incidents.tokens import Token

__all__ = [
    "Actor",
    "ActorVersion",
    "Claim",
    "ClaimVersion",
    "Document",
    "DocumentVersion",
    "Event",
    "Facet",
    "Incident",
    "IncidentVersion",
    "Link",
    "LinkVersion",
    "Receipt",
    "RedactionDoor",
    "Source",
    "SourceText",
    "SourceVersion",
    "Statement",
    "StatementVersion",
    "Token",
]
