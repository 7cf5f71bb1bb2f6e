"""Forms that link records: two or more that were selected, one with another, and a link that is put right.

The domain refuses a record linked to itself, a link that is there already and one that would close a circle; what it
says stands on the field it belongs to.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents import codebook
from incidents.admin.commands.base import LongText
from incidents.admin.commands.evidence_rows import evidence_of
from incidents.admin.commands.fields import CodeField, RecordField
from incidents.admin.commands.grounds import GroundsForm
from incidents.admin.names import Names, page_of
from incidents.dispatch import Outcome
from incidents.domain.link import CorrectLink, LinkRecords
from incidents.domain.values import Command, RecordRef, is_id

ENDS = ("incident", "statement")
FORWARD, BACKWARD, TO_FIRST, FROM_FIRST = "forward", "backward", "to_first", "from_first"
DIRECTIONS = (
    (FORWARD, gettext_lazy("each one leads to the next in the order shown")),
    (BACKWARD, gettext_lazy("the other way round: each one leads to the one before")),
    (TO_FIRST, gettext_lazy("each of the others leads to the first")),
    (FROM_FIRST, gettext_lazy("the first leads to each of the others")),
)


class LinkFields(GroundsForm):
    """Type, confidence, rationale and evidence of a link. The rationale is text of the link, no reason is needed."""

    type = CodeField("links", label=gettext_lazy("Type"))
    confidence = CodeField("confidences", label=gettext_lazy("Confidence"), initial="medium")
    rationale = LongText(label=gettext_lazy("Rationale"), required=False)
    places = {**GroundsForm.places, "type": "type", "confidence": "confidence", "rationale": "rationale"}

    def set_up(self) -> None:
        super().set_up()
        self.fields["source"].help_text = _("Words of its title, its outlet or its date. Empty: give a rationale.")
        self.fields["reason"].help_text = _("Optional.")
        del self.fields["row_of_data"]
        stored = {code for code, found in codebook.current().links.items() if found.stored}
        self.fields["type"].choices = [choice for choice in self.fields["type"].choices if choice[0] in {"", *stored}]
        self.initial.setdefault("type", self.asked.get("type", ""))

    def told_grounds(self) -> dict[str, Any]:
        """Return confidence, rationale and evidence of the link: a reason is no judgement here."""
        evidence = tuple(piece for piece in self.told_evidence() if piece.judgement is None)
        told = self.cleaned_data
        return {"confidence": told["confidence"], "rationale": told["rationale"] or None, "evidence": evidence}


class LinkForm(LinkFields):
    """Links this record with another one, in either direction."""

    title = gettext_lazy("link with another record")
    button = gettext_lazy("Link")
    sends = (LinkRecords,)
    other = RecordField(ENDS, label=gettext_lazy("Other record"))
    direction = forms.ChoiceField(label=gettext_lazy("Direction"), widget=forms.RadioSelect)
    field_order = ("type", "direction", "other", "confidence", "rationale")

    def set_up(self) -> None:
        super().set_up()
        self.order_fields(self.field_order)
        self.kind: str = self.row._meta.model_name
        self.fields["direction"].choices = (
            (FORWARD, _("this record → the other one")),
            (BACKWARD, _("the other one → this record")),
        )
        self.initial.setdefault("direction", self.asked.get("direction", FORWARD))
        asked = self.asked.get("other", "")
        if is_id(asked.partition(":")[2]):
            self.initial.setdefault("other", asked)

    def commands(self) -> Sequence[Command]:
        kind, _separator, id = self.cleaned_data["other"].partition(":")
        ends = [RecordRef(kind=self.kind, id=str(self.row.id)), RecordRef(kind=kind, id=id)]
        if self.cleaned_data["direction"] == BACKWARD:
            ends.reverse()
        start, end = ends
        link = {"type": self.cleaned_data["type"], **self.told_grounds()}
        return [LinkRecords(id=self.new_id("link"), from_=start, to=end, **link)]

    def place(self, command: int, path: str) -> str | None:
        return "other" if path.split(".")[0] in ("from", "to") else super().place(command, path)

    def leads_to(self, outcome: Outcome) -> str | None:
        return f"{page_of(self.kind, self.row.id)}#links"


class LinkTwoForm(LinkFields):
    """Links any two records: the add page of links."""

    title = gettext_lazy("link two records")
    button = gettext_lazy("Link")
    sends = (LinkRecords,)
    start_record = RecordField(ENDS, label=gettext_lazy("From"))
    end_record = RecordField(ENDS, label=gettext_lazy("To"))
    places = {**LinkFields.places, "from": "start_record", "to": "end_record"}

    def set_up(self) -> None:
        super().set_up()
        self.order_fields(("start_record", "type", "end_record", "confidence", "rationale"))

    def commands(self) -> Sequence[Command]:
        ends = [self.cleaned_data[name].partition(":") for name in ("start_record", "end_record")]
        start, end = (RecordRef(kind=kind, id=id) for kind, _separator, id in ends)
        link = {"type": self.cleaned_data["type"], **self.told_grounds()}
        return [LinkRecords(id=self.new_id("link"), from_=start, to=end, **link)]

    def leads_to(self, outcome: Outcome) -> str | None:
        return page_of("link", self.new_id("link"))


class LinkSelectedForm(LinkFields):
    """Links the records selected in a list, each with the next one in the order shown."""

    title = gettext_lazy("link selected incidents")
    button = gettext_lazy("Link")
    sends = (LinkRecords,)
    template = "incidents/admin/commands/link_selected.html"
    direction = forms.ChoiceField(
        label=gettext_lazy("Direction"), choices=DIRECTIONS, widget=forms.RadioSelect, initial=FORWARD
    )

    def __init__(self, *args: Any, rows: Sequence[Any], **kwargs: Any) -> None:
        self.rows = rows
        super().__init__(*args, **kwargs)

    def set_up(self) -> None:
        super().set_up()
        self.order_fields(("type", "direction", "confidence", "rationale"))

    def streams(self) -> Iterable[str]:
        return [str(row.id) for row in self.rows]

    def commands(self) -> Sequence[Command]:
        if len(self.rows) < 2:
            raise ValidationError(_("Select two incidents or more."))
        refs = [RecordRef(kind="incident", id=str(row.id)) for row in self.rows]
        link = {"type": self.cleaned_data["type"], **self.told_grounds()}
        return [
            LinkRecords(id=self.new_id("link", number), from_=start, to=end, **link)
            for number, (start, end) in enumerate(_pairs(refs, self.cleaned_data["direction"]))
        ]

    def place(self, command: int, path: str) -> str | None:
        return "direction" if path.split(".")[0] in ("from", "to") else super().place(command, path)

    def names(self) -> Names:
        return Names([str(row.id) for row in self.rows], ("incident",))


def _pairs(refs: Sequence[RecordRef], direction: str) -> list[tuple[RecordRef, RecordRef]]:
    """Return (from, to) of each link, for records in the order shown."""
    first, *others = refs
    match direction:
        case "backward":
            return [(later, earlier) for earlier, later in pairwise(refs)]
        case "to_first":
            return [(other, first) for other in others]
        case "from_first":
            return [(first, other) for other in others]
    return list(pairwise(refs))


class CorrectLinkForm(LinkFields):
    """Confidence and rationale anew; evidence is added to what is there, unless it is to be replaced."""

    title = gettext_lazy("correct the link")
    button = gettext_lazy("Correct")
    sends = (CorrectLink,)
    instead = forms.BooleanField(label=gettext_lazy("Replace the evidence there is"), required=False)

    def set_up(self) -> None:
        super().set_up()
        del self.fields["type"]

    def current_values(self) -> Mapping[str, Any]:
        return {"confidence": self.row.confidence, "rationale": self.row.rationale or ""}

    def commands(self) -> Sequence[Command]:
        told = self.told_grounds()
        kept = () if self.cleaned_data["instead"] else tuple(evidence_of(piece) for piece in self.row.evidence)
        new = tuple(piece for piece in told["evidence"] if piece not in kept)
        return [CorrectLink(id=str(self.row.id), **{**told, "evidence": (*kept, *new)})]
