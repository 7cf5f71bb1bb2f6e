"""What can be done to many records at once: submit, set a property, grade, withdraw."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents import codebook
from incidents.admin import labels
from incidents.admin.bulk import notes
from incidents.admin.bulk.batch import BatchForm, Item
from incidents.admin.commands.fields import CodeField, code_choices
from incidents.domain.claiming import AssessClaim, PreferClaim, RecordClaim
from incidents.domain.claims import Claim
from incidents.domain.evidence import Evidence
from incidents.domain.incident import SubmitIncident, WithdrawIncident
from incidents.domain.source import GradeSource, WithdrawSource
from incidents.domain.statement import WithdrawStatement
from incidents.domain.values import Command
from incidents.readmodels import related


class PlainForm(BatchForm):
    """One command of one type for each record, which needs nothing but the record's id."""

    def ask(self, records: Sequence[str]) -> list[Item]:
        return [Item(id=id, commands=(self.sends[0](id=id),)) for id in records]


class SubmitManyForm(BatchForm):
    title = gettext_lazy("submit the selected incidents for review")
    button = gettext_lazy("Submit")
    sends = (SubmitIncident,)

    def ask(self, records: Sequence[str]) -> list[Item]:
        disputed = related.rows("incident", person=self.person).filter(id__in=records).exclude(disputed=[])
        needed = {str(row.id): notes.needed(row) for row in disputed}
        return [Item(id=id, commands=(SubmitIncident(id=id),), refusal=needed.get(id, "")) for id in records]


class WithdrawManyForm(PlainForm):
    button = gettext_lazy("Withdraw for good")
    reason_required = True
    dangerous = True


class WithdrawIncidentsForm(WithdrawManyForm):
    title = gettext_lazy("withdraw the selected incidents")
    sends = (WithdrawIncident,)


class WithdrawStatementsForm(WithdrawManyForm):
    title = gettext_lazy("withdraw the selected statements")
    sends = (WithdrawStatement,)


class WithdrawSourcesForm(WithdrawManyForm):
    title = gettext_lazy("withdraw the selected sources")
    sends = (WithdrawSource,)


class GradeSourcesForm(BatchForm):
    title = gettext_lazy("grade the reliability of the selected sources")
    button = gettext_lazy("Grade")
    sends = (GradeSource,)
    reliability = CodeField("reliability", label=gettext_lazy("Reliability"))

    def ask(self, records: Sequence[str]) -> list[Item]:
        letter = self.cleaned_data["reliability"]
        rows = related.rows("source", person=self.person).filter(id__in=records).values_list("id", "reliability")
        now = {str(id): told for id, told in rows}
        return [
            Item(
                id=id,
                commands=() if now.get(id) == letter else (GradeSource(id=id, reliability=letter),),
                now=labels.label("reliability", now[id]) if now.get(id) else "",
            )
            for id in records
        ]


class ClaimsForm(BatchForm):
    """A batch about claims of the selected records; `kind` is that of the records."""

    kind: str

    def active(self, records: Sequence[str], code: str = "") -> dict[str, list[Any]]:
        """Return {record: its active claims} of one property (without its key), or of all."""
        found = related.rows("claim", person=self.person).filter(subject_id__in=records, status="active")
        claims: dict[str, list[Any]] = {}
        for claim in found.order_by("position", "id"):
            if not code or claim.property.split(":")[0] == code:
                claims.setdefault(str(claim.subject_id), []).append(claim)
        return claims


class SetPropertyForm(ClaimsForm):
    """Claims the same value for every record, on the judgement that the reason gives."""

    button = gettext_lazy("Set")
    sends = (RecordClaim, PreferClaim)
    reason_required = True
    setting = forms.ChoiceField(label=gettext_lazy("Property and value"))
    prefer = forms.BooleanField(
        label=gettext_lazy("Prefer it, whatever else is claimed"),
        required=False,
        help_text=gettext_lazy("Else the rule decides which claim counts; a passage counts before a judgement does."),
    )

    def set_up(self) -> None:
        self.fields["setting"].choices = [("", labels.EMPTY), *settings(self.kind)]
        self.fields["reason"].help_text = _("It is the judgement that each of the claims rests on.")

    def ask(self, records: Sequence[str]) -> list[Item]:
        code, _, value = self.cleaned_data["setting"].partition("=")
        claims = self.active(records, code)
        return [
            Item(
                id=id,
                commands=self._commands(id, code, value, claims.get(id, [])),
                now=self._now(code, claims.get(id, [])),
            )
            for id in records
        ]

    def _now(self, code: str, claims: list[Any]) -> str:
        """Return what a record says so far."""
        list_name = codebook.current().property(self.kind, code).codes or ""
        return ", ".join(labels.label(list_name, claim.value) for claim in claims if claim.resolved)

    def _commands(self, id: str, code: str, value: str, claims: list[Any]) -> tuple[Command, ...]:
        about = {"kind": self.kind, "id": id}
        several = codebook.current().property(self.kind, code).cardinality == "many"
        same = next((claim for claim in claims if claim.value == value), None)
        if same is not None and same.resolved and (same.preferred or several or not self.cleaned_data["prefer"]):
            return ()
        prefer = self.cleaned_data["prefer"] and not several
        if same is not None and prefer:
            return (PreferClaim(kind=self.kind, id=str(same.recorded_in), claim=str(same.id)),)
        claim = Claim(
            claim=self.new_id("claim", id),
            property=code,
            value=value,
            evidence=(Evidence(judgement=self.cleaned_data["reason"]),),
        )
        record = RecordClaim(**about, claim=claim)
        return (record, PreferClaim(**about, claim=claim.claim)) if prefer else (record,)


def settings(kind: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the properties that a code can be set for, each with its codes: (label, [(property=code, label)])."""
    found = codebook.current().properties_of(kind)
    coded = [one for one in found.values() if one.value == "code" and not one.keys]
    return [(labels.property_name(kind, one.code), _codes(kind, one.code, one.codes or "")) for one in coded]


def _codes(kind: str, code: str, list_name: str) -> list[tuple[str, str]]:
    types = codebook.current().types
    done = {name for name, found in types.items() if found.records_as == "incident"} if list_name == "types" else None
    title = labels.property_name(kind, code)
    return [(f"{code}={value}", f"{title}: {label}") for value, label in code_choices(list_name, done) if value]


class SetIncidentPropertyForm(SetPropertyForm):
    title = gettext_lazy("set a property of the selected incidents")
    kind = "incident"


class SetStatementPropertyForm(SetPropertyForm):
    title = gettext_lazy("set a property of the selected statements")
    kind = "statement"


WHICH = (
    ("unassessed", gettext_lazy("claims that nobody has assessed")),
    ("counting", gettext_lazy("claims that count")),
    ("all", gettext_lazy("all claims")),
)


class AssessManyForm(ClaimsForm):
    """Gives the claims of the selected records an Admiralty digit."""

    button = gettext_lazy("Grade")
    sends = (AssessClaim,)
    credibility = CodeField("credibility", label=gettext_lazy("Credibility"))
    about = forms.ChoiceField(label=gettext_lazy("Property"), required=False)
    which = forms.ChoiceField(label=gettext_lazy("Which claims"), choices=WHICH, initial="unassessed")

    def set_up(self) -> None:
        codes = codebook.current().properties_of(self.kind)
        named = [(code, labels.property_name(self.kind, code)) for code in codes]
        self.fields["about"].choices = [("", _("all properties")), *named]

    def clean_credibility(self) -> int:
        """Return the digit. Raises ValidationError."""
        told = self.cleaned_data["credibility"]
        if told not in codebook.current().codes("credibility"):
            raise forms.ValidationError(_("Choose one of the digits."))
        return int(told)

    def ask(self, records: Sequence[str]) -> list[Item]:
        claims = self.active(records, self.cleaned_data["about"])
        return [
            Item(id=id, commands=tuple(map(self._assess, filter(self._meant, claims.get(id, []))))) for id in records
        ]

    def _meant(self, claim: Any) -> bool:
        if claim.credibility == self.cleaned_data["credibility"]:
            return False
        match self.cleaned_data["which"]:
            case "unassessed":
                return claim.credibility is None
            case "counting":
                return claim.resolved
        return True

    def _assess(self, claim: Any) -> Command:
        digit = self.cleaned_data["credibility"]
        return AssessClaim(kind=self.kind, id=str(claim.recorded_in), claim=str(claim.id), credibility=digit)


class AssessIncidentsForm(AssessManyForm):
    title = gettext_lazy("grade the credibility of claims of the selected incidents")
    kind = "incident"


class AssessStatementsForm(AssessManyForm):
    title = gettext_lazy("grade the credibility of claims of the selected statements")
    kind = "statement"


# The forms for each kind of record, by the name in their address.
FORMS: dict[str, dict[str, type[BatchForm]]] = {
    "incident": {
        "submit": SubmitManyForm,
        "property": SetIncidentPropertyForm,
        "assess": AssessIncidentsForm,
        "withdraw": WithdrawIncidentsForm,
    },
    "statement": {
        "property": SetStatementPropertyForm,
        "assess": AssessStatementsForm,
        "withdraw": WithdrawStatementsForm,
    },
    "source": {"grade": GradeSourcesForm, "withdraw": WithdrawSourcesForm},
}
