"""What a claim or a link rests on, as it is typed: a passage, a row of a data set, or a judgement.

Where no passage and no row is given the reason is the judgement, so nothing has to be typed twice.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin.commands import quotation
from incidents.admin.commands.base import CommandForm, LongText, Text
from incidents.admin.commands.fields import CodeField, RecordField
from incidents.admin.session.places import Place, PlaceError
from incidents.domain.evidence import Evidence
from incidents.domain.values import SHORT_TEXT

NAMES = ("source", "words", "paragraph", "start", "end", "passage_kind", "relay", "relay_farther", "row_of_data")


class GroundsForm(CommandForm):
    """A form with one piece of evidence; `told_evidence` returns it."""

    legend = gettext_lazy("What it rests on")

    source = RecordField(
        ("source",),
        label=gettext_lazy("Source"),
        required=False,
        help_text=gettext_lazy("Words of its title, its outlet or its date. Empty: the reason is your judgement."),
    )
    words = LongText(
        label=gettext_lazy("Words as printed"),
        required=False,
        strip=True,
        max_length=quotation.LONGEST,
        widget=forms.Textarea(
            attrs={"rows": 2, "class": "vLargeTextField", "data-passage": reverse_lazy("admin:find_passage")}
        ),
        help_text=gettext_lazy("Enough where the text is held and has them once; they are not kept, only their hash."),
    )
    paragraph = forms.IntegerField(label=gettext_lazy("Paragraph"), required=False, min_value=0)
    start = forms.IntegerField(label=gettext_lazy("First character"), required=False, min_value=0)
    end = forms.IntegerField(label=gettext_lazy("Character behind the last"), required=False, min_value=0)
    passage_kind = CodeField("passage_kinds", label=gettext_lazy("Kind of passage"), required=False, initial="body")
    relay = RecordField(("source",), label=gettext_lazy("Relayed by the source"), required=False)
    relay_farther = RecordField(("source",), label=gettext_lazy("Which had it from"), required=False)
    row_of_data = Text(label=gettext_lazy("Row of a data set"), required=False, max_length=SHORT_TEXT)

    places = {
        "evidence": "source",
        "evidence.source": "source",
        "evidence.quote_sha256": "words",
        "evidence.paragraph": "paragraph",
        "evidence.kind": "passage_kind",
        "evidence.relay": "relay",
        "evidence.row": "row_of_data",
        "evidence.judgement": "reason",
    }

    def set_up(self) -> None:
        for field in self.fields.values():
            if isinstance(field, RecordField):
                field.person = self.person
        self.fields["reason"].help_text = _("Without a passage it is the judgement that this rests on; else optional.")

    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields of a person, the evidence apart."""
        own = [field for field in self.shown if field.name not in (*NAMES, "reason")]
        return [("", own), (self.legend, [self[name] for name in NAMES if name in self.fields]), ("", [self["reason"]])]

    def told_evidence(self) -> tuple[Evidence, ...]:
        """Return the evidence as typed; none is left for the domain to refuse. Raises ValidationError."""
        told = self.cleaned_data
        if not told.get("source"):
            if any(told.get(name) not in (None, "") for name in ("words", "start", "end", "row_of_data")):
                raise ValidationError({"source": _("Say which source this is from.")})
            return (Evidence(judgement=told["reason"]),) if told.get("reason") else ()
        if told.get("row_of_data"):
            return (Evidence(source=told["source"], row=told["row_of_data"]),)
        relay = tuple(told[name] for name in ("relay", "relay_farther") if told.get(name))
        place = Place(
            start=told.get("start"),
            end=told.get("end"),
            paragraph=told.get("paragraph"),
            kind=told.get("passage_kind") or "body",
            words=told.get("words", ""),
        )
        try:
            return (quotation.evidence_at(told["source"], place, relay, self.person),)
        except PlaceError as error:
            raise ValidationError({"words": str(error)}) from error

    def quotation(self) -> dict[str, Any]:
        """Return what stands at the place typed, for showing beside the fields."""
        if not self.is_bound:
            return {}
        told = {name: self.data.get(self.add_prefix(name), "") for name in ("words", "paragraph", "start", "end")}
        return quotation.look_up({**told, "source": self.cleaned_data.get("source", "")} if self.is_bound else told)
