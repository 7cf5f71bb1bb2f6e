"""Forms about the claims of a record: a value on its evidence, more evidence, what counts, and what is taken back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents import codebook
from incidents.admin import labels
from incidents.admin.commands.base import CommandForm, LongText
from incidents.admin.commands.grounds import GroundsForm
from incidents.admin.commands.inputs import Inputs, credibility_field
from incidents.admin.names import page_of
from incidents.dispatch import Outcome
from incidents.domain.claiming import (
    AddEvidence,
    AddNote,
    AssessClaim,
    PreferClaim,
    RecordClaim,
    WithdrawClaim,
    WithdrawPreference,
)
from incidents.domain.values import Command, is_id
from incidents.readmodels import related


class ClaimForm(GroundsForm):
    """A value of one property, beside the claims that are there; without a property in the query it asks for one."""

    title = gettext_lazy("record a claim")
    sends = (RecordClaim,)
    template = "incidents/admin/commands/claim.html"
    note = LongText(label=gettext_lazy("Note"), required=False)

    def set_up(self) -> None:
        super().set_up()
        self.kind: str = self.row._meta.model_name
        stored = self.asked.get("property", "")
        code = stored.split(":")[0]
        self.inputs = Inputs(self, self.kind, code, prefix="value_") if code in self.properties() else None
        if self.inputs is None:
            return
        self.inputs.start(stored)
        self.fields["credibility"] = credibility_field()
        self.inputs.tell_dates()

    def properties(self) -> list[str]:
        """Return the properties that records of this kind have."""
        kind = getattr(self.row, "kind", None) if self.kind == "actor" else None
        found = codebook.current().properties_of(self.kind)
        return [code for code, one in found.items() if not one.of or kind in one.of]

    def choices(self) -> list[tuple[str, str]]:
        """Return (query, label) of each property, where none was asked for."""
        if self.inputs is not None:
            return []
        return [(urlencode({"property": code}), labels.property_name(self.kind, code)) for code in self.properties()]

    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        if self.inputs is None:
            return []
        own = [*self.inputs.bound(), self["credibility"], self["note"]]
        title = labels.property_name(self.kind, self.inputs.property.code)
        return [(title, own), *super().groups()[1:]]

    def commands(self) -> Sequence[Command]:
        if self.inputs is None:
            raise ValidationError(_("Choose a property first."))
        told = self.cleaned_data
        claim = self.inputs.claim(
            self.new_id("claim"),
            self.told_evidence(),
            credibility=int(told["credibility"]) if told.get("credibility", "").isdigit() else None,
            note=told.get("note") or None,
        )
        return [RecordClaim(kind=self.kind, id=str(self.row.id), claim=claim)]

    def place(self, command: int, path: str) -> str | None:
        if path in ("credibility", "note"):
            return path
        return (self.inputs.place(path) if self.inputs else None) or super().place(command, path)

    def leads_to(self, outcome: Outcome) -> str | None:
        return f"{page_of(self.kind, self.row.id)}#claims"


class OneClaimForm(CommandForm):
    """A form about one claim of a record, named in the query; commands go to the stream that recorded it."""

    def set_up(self) -> None:
        asked = self.asked.get("claim", "")
        found = related.claims(subject=str(self.row.id), person=self.person).filter(id=asked) if is_id(asked) else []
        self.claim = next(iter(found), None)
        self.kind: str = self.row._meta.model_name

    def streams(self) -> Iterable[str]:
        return {str(self.row.id), str(self.claim.recorded_in)} if self.claim else {str(self.row.id)}

    def known(self) -> Any:
        """Return the claim. Raises ValidationError where there is none such."""
        if self.claim is None:
            raise ValidationError(_("This record has no such claim: load its page again."))
        return self.claim

    def about(self) -> dict[str, str]:
        """Return what a command about the claim begins with."""
        return {"kind": self.kind, "id": str(self.known().recorded_in)}

    def leads_to(self, outcome: Outcome) -> str | None:
        return f"{page_of(self.kind, self.row.id)}#claim-{self.claim.id}"


class EvidenceForm(GroundsForm, OneClaimForm):
    title = gettext_lazy("add evidence")
    sends = (AddEvidence,)

    def set_up(self) -> None:
        GroundsForm.set_up(self)
        OneClaimForm.set_up(self)

    def commands(self) -> Sequence[Command]:
        claim = str(self.known().id)
        return [AddEvidence(**self.about(), claim=claim, evidence=self.told_evidence())]


class PreferForm(OneClaimForm):
    title = gettext_lazy("prefer a claim")
    button = gettext_lazy("Prefer")
    sends = (PreferClaim,)

    def commands(self) -> Sequence[Command]:
        return [PreferClaim(**self.about(), claim=str(self.known().id))]


class WithdrawPreferenceForm(OneClaimForm):
    title = gettext_lazy("withdraw a preference")
    button = gettext_lazy("Withdraw the preference")
    sends = (WithdrawPreference,)

    def commands(self) -> Sequence[Command]:
        return [WithdrawPreference(**self.about(), property=self.known().property)]


class WithdrawClaimForm(OneClaimForm):
    title = gettext_lazy("withdraw a claim")
    button = gettext_lazy("Withdraw the claim")
    sends = (WithdrawClaim,)
    reason_required = True
    dangerous = True

    def commands(self) -> Sequence[Command]:
        return [WithdrawClaim(**self.about(), claim=str(self.known().id))]


class AssessForm(OneClaimForm):
    title = gettext_lazy("assess a claim")
    button = gettext_lazy("Assess")
    sends = (AssessClaim,)
    places = {"credibility": "credibility"}

    def set_up(self) -> None:
        super().set_up()
        self.fields["credibility"] = credibility_field()

    def current_values(self) -> Mapping[str, Any]:
        return {"credibility": str(self.claim.credibility or "")} if self.claim is not None else {}

    def commands(self) -> Sequence[Command]:
        told = self.cleaned_data["credibility"]
        digit = int(told) if told.isdigit() else None
        return [AssessClaim(**self.about(), claim=str(self.known().id), credibility=digit)]


class NoteForm(CommandForm):
    title = gettext_lazy("add a note")
    sends = (AddNote,)
    places = {"text": "text", "property": "about"}

    text = LongText(label=gettext_lazy("Note"))
    about = forms.ChoiceField(label=gettext_lazy("About"), required=False)

    def set_up(self) -> None:
        self.kind: str = self.row._meta.model_name
        codes = codebook.current().properties_of(self.kind)
        whole = [("", _("the whole record"))]
        named = [(code, labels.property_name(self.kind, code)) for code, one in codes.items() if not one.keys]
        keyed = [name for name in {*self.row.disputed, self.asked.get("property", "")} if ":" in name]
        self.fields["about"].choices = whole + named + [(name, self._title(name)) for name in sorted(keyed)]
        self.initial.setdefault("about", self.asked.get("property", ""))

    def _title(self, stored: str) -> str:
        code, *parts = stored.split(":")
        found = related.by_id([part for part in parts if is_id(part)])
        named = [str(found[part][1]) if part in found else part for part in parts]
        return f"{labels.property_name(self.kind, code)}: {', '.join(named)}"

    def commands(self) -> Sequence[Command]:
        told = self.cleaned_data
        return [AddNote(kind=self.kind, id=str(self.row.id), text=told["text"], property=told["about"] or None)]

    def leads_to(self, outcome: Outcome) -> str | None:
        return f"{page_of(self.kind, self.row.id)}#notes"


CLAIM_FORMS: dict[str, type[CommandForm]] = {
    "claim": ClaimForm,
    "evidence": EvidenceForm,
    "prefer": PreferForm,
    "unprefer": WithdrawPreferenceForm,
    "unclaim": WithdrawClaimForm,
    "assess": AssessForm,
    "note": NoteForm,
}
