"""Before an incident is handed in, what its sources contradict each other about has a note."""

from typing import Any

from django.utils.translation import gettext as _

from incidents.admin import labels
from incidents.admin.commands import offers


def needed(incident: Any) -> str:
    """Return what has to be done before an incident (a row) is handed in; empty where nothing has."""
    missing = offers.missing_notes(incident)
    told = dict.fromkeys(labels.property_name("incident", stored.split(":")[0]) for stored in missing)
    return _("Claims contradict each other. Add a note first on: {names}").format(names=", ".join(told)) if told else ""
