"""“Withdraw …” with a reason: there is no deleting."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy

from incidents.admin.commands.base import CommandForm
from incidents.domain.actor import WithdrawActor
from incidents.domain.incident import WithdrawIncident
from incidents.domain.link import WithdrawLink
from incidents.domain.source import WithdrawSource
from incidents.domain.statement import WithdrawStatement
from incidents.domain.values import Command


class WithdrawForm(CommandForm):
    """Takes a record back for good; what was recorded stays readable for curators."""

    title = gettext_lazy("withdraw")
    button = gettext_lazy("Withdraw for good")
    reason_required = True
    dangerous = True

    def commands(self) -> Sequence[Command]:
        return [self.sends[0](id=str(self.row.id))]


class WithdrawIncidentForm(WithdrawForm):
    title = gettext_lazy("withdraw the incident")
    sends = (WithdrawIncident,)


class WithdrawStatementForm(WithdrawForm):
    title = gettext_lazy("withdraw the statement")
    sends = (WithdrawStatement,)


class WithdrawActorForm(WithdrawForm):
    title = gettext_lazy("withdraw the actor")
    sends = (WithdrawActor,)


class WithdrawSourceForm(WithdrawForm):
    title = gettext_lazy("withdraw the source")
    sends = (WithdrawSource,)


class WithdrawLinkForm(WithdrawForm):
    title = gettext_lazy("withdraw the link")
    sends = (WithdrawLink,)
