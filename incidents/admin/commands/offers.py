"""What a person may do with the claims of a record, as links to the forms: in place where a script helps."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from incidents import codebook
from incidents.admin import values
from incidents.admin.claim_groups import NONE, Offer, Offers
from incidents.admin.commands.base import CommandForm
from incidents.admin.commands.claims import CLAIM_FORMS
from incidents.admin.names import Names
from incidents.domain.person import Person
from incidents.models import Claim


def address(kind: str, record: Any, form: str, **query: Any) -> str:
    """Return the page of a form of a record."""
    return reverse(f"admin:incidents_{kind}_{form}", args=[record], query=query or None)


def of_claims(kind: str, record: Any, person: Person) -> Offers:
    """Return what a person may do with the claims of a record; nothing for who may record none."""
    if not CLAIM_FORMS["claim"].may_be_sent_by(person):
        return NONE
    return Offers(
        of_claim=lambda claim: _of_claim(kind, record, claim),
        of_property=lambda stored: [(address(kind, record, "claim", property=stored), _("Record a rival"))],
    )


def _of_claim(kind: str, record: Any, claim: Claim) -> Iterable[Offer]:
    if claim.status == "withdrawn":
        return
    found = codebook.current().properties.get((claim.subject_kind, claim.property.split(":")[0]))
    forms = [("evidence", _("Add evidence")), ("assess", _("Assess")), ("unclaim", _("Withdraw"))]
    if claim.preferred:
        forms.insert(0, ("unprefer", _("Withdraw the preference")))
    elif found is None or found.cardinality != "many":
        forms.insert(0, ("prefer", _("Prefer")))
    for form, words in forms:
        yield address(kind, record, form, claim=claim.id), words


def missing_notes(row: Any) -> list[str]:
    """Return the disputed properties of a record that no note speaks of, as they are stored.

    A note on the record as a whole may speak of all of them.
    """
    spoken_of = {note["property"] for note in row.notes}
    if None in spoken_of:
        return []
    return [stored for stored in row.disputed if not {stored, stored.split(":")[0]} & spoken_of]


def notes_to_add(kind: str, row: Any, names: Names, *, may: bool) -> list[Offer]:
    """Return where to add the notes that a record's disputes need; without an address for who may not."""
    return [
        (
            address(kind, row.id, "note", property=stored) if may else "",
            strip_tags(str(values.property_title(kind, stored, names))),
        )
        for stored in missing_notes(row)
    ]


def of_record(kind: str, record: Any, forms: dict[str, type[CommandForm]], person: Person) -> list[Offer]:
    """Return the forms about a record that a person may send."""
    return [(address(kind, record, name), form.title) for name, form in forms.items() if form.may_be_sent_by(person)]
