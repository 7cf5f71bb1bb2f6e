"""Errors of the layers below in the language of the page: translated once, here at the edge.

Errors of the domain carry their message as a template with its parameters. Those of the log are finished sentences, so
the ones that a person may meet have a template here, by code.
"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin import labels
from incidents.domain.dates import DateError
from incidents.domain.errors import DomainError
from incidents.log.errors import LogError

# Parameters that name a kind of record, and those that name a role.
KINDS = ("kind", "ours", "theirs")

LOG = {
    "version_conflict": gettext_lazy(
        "Somebody else has changed this record just now: load it again and repeat your change."
    ),
    "duplicate_event": gettext_lazy("This was recorded already: nothing more is to be done."),
    "unknown_position": gettext_lazy("There is no such position in the log: ask for one from 1 to the head."),
    "write_outside_dispatch": gettext_lazy("Rows are not saved directly: send a command instead."),
    "lock_not_held": gettext_lazy("The log was not ready to be written to: tell whoever keeps this tracker."),
}


def translated(error: DomainError | DateError | LogError) -> str:
    """Return what an error says in the language of the page."""
    if isinstance(error, LogError):
        return str(LOG.get(error.code, error.message))
    cause = error.__cause__
    if isinstance(cause, DateError):  # the domain hands on what the parser of dates says
        return translated(cause)
    return _(error.message).format(**{name: _shown(name, value) for name, value in error.params.items()})


def _shown(name: str, value: Any) -> Any:
    return labels.kind_name(value) if name in KINDS and isinstance(value, str) else value


def by_field(error: DomainError | LogError) -> dict[str, str]:
    """Return {field: sentence}; a sentence that belongs to no field stands under an empty name."""
    return {error.field or "": translated(error)}
