"""The steps of an incident: handed in, approved or returned, published. Each shows what changed before it is taken."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin.bulk import notes
from incidents.admin.commands.base import CommandForm, LongText
from incidents.admin.reviewing.differences import Difference, difference
from incidents.domain.incident import PublishIncident, ReviewIncident, SubmitIncident
from incidents.domain.values import Command
from incidents.readmodels import reviewing


class StepForm(CommandForm):
    """A step of one incident. What it covers may not change between the reading and the sending of the form."""

    template = "incidents/admin/reviewing/step.html"

    def streams(self) -> Iterable[str]:
        incident = str(self.row.id)
        return [incident, *reviewing.published_together([incident])]

    @cached_property
    def difference(self) -> Difference:
        """What changed since the last publication."""
        return difference(self.row)

    @property
    def remarks(self) -> list[str]:
        """What the person should know before they take the step."""
        return []


class SubmitForm(StepForm):
    title = gettext_lazy("submit for review")
    button = gettext_lazy("Submit")
    sends = (SubmitIncident,)

    def commands(self) -> Sequence[Command]:
        if first := notes.needed(self.row):
            raise ValidationError(first)
        return [SubmitIncident(id=str(self.row.id))]


DECISIONS = (
    ("publish", gettext_lazy("approve and publish")),
    ("approve", gettext_lazy("approve, and publish later")),
    ("return", gettext_lazy("return with a remark")),
)


class ReviewForm(StepForm):
    title = gettext_lazy("review")
    button = gettext_lazy("Record the review")
    sends = (ReviewIncident, PublishIncident)
    places = {"remark": "remark", "decision": "decision"}

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"), choices=DECISIONS, widget=forms.RadioSelect, initial="publish"
    )
    remark = LongText(
        label=gettext_lazy("Remark"),
        required=False,
        help_text=gettext_lazy("For whoever works on it next; required when you return it."),
    )

    @cached_property
    def is_author(self) -> bool:
        """Whether the person has worked on what they would review."""
        since = {str(self.row.id): self.row.published_at or 0}
        return bool(reviewing.authored(since, person=self.person))

    @property
    def remarks(self) -> list[str]:
        if not self.is_author:
            return []
        if settings.DEMARCHE_FOUR_EYES:
            return [_("You have worked on this since it was last published: somebody else has to review it.")]
        return [_("You review your own work: the rule of four eyes is switched off, and the log will say so.")]

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("decision") == "return" and not self.cleaned_data.get("remark"):
            raise ValidationError({"remark": _("Say what is missing, so that it can be mended.")})

    def commands(self) -> Sequence[Command]:
        incident, told = str(self.row.id), self.cleaned_data
        decision = "return" if told["decision"] == "return" else "approve"
        review = ReviewIncident(id=incident, decision=decision, remark=told["remark"] or None)
        return [review, PublishIncident(id=incident)] if told["decision"] == "publish" else [review]


class PublishForm(StepForm):
    title = gettext_lazy("publish")
    button = gettext_lazy("Publish")
    sends = (PublishIncident,)

    def commands(self) -> Sequence[Command]:
        return [PublishIncident(id=str(self.row.id))]
