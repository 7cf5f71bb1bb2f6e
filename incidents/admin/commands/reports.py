"""Forms about the reports of a statement: another source's account of it, and one that is taken back."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin.commands.base import CommandForm
from incidents.admin.commands.fields import CodeField
from incidents.admin.commands.grounds import GroundsForm
from incidents.admin.commands.opening import report_of
from incidents.domain.statement import ReportStatement, WithdrawReport
from incidents.domain.values import Command


class ReportForm(GroundsForm):
    title = gettext_lazy("add a report")
    sends = (ReportStatement,)
    places = {
        **{name.replace("evidence", "report"): field for name, field in GroundsForm.places.items()},
        "report.directness": "directness",
    }
    directness = CodeField("directness", label=gettext_lazy("How directly it gives the words"), initial="paraphrase")

    def set_up(self) -> None:
        super().set_up()
        del self.fields["row_of_data"]
        self.fields["source"].required = True
        self.fields["source"].help_text = _("Words of its title, its outlet or its date.")
        self.fields["reason"].help_text = _("Optional.")

    def commands(self) -> Sequence[Command]:
        (piece,) = self.told_evidence()
        report = report_of(piece, self.new_id("report"), self.cleaned_data["directness"])
        return [ReportStatement(id=str(self.row.id), report=report)]


class WithdrawReportForm(CommandForm):
    title = gettext_lazy("withdraw a report")
    button = gettext_lazy("Withdraw the report")
    sends = (WithdrawReport,)
    reason_required = True
    dangerous = True

    def commands(self) -> Sequence[Command]:
        report = self.asked.get("report", "")
        if report not in {told["report"] for told in self.row.reports}:
            raise ValidationError(_("This statement has no such report: load its page again."))
        return [WithdrawReport(id=str(self.row.id), report=report)]
