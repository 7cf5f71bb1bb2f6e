"""A form that sends commands: one submit is one batch with one reason, recorded whole or not at all.

A form says what it may send (`sends`), which streams it looked at (`streams`), what it sends (`commands`) and on which
of its fields a refusal of the domain belongs (`places`). Two hidden fields come with it: the versions that the
streams had when the page was made, and a key that makes sending twice harmless. `send` does the rest.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin.commands.conflict import Between, between
from incidents.admin.errors import translated
from incidents.admin.session import ids
from incidents.dispatch import Outcome, dispatch
from incidents.domain.errors import ConflictError, DomainError
from incidents.domain.person import Person
from incidents.domain.values import LONG_TEXT, Command, is_id
from incidents.log.errors import LogError
from incidents.models import Event
from incidents.permissions import ForbiddenError, may

INDEX = re.compile(r"\[(\d+)\]")
HIDDEN = ("key", "versions")
DAMAGED = gettext_lazy("This page is damaged: load it again.")


class Text(forms.CharField):
    """A text as the domain wants it: trimmed, line ends as one character, in Unicode form NFC."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")) if text else text


class LongText(Text):
    """A text of several lines."""

    widget = forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})


class CommandForm(forms.Form):
    """Base of all command forms. `row` is the record it is about (None: it opens one), `asked` the query of the page.

    `places` maps a path of the domain (`value.role`, `evidence`) to the field of this form that a refusal of it
    belongs to; the longest prefix wins, what matches nothing stands above the form.
    """

    title: Any = ""
    button: Any = gettext_lazy("Record")
    sends: tuple[type[Command], ...] = ()
    places: Mapping[str, str] = {}
    reason_required = False
    dangerous = False
    template = "incidents/admin/commands/form.html"

    key = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"required": DAMAGED, "invalid": DAMAGED, "null_characters": DAMAGED}
    )
    versions = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = LongText(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=LONG_TEXT,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text=gettext_lazy("Why; it stands in the log beside what you record."),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        person: Person,
        row: Any = None,
        asked: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data.copy() if data is not None else None, **kwargs)
        self.person = person
        self.row = row
        self.asked = asked or {}
        self.conflict: list[Between] = []
        self.is_conflict = False
        self.set_up()
        self._start_from(self.current_values())
        self.fields["reason"].required = self.reason_required
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])
        if not self.is_bound:
            self.initial.setdefault("key", ids.fresh())
            self.initial.setdefault("versions", json.dumps(self.current_versions()))

    # --- what a form says of itself

    def set_up(self) -> None:
        """Adapt the fields to the record and to what was asked, before anything is cleaned."""

    def current_values(self) -> Mapping[str, Any]:
        """Return what fields start from, as the record has it now. What the person leaves alone is left alone: a field
        not touched follows what others made of it meanwhile, and reverts nothing.
        """
        return {}

    def streams(self) -> Iterable[str]:
        """Return the streams whose versions the person has seen."""
        return [str(self.row.id)] if self.row is not None else []

    def commands(self) -> Sequence[Command]:
        """Return what the cleaned form sends. Raises ValidationError."""
        raise NotImplementedError

    def place(self, command: int, path: str) -> str | None:
        """Return the field that a refusal belongs to: of the command with this number, about this path."""
        return placed(path, self.places)

    def leads_to(self, outcome: Outcome) -> str | None:
        """Return the page to show when it is recorded; None for the record's own, or the list."""
        return None

    # --- what all have

    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Return (legend, fields) as the page shows them, the reason last."""
        return [("", self.shown)]

    def _start_from(self, current: Mapping[str, Any]) -> None:
        for name, value in current.items():
            self.fields[name].show_hidden_initial = True
            self.initial[name] = value
            own = self.add_prefix(name)
            seen, typed = self.data.get(f"initial-{own}"), self.data.get(own)
            if seen is not None and typed == seen:
                self.data[own] = self.data[f"initial-{own}"] = value or ""

    @classmethod
    def may_be_sent_by(cls, person: Person) -> bool:
        """Say whether the person's role covers all that the form may send."""
        return all(may(person, command) for command in cls.sends)

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields a person sees, the reason last."""
        return self.visible_fields()

    def new_id(self, *name: Any) -> str:
        """Return the id of something this form opens: the same however often the form is sent."""
        return ids.derived(str(self.cleaned_data["key"]), *map(str, name))

    def clean_versions(self) -> dict[str, int]:
        """Return {stream: version} as the page said it."""
        try:
            told = json.loads(self.cleaned_data["versions"] or "{}")
            return {str(stream): int(version) for stream, version in told.items() if is_id(stream)}
        except (ValueError, AttributeError, TypeError, RecursionError) as error:
            raise ValidationError(DAMAGED) from error

    def current_versions(self) -> dict[str, int]:
        """Return the versions that the form's streams have now."""
        row = {str(self.row.id): self.row.version} if hasattr(self.row, "version") else {}
        wanted = set(self.streams())
        return {**versions_of(wanted - row.keys()), **{id: row[id] for id in wanted & row.keys()}}

    def expected(self) -> dict[str, int]:
        """Return the versions that the person has seen of the form's streams; all of them are asked for."""
        seen = self.cleaned_data["versions"]
        return {stream: seen.get(stream, 0) for stream in self.streams()}

    def send(self) -> Outcome | None:
        """Send the commands of a valid form; None where they are refused, which the form then shows.

        Raises ForbiddenError where the person may not send them.
        """
        try:
            batch = tuple(self.commands())
            return dispatch(
                batch,
                person=self.person,
                reason=self.cleaned_data.get("reason") or None,
                expected=self.expected(),
                key=str(self.cleaned_data["key"]),
            )
        except ValidationError as error:
            self.add_error(None, error)
        except ForbiddenError:
            raise
        except ConflictError as error:
            self._conflict(error)
        except DomainError as error:
            self.refuse(error)
        except LogError as error:
            self.add_error(None, translated(error))
        return None

    def refuse(self, error: DomainError) -> None:
        """Show a refusal on the field it belongs to."""
        name = self.place(error.command or 0, error.field or "")
        self.add_error(name if name in self.fields and name not in HIDDEN else None, translated(error))

    def _conflict(self, error: ConflictError) -> None:
        """Show what happened in between; sent once more, the form is put on top of it."""
        if error.code == "key_reused":
            self.add_error(None, _("This form was sent before, with other content. Send it again to record this too."))
            self._put("key", ids.fresh())
            return
        self.is_conflict = True
        seen = self.expected()
        now = versions_of(seen)
        self.conflict = between(seen, self.person)
        self._put("versions", json.dumps(now))

    def _put(self, name: str, value: str) -> None:
        self.data[self.add_prefix(name)] = value


def placed(path: str, places: Mapping[str, str]) -> str | None:
    """Return the field for a path of the domain: that of its longest prefix in `places`, indexes left out."""
    parts = INDEX.sub("", path).split(".") if path else []
    for length in range(len(parts), 0, -1):
        if (name := places.get(".".join(parts[:length]))) is not None:
            return name
    return places.get("")


def index_in(path: str, list_name: str) -> int | None:
    """Return the number in a path such as `claims[2].value`, None where it is about something else."""
    found = re.match(rf"{list_name}\[(\d+)\]", path)
    return int(found[1]) if found else None


def versions_of(streams: Iterable[str]) -> dict[str, int]:
    """Return the version that each of these streams has now; those without events are left out."""
    found = Event.objects.filter(stream_id__in=[UUID(stream) for stream in streams])
    newest = found.order_by().values("stream_id").annotate(newest=Max("version"))
    return {str(row["stream_id"]): row["newest"] for row in newest}
