"""A form whose batch is about many records: shown first, with what would be refused, then recorded as a whole.

The first sending shows a preview: every command is decided, and nothing is recorded. What is refused can be left out.
The second one records, in one transaction, if nothing is refused and no record has changed in between.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from django import forms
from django.utils.translation import gettext as _

from incidents.admin.commands.base import CommandForm, versions_of
from incidents.admin.commands.conflict import between
from incidents.admin.errors import translated
from incidents.admin.names import Names
from incidents.dispatch import Outcome, dispatch, together
from incidents.domain.errors import DomainError
from incidents.domain.person import Person
from incidents.domain.values import Command, is_id
from incidents.log import receipts
from incidents.permissions import ForbiddenError

SHOWN = 100  # records named in a preview, of those refused and of the others
MOST = 5_000  # records of one batch
CHUNK = 50  # decided together; where one of them is refused each is decided alone


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A record and what is asked of it; nothing where it already is as wanted. `now` is what it says so far, `refusal`
    why the desk refuses it, whatever the domain would say.
    """

    id: str
    commands: tuple[Command, ...] = ()
    now: str = ""
    refusal: str = ""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A record in a preview, by name, with what it says so far, and why it is refused."""

    link: Any
    now: str = ""
    refusal: str = ""


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """What a batch would do: to how many records, which are refused, and which need nothing."""

    ready: int
    events: int
    idle: int
    refused: int
    lines: tuple[Line, ...]
    refusals: tuple[Line, ...]


def refusals(items: Sequence[Item], *, person: Person) -> tuple[dict[str, str], int]:
    """Return {record: why it would be refused} and how many events the others lead to. Nothing is recorded.

    Raises ForbiddenError where the role does not cover what is asked.
    """
    found = {item.id: item.refusal for item in items if item.refusal}
    asked = [item for item in items if item.commands and not item.refusal]
    events = 0
    with together(dry_run=True):
        for start in range(0, len(asked), CHUNK):
            chunk = asked[start : start + CHUNK]
            try:
                events += len(dispatch(flat(chunk), person=person).events)
            except ForbiddenError:
                raise
            except DomainError:
                events += _one_by_one(chunk, person, found)
    return found, events


def _one_by_one(items: Iterable[Item], person: Person, found: dict[str, str]) -> int:
    events = 0
    for item in items:
        try:
            events += len(dispatch(item.commands, person=person).events)
        except DomainError as error:
            found[item.id] = translated(error)
    return events


def flat(items: Iterable[Item]) -> list[Command]:
    """Return the commands of items, one after the other."""
    return [command for item in items for command in item.commands]


class BatchForm(CommandForm):
    """Base of the forms about many records: `records` are those chosen, `ask` says what is asked of each."""

    template = "incidents/admin/bulk/batch.html"
    changed = forms.CharField(widget=forms.HiddenInput, required=False)
    preview: Preview | None = None

    def records(self) -> Sequence[str]:
        """Return the records that the cleaned form is about, in order."""
        return list(self.cleaned_data["versions"])

    def ask(self, records: Sequence[str]) -> list[Item]:
        """Return what is asked of each of these records. Raises ValidationError."""
        raise NotImplementedError

    def leave_out(self, records: Iterable[str]) -> None:
        """Take records out of the form."""
        out = set(records)
        kept = {id: version for id, version in self.cleaned_data["versions"].items() if id not in out}
        self.cleaned_data["versions"] = kept
        self._put("versions", json.dumps(kept))

    def streams(self) -> Iterable[str]:
        return self.cleaned_data["versions"] if self.is_bound else ()

    def clean_changed(self) -> list[str]:
        """Return the records that had changed when the page was made."""
        try:
            told = json.loads(self.cleaned_data["changed"] or "[]")
        except (ValueError, RecursionError):
            return []
        return [id for id in told if is_id(id)] if isinstance(told, list) else []

    def clean(self) -> None:
        super().clean()
        if "versions" not in self.errors and not self.records():
            self.add_error(None, _("Choose one record at least."))
        if "versions" not in self.errors and len(self.cleaned_data["versions"]) > MOST:
            self.add_error(None, _("These are more than {most} records: choose fewer.").format(most=MOST))

    def commands(self) -> Sequence[Command]:
        return flat(self.ask(self.records()))

    def send(self) -> Outcome | None:
        """Record where that was asked for and nothing stands against it; else show what would happen."""
        step = self.data.get("step", "preview")
        if step == "record" and receipts.find(self.person.name, str(self.cleaned_data["key"])) is not None:
            return super().send()  # sent twice: dispatch says so
        if step == "leave_out_changed":
            self.leave_out(self.cleaned_data["changed"])
        elif self._has_changed():
            return None
        items = self.ask(self.records())
        refused, events = refusals(items, person=self.person)
        if step == "leave_out_refused" and refused:
            self.leave_out(refused)
            items = [item for item in items if item.id not in refused]
            refused = {}
        if step == "record" and not refused and (outcome := super().send()) is not None:
            return outcome
        self._show(items, refused, events)
        return None

    def _has_changed(self) -> bool:
        """Show what other people have recorded on these records since they were chosen, if anything."""
        seen = self.expected()
        now = versions_of(seen)
        changed = {id: version for id, version in seen.items() if now.get(id, 0) != version}
        if not changed:
            return False
        self.is_conflict = True
        self.conflict = between(changed, self.person)
        self._put("versions", json.dumps({**seen, **{id: now.get(id, 0) for id in changed}}))
        self._put("changed", json.dumps(list(changed)))
        return True

    def _show(self, items: list[Item], refused: dict[str, str], events: int) -> None:
        ready = [item for item in items if item.commands and item.id not in refused]
        idle = sum(not item.commands for item in items)
        named = [*list(refused)[:SHOWN], *(item.id for item in ready[:SHOWN])]
        names = Names(named)
        self.preview = Preview(
            ready=len(ready),
            events=events,
            idle=idle,
            refused=len(refused),
            lines=tuple(Line(link=names.link(item.id), now=item.now) for item in ready[:SHOWN]),
            refusals=tuple(Line(link=names.link(id), refusal=why) for id, why in list(refused.items())[:SHOWN]),
        )
