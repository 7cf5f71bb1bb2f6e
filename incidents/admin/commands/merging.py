"""Forms that merge one record into another and take a merge back, for incidents and actors.

A merge shows first what moves. Taking it back is possible at any time; what was recorded on the survivor since is
listed, and what is ticked goes along to the record that stands for itself again.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin import labels, values
from incidents.admin.commands.base import CommandForm
from incidents.admin.commands.evidence_rows import evidence_of
from incidents.admin.commands.fields import RecordField
from incidents.admin.history import event_name
from incidents.admin.history import streams as events_of
from incidents.admin.names import Names, page_of
from incidents.dispatch import Outcome
from incidents.domain.actor import MergeActors, ReverseActorMerge
from incidents.domain.claiming import RecordClaim, WithdrawClaim
from incidents.domain.claims import Claim
from incidents.domain.incident import MergeIncidents, ReverseIncidentMerge
from incidents.domain.values import Command
from incidents.models import Claim as ClaimRow
from incidents.readmodels import related


class MergeForm(CommandForm):
    """Merges this record into the one named `into` in the query; without one it asks for it first."""

    button = gettext_lazy("Merge")
    template = "incidents/admin/commands/merge.html"
    dangerous = True
    kind: str
    into = RecordField(("incident",), label=gettext_lazy("Into which record"))

    def set_up(self) -> None:
        self.unclear: tuple[list[str], list[Any]] | None = None
        self.survivor = self._survivor()
        field = RecordField((self.kind,), self._same(), label=_("Into which record"))
        field.person = self.person
        self.fields["into"] = field
        if self.survivor:
            self.fields["into"].widget = forms.HiddenInput()
            self.initial["into"] = self.survivor

    def _same(self) -> tuple[str, ...]:
        """Return the kinds of actor that this one may be merged into: its own."""
        return (self.row.kind,) if self.kind == "actor" else ()

    def _survivor(self) -> str:
        """Return the survivor asked for, empty until there is one."""
        field = RecordField((self.kind,), self._same(), required=False)
        field.person = self.person
        try:
            found = field.clean((self.asked.get("into_chosen") or self.asked.get("into_id"), self.asked.get("into")))
        except ValidationError as error:
            self.unclear = (error.messages, field.widget.offered)
            return ""
        if found == str(self.row.id):
            self.unclear = ([_("A record cannot be merged into itself.")], [])
            return ""
        return found

    def streams(self) -> Iterable[str]:
        return [str(self.row.id), *([self.survivor] if self.survivor else [])]

    def commands(self) -> Sequence[Command]:
        if self.cleaned_data["into"] != self.survivor:
            raise ValidationError(_("Look at what moves first."))
        return [self.sends[0](id=str(self.row.id), into=self.survivor)]

    def moves(self) -> dict[str, Any]:
        """Return what goes over to the survivor: claims, and the records that name the one merged away."""
        if not self.survivor:
            return {}
        id = str(self.row.id)
        claims = [claim for claim in related.claims(subject=id, person=self.person) if claim.status == "active"]
        users = _users(self.kind, id, self.person)
        told = ([[c.property, c.value] for c in claims], users, self.survivor, id)
        names = Names.within(*told)
        return {
            "survivor": names.link(self.survivor),
            "other_way": f"{_form(self.kind, self.survivor, 'merge')}?into={id}&into_id={id}",
            "claims": [_claim(claim, names) for claim in claims],
            "users": [(str(title), [names.link(user) for user in found]) for title, found in users.items() if found],
        }

    def leads_to(self, outcome: Outcome) -> str | None:
        return page_of(self.kind, self.survivor)


class MergeIncidentForm(MergeForm):
    title = gettext_lazy("merge into another incident")
    sends = (MergeIncidents,)
    kind = "incident"


class MergeActorForm(MergeForm):
    title = gettext_lazy("merge into another actor")
    sends = (MergeActors,)
    kind = "actor"


class ReverseForm(CommandForm):
    """Takes a merge back, and moves what was recorded on the survivor since as far as it is ticked."""

    title = gettext_lazy("take the merge back")
    button = gettext_lazy("Take it back")
    template = "incidents/admin/commands/reverse.html"
    kind: str
    move = forms.MultipleChoiceField(
        label=gettext_lazy("Recorded since on the record it was merged into; tick what belongs to this one"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def set_up(self) -> None:
        self.into = str(self.row.merged_into_id or "")
        self.since = _merged_at(str(self.row.id)) if self.into else 0
        self.newer = {str(claim.id): claim for claim in self._newer_claims()} if self.into else {}
        names = Names.within([[c.property, c.value, c.subject_id] for c in self.newer.values()])
        self.fields["move"].choices = [(id, self._label(claim, names)) for id, claim in self.newer.items()]
        if not self.newer:
            self.fields["move"].widget = forms.MultipleHiddenInput()

    def _newer_claims(self) -> Iterable[ClaimRow]:
        """Return the claims recorded on the survivor since, then those by which statements joined it since."""
        newer = related.rows("claim", person=self.person).filter(position__gt=self.since, status="active")
        found = list(newer.filter(recorded_in=self.into, subject_id=self.into).order_by("position", "id"))
        if self.kind == "incident":
            joined = newer.filter(subject_kind="statement", property="incident", value=self.into)
            found += joined.order_by("position", "id")
        return found

    def _label(self, claim: ClaimRow, names: Names) -> Any:
        shown = _claim(claim, names)
        subject = names.link(claim.subject_id) if str(claim.subject_id) != self.into else ""
        return values.joined([values.labelled(*shown), subject], " – ")

    def streams(self) -> Iterable[str]:
        return [str(self.row.id), *([self.into] if self.into else [])]

    def commands(self) -> Sequence[Command]:
        moved = [self.newer[id] for id in self.cleaned_data["move"]]
        return [self.sends[0](id=str(self.row.id)), *(command for claim in moved for command in self._move(claim))]

    def _move(self, claim: ClaimRow) -> list[Command]:
        """Return the commands that record a claim anew where it belongs, and take it back where it stood."""
        id = str(self.row.id)
        of_survivor = str(claim.subject_id) == self.into
        home, value = (id, claim.value) if of_survivor else (str(claim.recorded_in), id)
        told = Claim(
            claim=self.new_id("moved", claim.id),
            property=claim.property,
            value=value,
            evidence=tuple(evidence_of(piece) for piece in claim.evidence),
            credibility=claim.credibility,
            basis=claim.basis,
            note=claim.note,
        )
        return [
            RecordClaim(kind=claim.subject_kind, id=home, claim=told),
            WithdrawClaim(kind=claim.subject_kind, id=str(claim.recorded_in), claim=str(claim.id)),
        ]

    def users(self) -> list[Any]:
        """Return the records that came to name the survivor since: they are put right on their own pages."""
        if not self.into:
            return []
        found = self._users_of_incident() if self.kind == "incident" else self._users_of_actor()
        used = [id for id in found if id != str(self.row.id)]
        return Names.within(used).links(used)

    def _users_of_actor(self) -> list[str]:
        return [id for _kind, id in related.used_since(actor=self.into, position=self.since)]

    def _users_of_incident(self) -> list[str]:
        """Return the links made with the survivor since, then the statements that came to be about it."""
        links = _ids(related.links(record=self.into, person=self.person).filter(status="active"))
        made = [event.stream_id for event in events_of(links) if event.version == 1 and event.position > self.since]
        newer = related.rows("claim", person=self.person).filter(position__gt=self.since, status="active")
        about = newer.filter(subject_kind="statement", property="about", value__id=self.into).order_by("position", "id")
        return list(dict.fromkeys([*map(str, made), *(str(claim.subject_id) for claim in about)]))

    def others(self) -> list[dict[str, Any]]:
        """Return what else happened to the survivor since: events that are looked at, not moved."""
        if not self.into:
            return []
        events = [event for event in events_of([self.into]) if event.position > self.since]
        return [
            {
                "position": event.position,
                "title": event_name(event.type),
                "person": event.metadata.get("person", ""),
            }
            for event in events
            if event.type != "ClaimRecorded"
        ]


class ReverseIncidentForm(ReverseForm):
    sends = (ReverseIncidentMerge,)
    kind = "incident"


class ReverseActorForm(ReverseForm):
    sends = (ReverseActorMerge,)
    kind = "actor"


def _merged_at(record: str) -> int:
    """Return the position of the merge that stands."""
    merges = [event for event in events_of([record]) if event.type in ("IncidentsMerged", "ActorsMerged")]
    return merges[-1].position if merges else 0


def _users(kind: str, id: str, person: Any) -> dict[Any, list[str]]:
    """Return the records that name this one, under what they are."""
    if kind == "actor":
        uses = related.actor_uses(actor=id)
        return {labels.kind_name(used): [record for record, _keys in found] for used, (_count, found) in uses.items()}
    links = related.links(record=id, person=person)
    return {
        _("statements"): _ids(related.statements(incident=id, person=person)),
        _("statements about it"): _ids(related.about(record=id, person=person)),
        _("links"): _ids(links),
    }


def _ids(rows: QuerySet) -> list[str]:
    return [str(row.id) for row in rows]


def _claim(claim: ClaimRow, names: Names) -> tuple[Any, Any]:
    return (
        values.property_title(claim.subject_kind, claim.property, names),
        values.readable(claim.subject_kind, claim.property, claim.value, names),
    )


def _form(kind: str, id: str, name: str) -> str:
    return f"{page_of(kind, id).removesuffix('change/')}{name}/"
