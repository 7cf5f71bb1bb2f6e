"""Forms about a source: its bibliographic data corrected, its reliability graded, its coding assessed."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy

from incidents.admin.commands.base import CommandForm, LongText, Text
from incidents.admin.commands.fields import CodeField, DateField, RecordField
from incidents.domain.source import Assessment, AssessSource, CorrectSource, GradeSource
from incidents.domain.values import Command

COLUMNS = ("title", "language", "published", "published_basis", "published_note", "byline", "url", "kind")


class CorrectForm(CommandForm):
    """Bibliographic data anew; only what differs is recorded. The text of a held source stays what it is."""

    title = gettext_lazy("correct the source")
    button = gettext_lazy("Correct")
    sends = (CorrectSource,)
    places = {
        "kind": "kind",
        "outlet": "outlet",
        "title": "title_of_source",
        "changes": "title_of_source",
        **{name: name for name in COLUMNS if name not in ("title", "kind")},
    }

    kind = CodeField("source_kinds", label=gettext_lazy("Kind"))
    outlet = RecordField(("actor",), label=gettext_lazy("Outlet"), required=False)
    title_of_source = Text(label=gettext_lazy("Title"), required=False)
    language = Text(label=gettext_lazy("Language"), required=False)
    published = DateField(label=gettext_lazy("Published"), required=False)
    published_basis = CodeField("date_bases", label=gettext_lazy("Basis of the date"), required=False)
    published_note = LongText(label=gettext_lazy("Note on the date"), required=False)
    byline = Text(label=gettext_lazy("Byline"), required=False)
    url = Text(label=gettext_lazy("Address"), required=False)

    def set_up(self) -> None:
        self.fields["outlet"].person = self.person
        self.initial["outlet"] = str(self.row.outlet_id or "")

    def current_values(self) -> Mapping[str, Any]:
        return {self._field(name): getattr(self.row, name) or "" for name in COLUMNS}

    def _field(self, column: str) -> str:
        return "title_of_source" if column == "title" else column

    def commands(self) -> Sequence[Command]:
        told: dict[str, Any] = {name: self.cleaned_data[self._field(name)] or None for name in COLUMNS}
        told["outlet"] = self.cleaned_data["outlet"] or None
        if told["published"] is None:
            told["published_basis"] = None
        same = {name: self.fields[self._field(name)].clean(getattr(self.row, name) or "") or None for name in COLUMNS}
        same["outlet"] = str(self.row.outlet_id) if self.row.outlet_id else None
        changes = {name: value for name, value in told.items() if value != same[name]}
        return [CorrectSource(id=str(self.row.id), changes=changes)] if changes else []


class GradeForm(CommandForm):
    title = gettext_lazy("grade the reliability")
    button = gettext_lazy("Grade")
    sends = (GradeSource,)
    places = {"reliability": "reliability"}
    reliability = CodeField("reliability", label=gettext_lazy("Reliability"))

    def current_values(self) -> Mapping[str, Any]:
        return {"reliability": self.row.reliability or ""}

    def commands(self) -> Sequence[Command]:
        return [GradeSource(id=str(self.row.id), reliability=self.cleaned_data["reliability"])]


class AssessSourceForm(CommandForm):
    title = gettext_lazy("assess the coding")
    button = gettext_lazy("Assess")
    sends = (AssessSource,)
    places = {"outcome": "outcome", "of": "of"}
    outcome = CodeField("assessments", label=gettext_lazy("What the coding came to"))
    of = RecordField(("source",), label=gettext_lazy("Copy of"), required=False)

    def set_up(self) -> None:
        self.fields["of"].person = self.person
        self.initial.setdefault("outcome", self.row.assessment or "")
        self.initial.setdefault("of", str(self.row.copy_of_id or ""))

    def commands(self) -> Sequence[Command]:
        told = Assessment(outcome=self.cleaned_data["outcome"], of=self.cleaned_data["of"] or None)
        return [AssessSource(id=str(self.row.id), assessment=told)]
