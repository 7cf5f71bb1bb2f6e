"""The Django admin: every model to read, and the forms of the curators' desk. `site` is what `tracker.urls` shows.

Imports everything below and no other edge. Which admin shows which model stands in one table here.
"""

from django.contrib.auth.models import Group, User

from incidents import models
from incidents.admin import (
    actor,
    claim,
    document,
    event,
    facet,
    incident,
    link,
    people,
    receipt,
    source,
    statement,
    texts,
    token,
    versions,
)
from incidents.admin.site import TrackerSite

__all__ = ["site"]

ADMINS = {
    models.Incident: incident.IncidentAdmin,
    models.Statement: statement.StatementAdmin,
    models.Actor: actor.ActorAdmin,
    models.Source: source.SourceAdmin,
    models.Link: link.LinkAdmin,
    models.Claim: claim.ClaimAdmin,
    models.Event: event.EventAdmin,
    models.Receipt: receipt.ReceiptAdmin,
    models.RedactionDoor: receipt.RedactionDoorAdmin,
    models.SourceText: texts.SourceTextAdmin,
    models.Facet: facet.FacetAdmin,
    models.Document: document.DocumentAdmin,
    models.DocumentVersion: document.DocumentVersionAdmin,
    models.IncidentVersion: versions.IncidentVersionAdmin,
    models.StatementVersion: versions.StatementVersionAdmin,
    models.ActorVersion: versions.ActorVersionAdmin,
    models.SourceVersion: versions.SourceVersionAdmin,
    models.LinkVersion: versions.LinkVersionAdmin,
    models.ClaimVersion: versions.ClaimVersionAdmin,
    User: people.PersonAdmin,
    Group: people.RoleAdmin,
    models.Token: token.TokenAdmin,
}

site = TrackerSite()
site.disable_action("delete_selected")
for model, shown_by in ADMINS.items():
    site.register(model, shown_by)
