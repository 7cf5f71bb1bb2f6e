"""What the layers below say, in the language of the request (Accept-Language: en or id)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.domain.dates import DateError
from incidents.domain.errors import DomainError
from incidents.log.errors import LogError
from incidents.readmodels.as_of import AsOfError

# Parameters of sentences that name a kind of record.
KINDS = ("kind", "ours", "theirs")
KIND_NAMES = {
    "incident": gettext_lazy("incident"),
    "statement": gettext_lazy("statement"),
    "actor": gettext_lazy("actor"),
    "source": gettext_lazy("source"),
    "link": gettext_lazy("link"),
    "claim": gettext_lazy("claim"),
}
# Errors of the log are finished sentences; those that a program may meet have a template here.
LOG = {
    "version_conflict": gettext_lazy("Somebody else has changed this record just now: read it again and repeat."),
    "duplicate_event": gettext_lazy("This was recorded already: nothing more is to be done."),
    "unknown_position": gettext_lazy("There is no such position in the log: ask for one from 1 to the head."),
}
UNSTORABLE = gettext_lazy("This value cannot be stored: it holds a float, a control character or text that is not NFC.")
AS_OF = {
    "future": gettext_lazy("This point lies in the future (UTC); give one up to now, or leave as_of out."),
    "invalid_as_of": gettext_lazy(
        "Give a position, a date (2024-10-21), or a time with its zone (2024-10-21T09:35+07:00)."
    ),
}


def translated(error: DomainError | DateError | LogError) -> str:
    """Return what an error says."""
    if isinstance(error, LogError):
        return str(LOG.get(error.code, UNSTORABLE))
    if isinstance(error.__cause__, DateError):  # the domain hands on what the parser of dates says
        return translated(error.__cause__)
    return _(error.message).format(**{name: _shown(name, value) for name, value in error.params.items()})


def as_of(error: AsOfError) -> str:
    """Return what is wrong with an `as_of`."""
    return str(AS_OF.get(error.code, error.message))


def _shown(name: str, value: Any) -> Any:
    return str(KIND_NAMES.get(value, value)) if name in KINDS and isinstance(value, str) else value
