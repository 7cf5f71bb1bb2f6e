"""Fields of command forms: records by name, codes with their labels, dates with their bounds.

A record is typed by name. A script offers what fits; without one the server takes the record that is called so, and
where several may be meant it asks which one. Nobody is taken for somebody else because their names are alike.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _

from incidents import codebook
from incidents.admin import errors, labels
from incidents.admin.commands.base import Text
from incidents.admin.names import TEXTS
from incidents.admin.session.find import EDGES, Found, find
from incidents.domain import dates
from incidents.domain.person import Person
from incidents.domain.values import is_id
from incidents.readmodels import related

MANY = 12  # codes in one list from which on it is no longer short


class RecordWidget(forms.TextInput):
    """A name, with the id it stands for in a hidden input, and the choices where it stands for several."""

    template_name = "incidents/admin/commands/record.html"

    def __init__(self, kinds: Collection[str], of: Collection[str] = ()) -> None:
        super().__init__({"autocomplete": "off", "class": "vTextField"})
        self.kinds, self.of = tuple(kinds), tuple(of)
        self.offered: list[Found] = []

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        id, words = split(value)
        address = reverse("admin:find", args=["+".join(self.kinds)], query={"of": "+".join(self.of)})
        context = super().get_context(name, words or (name_of(id) if id else ""), attrs)
        context["widget"]["attrs"]["data-find"] = address
        return {**context, "id": id, "offered": self.offered, "several": len(self.kinds) > 1}

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        chosen = data.get(f"{name}_chosen")
        return (chosen, "") if chosen else (data.get(f"{name}_id", ""), data.get(name, ""))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not {name, f"{name}_id", f"{name}_chosen"} & set(data)


class RecordField(forms.Field):
    """A record of some kinds, actors of the kinds `of`; cleaned it is an id, with several kinds `<kind>:<id>`.

    The form hands its person on: `field.person`.
    """

    def __init__(self, kinds: Collection[str], of: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(widget=RecordWidget(kinds, of), **kwargs)
        self.kinds, self.of = tuple(kinds), tuple(of)
        self.person: Person | None = None

    def clean(self, value: Any) -> str:
        id, words = split(value)
        if id and (not words or words == name_of(id)):
            return self._known(id)
        if not words:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return ""
        return self._named(words)

    def _known(self, told: str) -> str:
        id = told.partition(":")[2] or told
        found = related.by_id([id], kinds=self.kinds) if is_id(id) else {}
        if id not in found:
            raise ValidationError(_("There is no such record: choose one by its name."), code="unknown")
        return self._told(found[id][0], id)

    def _named(self, words: str) -> str:
        """Return the record that is called so, if it is the only one."""
        if is_id(words):
            return self._known(words)
        bare = " ".join(part for word in words.split() if (part := word.strip(EDGES)))
        found = find(bare, kinds=self.kinds, of=self.of, person=self.person)
        exact = [record for record in found if record.text.casefold() == words.casefold()]
        if len(exact) == 1:
            return self._told(exact[0].kind, exact[0].id)
        self.widget.offered = exact or found
        if not found:
            raise ValidationError(_("Nothing is called “{words}”.").format(words=words), code="unknown")
        raise ValidationError(_("Choose which one is meant."), code="several")

    def _told(self, kind: str, id: str) -> str:
        return f"{kind}:{id}" if len(self.kinds) > 1 else id


def split(value: Any) -> tuple[str, str]:
    """Return (id, words) of what a form holds: a pair as it was sent, or an id."""
    if isinstance(value, tuple | list):
        return str(value[0] or ""), " ".join(str(value[1] or "").replace("\0", "").split())
    return str(value or ""), ""


def name_of(id: str) -> str:
    """Return what a record is called, as the fields write it; nothing for an id that is none."""
    id = id.partition(":")[2] or id
    found = related.by_id([id]) if is_id(id) else {}
    if id not in found:
        return ""
    kind, row = found[id]
    return " ".join(TEXTS[kind](row).split())


class CodeField(forms.ChoiceField):
    """A code of one list of the codebook, by its label in the user's language."""

    def __init__(self, list_name: str, *, only: Collection[str] | None = None, **kwargs: Any) -> None:
        super().__init__(choices=lambda: code_choices(list_name, only), **kwargs)

    def valid_value(self, value: Any) -> bool:
        """Let the domain refuse an unknown code: it says which ones there are."""
        return True


def code_choices(list_name: str, only: Collection[str] | None = None) -> list[tuple[str, str]]:
    """Return (code, label) of a list, an empty one first; countries by their names."""
    if list_name == "countries":
        found = {code: name.get(labels.language()) for code, name in codebook.current().countries.items()}
        ordered = sorted(found.items(), key=lambda item: item[1])
        return [("", labels.EMPTY), *((code, labels.with_code(name, code)) for code, name in ordered)]
    codes = [code for code in codebook.current().lists[list_name] if only is None or code in only]
    shown = [(str(code), labels.option(list_name, code)) for code in codes]
    return [("", labels.EMPTY), *(sorted(shown, key=lambda item: item[1]) if len(shown) > MANY else shown)]


class DateField(Text):
    """A date in EDTF, taken in its canonical spelling. What it means is shown beside it, as soon as it can be read."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        try:
            return dates.parse(text.strip()).text if text else text
        except dates.DateError:
            return text  # the domain says what is wrong with it

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {
            **super().widget_attrs(widget),
            "data-date": reverse_lazy("admin:find_date"),
            "class": "vTextField date",
        }


def read_date(text: str) -> str:
    """Return what an EDTF string means: its bounds in words. Raises DateError."""
    parsed = dates.parse(text.strip())
    bounds = _("{first} to {last}").format(first=parsed.earliest or "…", last=parsed.latest or "…")
    if parsed.earliest == parsed.latest:
        bounds = str(parsed.earliest)
    spelling = "" if parsed.text == text.strip() else " " + _("(written “{text}”)").format(text=parsed.text)
    return f"{bounds}{spelling}"


def date_error(error: dates.DateError) -> str:
    """Return why a text is no date, in the language of the page."""
    return errors.translated(error)
