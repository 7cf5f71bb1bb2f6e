"""Forms about whom a source credits: a credit recorded where it is printed, confirmed, or taken back."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin.commands.base import CommandForm
from incidents.admin.commands.fields import CodeField, RecordField
from incidents.admin.commands.grounds import GroundsForm
from incidents.admin.names import page_of
from incidents.dispatch import Outcome
from incidents.domain.evidence import Evidence
from incidents.domain.origins import Credit
from incidents.domain.source import ConfirmOrigin, CreditOrigin, WithdrawOrigin
from incidents.domain.values import Command

PLACE = ("words", "start", "end", "paragraph")


class CreditForm(GroundsForm):
    """A credit to another source; its passage stands in this one."""

    title = gettext_lazy("credit an origin")
    button = gettext_lazy("Record the credit")
    sends = (CreditOrigin,)
    legend = gettext_lazy("Where it prints so")
    places = {
        "credit.origin": "origin",
        "credit.basis": "basis",
        "credit.covers": "covers",
        "credit.passage": "words",
        "credit": "origin",
    }

    origin = RecordField(("source",), label=gettext_lazy("Origin"))
    basis = CodeField("credit_bases", label=gettext_lazy("How it is credited"), initial="text")
    covers = CodeField("credit_extents", label=gettext_lazy("What it covers"), initial="article")

    def set_up(self) -> None:
        for name in ("source", "relay", "relay_farther", "row_of_data"):
            del self.fields[name]
        super().set_up()
        self.fields["reason"].help_text = _("Why; it stands in the log beside what you record.")

    def _passage(self) -> Evidence | None:
        told = self.cleaned_data
        if not any(told.get(name) not in (None, "") for name in PLACE):
            return None
        self.cleaned_data["source"] = str(self.row.id)
        return self.told_evidence()[0]

    def commands(self) -> Sequence[Command]:
        told = self.cleaned_data
        credit = Credit(
            credit=self.new_id("credit"),
            origin=told["origin"],
            basis=told["basis"],
            covers=told["covers"],
            passage=self._passage(),
        )
        return [CreditOrigin(id=str(self.row.id), credit=credit)]

    def leads_to(self, outcome: Outcome) -> str | None:
        return f"{page_of('source', self.row.id)}#credits"


class OneCreditForm(CommandForm):
    """A form about one credit of the source, named in the query."""

    def known(self) -> str:
        """Return the credit's id. Raises ValidationError where the source has none such."""
        asked: Any = self.asked.get("credit", "")
        if asked not in {credit["credit"] for credit in self.row.origins}:
            raise ValidationError(_("This source has no such credit: load its page again."))
        return asked

    def leads_to(self, outcome: Outcome) -> str | None:
        return f"{page_of('source', self.row.id)}#credits"


class ConfirmForm(OneCreditForm):
    title = gettext_lazy("confirm a credit")
    button = gettext_lazy("Confirm")
    sends = (ConfirmOrigin,)

    def commands(self) -> Sequence[Command]:
        return [ConfirmOrigin(id=str(self.row.id), credit=self.known())]


class WithdrawCreditForm(OneCreditForm):
    title = gettext_lazy("withdraw a credit")
    button = gettext_lazy("Withdraw")
    sends = (WithdrawOrigin,)
    reason_required = True
    dangerous = True

    def commands(self) -> Sequence[Command]:
        return [WithdrawOrigin(id=str(self.row.id), credit=self.known())]
