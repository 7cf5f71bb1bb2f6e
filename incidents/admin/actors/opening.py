"""The form that registers an actor: its kind, its names, and what else is known at once."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin.commands.fields import CodeField
from incidents.admin.commands.grounds import GroundsForm
from incidents.admin.commands.opening import OpeningForm
from incidents.admin.names import Named
from incidents.domain.actor import RegisterActor
from incidents.domain.values import Command
from incidents.readmodels import likeness

NAMES = 3  # sets of fields for names; more are claimed on the actor's page


class RegisterActorForm(OpeningForm):
    title = gettext_lazy("register an actor")
    button = gettext_lazy("Register")
    sends = (RegisterActor,)
    kind = "actor"
    own = ("kind_of_actor",)
    required = ("name",)
    optional = (*["name"] * (NAMES - 1), "country", "belongs_to", "tenure", "rank")
    places = {**GroundsForm.places, "kind": "kind_of_actor", "claims": "name_text"}

    kind_of_actor = CodeField("actor_kinds", label=gettext_lazy("Kind of actor"))
    another = forms.BooleanField(
        label=gettext_lazy("It is somebody else than those"), required=False, widget=forms.HiddenInput
    )

    def _numbered(self, codes: Iterable[str]) -> Iterable[tuple[str, int]]:
        """Number the further sets of fields after the required ones."""
        seen = dict.fromkeys(self.required, 2)
        for code in codes:
            yield code, seen.get(code, 0)
            seen[code] = seen.get(code, 0) + 1

    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        (title, own), *others = super().groups()
        shown = [self["another"]] if not self["another"].is_hidden else []
        return [(title, [own[0], *shown, *own[1:]]), *others]

    def clean(self) -> None:
        """Ask back where there are actors of that name: they may be the same one. Raises ValidationError."""
        super().clean()
        if self.errors or self.cleaned_data.get("another"):
            return
        names = [self.cleaned_data.get(name) for one in self.inputs for name in one.names if name.endswith("_text")]
        kind = self.cleaned_data["kind_of_actor"]
        found = likeness.called_like([name for name in names if name], kind, person=self.person)
        if not found:
            return
        self.fields["another"].widget = forms.CheckboxInput()
        links = format_html_join(", ", "{}", ((Named("actor", str(one.row.record), one.row).link(),) for one in found))
        sentence = _("There is already: {actors}. If this is somebody else, say so below; if not, add the name there.")
        raise ValidationError(format_html(sentence, actors=links))

    def commands(self) -> Sequence[Command]:
        claims = self.told_claims(self.told_evidence())
        return [RegisterActor(id=self.new_id(self.kind), kind=self.cleaned_data["kind_of_actor"], claims=claims)]
