"""Records that were public once and are no more: when they were withdrawn, and for curators why."""

from django.utils.translation import gettext as _

from incidents.api.problems import Problem
from incidents.domain.person import Person
from incidents.domain.values import is_id
from incidents.readmodels import withdrawals


def problem(kind: str, id: str, person: Person) -> Problem | None:
    """Return the problem of a withdrawn record (410), or None where the person may not know that it was there."""
    found = withdrawals.of(kind, id, person=person) if is_id(id) else None
    if found is None:
        return None
    more = {"withdrawn_at": found.recorded_at, "position": found.position}
    if person.has("curator"):
        more |= {"reason": found.reason, "person": found.person}
    detail = _("This record was withdrawn on {day}.").format(day=found.recorded_at.date().isoformat())
    return Problem(410, "withdrawn", detail, **more)
