"""Forms that open a record together with the claims known at once: an incident, and a statement."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from incidents.admin.commands.base import index_in
from incidents.admin.commands.fields import CodeField
from incidents.admin.commands.grounds import GroundsForm
from incidents.admin.commands.inputs import Inputs, credibility_field
from incidents.admin.commands.titles import TitleFields
from incidents.admin.names import page_of
from incidents.dispatch import Outcome
from incidents.domain.claims import Claim
from incidents.domain.evidence import Evidence, Report
from incidents.domain.incident import OpenIncident
from incidents.domain.statement import RecordStatement
from incidents.domain.values import Command

PARTICIPANTS = 2  # sets of fields for participants; more are claimed on the incident's page


class OpeningForm(GroundsForm):
    """A form that opens a record with claims, all on the one piece of evidence it has."""

    kind: str
    own: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()

    def set_up(self) -> None:
        super().set_up()
        self.inputs = [Inputs(self, self.kind, code, prefix=f"{code}_") for code in self.required]
        self.inputs += [
            Inputs(
                self,
                self.kind,
                code,
                prefix=f"{code}_{number}_" if number else f"{code}_",
                required=False,
                number=number,
            )
            for code, number in self._numbered(self.optional)
        ]
        self.fields["credibility"] = credibility_field()
        for one in self.inputs:
            one.start(value=self.asked.get(one.property.code))
            one.tell_dates()

    def _numbered(self, codes: Sequence[str]) -> Iterable[tuple[str, int]]:
        """Yield each code with its number where it comes several times, with 0 where it comes once."""
        seen: dict[str, int] = {}
        for code in codes:
            seen[code] = seen.get(code, 0) + 1
            yield code, seen[code] if codes.count(code) > 1 else 0

    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        names = [name for one in self.inputs for name in one.names]
        own = [self[name] for name in (*self.own, *names, "credibility")]
        return [("", own), *super().groups()[1:]]

    def told_claims(self, evidence: tuple[Evidence, ...]) -> tuple[Claim, ...]:
        """Return a claim of each property that something was entered for."""
        self.sent = [one for one in self.inputs if one.required or not one.is_empty]
        digit = self.cleaned_data.get("credibility", "")
        credibility = int(digit) if digit.isdigit() else None
        return tuple(
            one.claim(self.new_id("claim", number), evidence, credibility=credibility)
            for number, one in enumerate(self.sent)
        )

    def place(self, command: int, path: str) -> str | None:
        number = index_in(path, "claims")
        if number is None or number >= len(self.sent):
            return super().place(command, path)
        within = path.partition("].")[2]
        if within == "credibility":
            return within
        return self.sent[number].place(within) or super().place(command, within)

    def leads_to(self, outcome: Outcome) -> str | None:
        return page_of(self.kind, self.new_id(self.kind))


class OpenIncidentForm(OpeningForm, TitleFields):
    title = gettext_lazy("open an incident")
    button = gettext_lazy("Open")
    sends = (OpenIncident,)
    kind = "incident"
    own = ("title_en", "title_id")
    required = ("type",)
    optional = ("date", *["participant"] * PARTICIPANTS, "place", "issue", "occurrence", "scope")
    places = {**GroundsForm.places, "title": "title_en", "title.id": "title_id", "claims": "type_value"}

    def commands(self) -> Sequence[Command]:
        claims = self.told_claims(self.told_evidence())
        return [OpenIncident(id=self.new_id(self.kind), title=self.told_title(), claims=claims)]


class RecordStatementForm(OpeningForm):
    """A statement; its passage is the first report of it."""

    title = gettext_lazy("record a statement")
    sends = (RecordStatement,)
    kind = "statement"
    required = ("speaker", "act", "gist")
    optional = ("date", "incident", "addressee", "on_behalf_of", "about", "modality", "venue")
    places = {
        **GroundsForm.places,
        "claims": "speaker_actors_1",
        "reports": "words",
        "reports.directness": "directness",
    }
    directness = CodeField(
        "directness", label=gettext_lazy("How directly it gives the words"), required=False, initial="paraphrase"
    )

    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        own, (legend, grounds), reason = super().groups()
        return [own, (legend, [*grounds, self["directness"]]), reason]

    def commands(self) -> Sequence[Command]:
        evidence = self.told_evidence()
        claims = self.told_claims(evidence)
        reports = tuple(self._report(piece) for piece in evidence if piece.is_passage)
        return [RecordStatement(id=self.new_id(self.kind), claims=claims, reports=reports)]

    def _report(self, piece: Evidence) -> Report:
        return report_of(piece, self.new_id("report"), self.cleaned_data["directness"] or "paraphrase")


def report_of(piece: Evidence, id: str, directness: str) -> Report:
    """Return a passage as a source's account of a statement."""
    names = ("source", "paragraph", "start", "end", "quote_sha256", "kind", "relay")
    return Report(report=id, directness=directness, **{name: getattr(piece, name) for name in names})
