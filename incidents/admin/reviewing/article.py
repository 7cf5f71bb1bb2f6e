"""Review by article: all incidents that the coding of one source touched, taken a step further in one batch."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin import columns, labels, names
from incidents.admin.bulk import notes
from incidents.admin.bulk.batch import BatchForm, Item
from incidents.admin.commands.base import LongText
from incidents.admin.names import Named
from incidents.domain.incident import PublishIncident, ReviewIncident, SubmitIncident
from incidents.domain.values import Command
from incidents.permissions import may
from incidents.readmodels import reviewing

# What is done with the incidents chosen, and the commands that each of them takes.
STEPS: dict[str, tuple[Any, tuple[type[Command], ...]]] = {
    "submit": (gettext_lazy("submit for review"), (SubmitIncident,)),
    "approve_publish": (gettext_lazy("approve and publish"), (ReviewIncident, PublishIncident)),
    "approve": (gettext_lazy("approve, and publish later"), (ReviewIncident,)),
    "publish": (gettext_lazy("publish what is approved"), (PublishIncident,)),
    "return": (gettext_lazy("return with a remark"), (ReviewIncident,)),
}


class ArticleForm(BatchForm):
    title = gettext_lazy("review by article")
    button = gettext_lazy("Record")
    sends = (SubmitIncident,)
    template = "incidents/admin/reviewing/article.html"
    places = {"remark": "remark"}

    incidents = forms.MultipleChoiceField(label=gettext_lazy("Incidents"), widget=forms.CheckboxSelectMultiple)
    what = forms.ChoiceField(label=gettext_lazy("What to do with them"), widget=forms.RadioSelect)
    remark = LongText(label=gettext_lazy("Remark"), required=False)

    def set_up(self) -> None:
        self.touched, self.loose = reviewing.touched_by(str(self.row.id))
        self.parts = reviewing.published_together([str(row.id) for row in self.touched])
        self.said = reviewing.statements_of(self.touched)
        self.fields["incidents"].choices = [(str(row.id), names.incident_text(row)) for row in self.touched]
        allowed = [(name, title) for name, (title, sent) in STEPS.items() if all(may(self.person, one) for one in sent)]
        self.fields["what"].choices = allowed
        waiting = [str(row.id) for row in self.touched if row.status in ("draft", "in_review")]
        self.initial.setdefault("incidents", waiting)
        in_review = any(row.status == "in_review" for row in self.touched)
        self.initial.setdefault("what", "approve_publish" if in_review and len(allowed) > 1 else "submit")

    @property
    def shown(self) -> list[forms.BoundField]:
        return [field for field in super().shown if field.name != "incidents"]

    @property
    def choices(self) -> list[dict[str, Any]]:
        """Return the incidents with their boxes, their statements and whose work they are."""
        own = self._authored()
        boxes = {box.data["value"]: box for box in self["incidents"].subwidgets}
        return [self._choice(row, boxes[str(row.id)], str(row.id) in own) for row in self.touched]

    def _authored(self) -> set[str]:
        return reviewing.authored({str(row.id): row.published_at or 0 for row in self.touched}, person=self.person)

    def _choice(self, row: Any, box: Any, own: bool) -> dict[str, Any]:
        return {
            "box": box.tag(),
            "for": box.id_for_label,
            "id": row.id,
            "text": names.incident_text(row),
            "status": columns.badge(row.status, labels.label("statuses", row.status)),
            "own": own,
            "statements": [Named("statement", str(s.id), s).link() for s in self.said.get(str(row.id), [])],
        }

    @property
    def loose_links(self) -> list[Any]:
        """Return the statements that belong to no incident, and so are published with none."""
        return [Named("statement", str(row.id), row).link() for row in self.loose]

    def streams(self) -> Iterable[str]:
        chosen = set(self.cleaned_data.get("incidents", ())) if self.is_bound else {str(row.id) for row in self.touched}
        return [*chosen, *(part for part, incident in self.parts.items() if incident in chosen)]

    def records(self) -> Sequence[str]:
        return self.cleaned_data.get("incidents", [])

    def leave_out(self, records: Iterable[str]) -> None:
        """Untick incidents; a statement stands for its incident."""
        out = {self.parts.get(record, record) for record in records}
        kept = [id for id in self.records() if id not in out]
        self.cleaned_data["incidents"] = kept
        self.data.setlist(self.add_prefix("incidents"), kept)

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("what") == "return" and not self.cleaned_data.get("remark"):
            raise ValidationError({"remark": _("Say what is missing, so that it can be mended.")})

    def ask(self, records: Sequence[str]) -> list[Item]:
        submits = self.cleaned_data["what"] == "submit"
        needed = {str(row.id): notes.needed(row) for row in self.touched} if submits else {}
        return [Item(id=id, commands=tuple(self._commands(id)), refusal=needed.get(id, "")) for id in records]

    def _commands(self, id: str) -> Iterable[Command]:
        what, remark = self.cleaned_data["what"], self.cleaned_data["remark"] or None
        for sent in STEPS[what][1]:
            if sent is ReviewIncident:
                yield ReviewIncident(id=id, decision="return" if what == "return" else "approve", remark=remark)
            else:
                yield sent(id=id)
