"""What may be done with a source on its page, beside coding it."""

from typing import Any

from incidents.admin.claim_groups import Offer
from incidents.admin.commands import offers
from incidents.admin.sources.credits import ConfirmForm, CreditForm, WithdrawCreditForm
from incidents.admin.sources.forms import AssessSourceForm, CorrectForm, GradeForm
from incidents.domain.person import Person

__all__ = ["FORMS", "of_credit"]

FORMS = {
    "correct": CorrectForm,
    "credit": CreditForm,
    "grade": GradeForm,
    "assess": AssessSourceForm,
    "confirm": ConfirmForm,
    "uncredit": WithdrawCreditForm,
}


def of_credit(source: Any, credit: dict[str, Any], person: Person) -> list[Offer]:
    """Return what a person may do with a credit of a source (a row)."""
    names = ("uncredit",) if credit["confirmed"] or credit["basis"] == "text" else ("confirm", "uncredit")
    forms = {name: FORMS[name] for name in names if FORMS[name].may_be_sent_by(person) and source.status == "active"}
    address = {name: offers.address("source", source.id, name, credit=credit["credit"]) for name in forms}
    return [(address[name], form.button) for name, form in forms.items()]
