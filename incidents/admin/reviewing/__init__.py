"""Review: what changed since the last publication, and the steps from draft to public, by incident and by article."""

from typing import Any

from incidents.admin.reviewing.article import ArticleForm
from incidents.admin.reviewing.steps import PublishForm, ReviewForm, SubmitForm

__all__ = ["INCIDENT_FORMS", "SOURCE_FORMS", "steps_of"]

INCIDENT_FORMS = {"submit": SubmitForm, "review": ReviewForm, "publish": PublishForm}
SOURCE_FORMS = {"review": ArticleForm}


def steps_of(incident: Any) -> tuple[str, ...]:
    """Return the steps that an incident may take now, by the names of their forms."""
    return ("review", "publish") if incident.status == "in_review" else ("submit",)
