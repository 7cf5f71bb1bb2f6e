"""The fields that make up the value of a property: one set for each property a form has, whatever its shape."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from incidents.admin import labels
from incidents.admin.commands.base import CommandForm, LongText, Text
from incidents.admin.commands.fields import CodeField, DateField, RecordField, read_date
from incidents.admin.session import shapes
from incidents.admin.session.shapes import Part
from incidents.codebook import Property
from incidents.domain.claims import Claim
from incidents.domain.dates import DateError
from incidents.domain.evidence import Evidence

SPEAKERS = 4  # fields for several actors in one value
DATES = {("edtf", "value"), ("ordinal", "window"), ("tenure", "from"), ("tenure", "to")}

# Where a refusal of the value as a whole stands, for shapes whose first field is part of the key.
VALUE_AT = {"quantity": "low", "tenure": "from", "participation": "actor"}


class Inputs:
    """The fields of one property on a form; `prefix` sets them apart where a form has several."""

    def __init__(
        self, form: CommandForm, kind: str, code: str, *, prefix: str = "", required: bool = True, number: int = 0
    ) -> None:
        self.form, self.kind, self.prefix, self.required = form, kind, prefix or f"{code}_", required
        self.number = number  # of several sets of fields for one property
        found = shapes.definition(kind, code)
        if found is None:
            raise LookupError(code)
        self.property: Property = found
        self.parts = shapes.parts(found)
        for part in self.parts:
            for name in self._names(part):
                form.fields[name] = self._field(part, first=name == self._names(part)[0])

    def _names(self, part: Part) -> list[str]:
        name = f"{self.prefix}{part.name}"
        return [f"{name}_{number}" for number in range(1, SPEAKERS + 1)] if part.input == "records" else [name]

    @property
    def names(self) -> list[str]:
        """The names of all fields."""
        return [name for part in self.parts for name in self._names(part)]

    def _field(self, part: Part, *, first: bool) -> forms.Field:
        told = {"label": self._label(part), "required": self.required and part.required and first}
        if part.input in ("record", "records"):
            field = RecordField(part.kinds, part.of, **told)
            field.person = self.form.person
            return field
        if part.input == "choice":
            return CodeField(part.terms, only=self._codes(part), initial=part.default, **told)
        if (self.property.value, part.name) in DATES:
            return DateField(**told)
        return (LongText if part.input == "long" else Text)(**told)

    def _label(self, part: Part) -> str:
        """Return the label of an input: with several properties on a form, the property's too."""
        own = labels.property_name(self.kind, self.property.code) + (f" {self.number}" if self.number else "")
        if len(self.parts) == 1 or (part.name == "value" and self.property.basis):
            return _capital(own)
        return _capital(str(part.label)) if self.prefix == "value_" else f"{_capital(own)}: {part.label}"

    def _codes(self, part: Part) -> set[str] | None:
        """Return the codes offered: of the types, those that are done and not only said."""
        if part.terms != "types":
            return None
        types = shapes.codebook.current().types
        return {code for code, found in types.items() if found.records_as == "incident"}

    def bound(self) -> list[forms.BoundField]:
        return [self.form[name] for name in self.names]

    def start(self, stored: str = "", value: Any = None) -> None:
        """Fill the fields with a property's key, and a value in its shape."""
        keys = dict(zip(self.property.keys, stored.split(":")[1:], strict=False))
        told = value if isinstance(value, dict) and self.property.value != "record" else {"value": value}
        if isinstance(value, dict) and self.property.value == "record":
            told = {"value": f"{value.get('kind')}:{value.get('id')}"}
        for part in self.parts:
            found = {**told, **keys}.get(part.name)
            names = self._names(part)
            for name, one in zip(names, found if isinstance(found, list) else [found], strict=False):
                if one is not None:
                    self.form.initial[name] = one

    def given(self) -> dict[str, Any]:
        """Return what was entered, by part."""
        told = self.form.cleaned_data
        found: dict[str, Any] = {}
        for part in self.parts:
            values = [told.get(name) or "" for name in self._names(part)]
            found[part.name] = [one for one in values if one] if part.input == "records" else values[0]
        return found

    @property
    def is_empty(self) -> bool:
        return shapes.is_empty(self.property, self.given())

    def claim(self, id: str, evidence: tuple[Evidence, ...], **more: Any) -> Claim:
        """Return the claim that was entered."""
        given = self.given()
        return Claim(
            claim=id,
            property=shapes.stored_name(self.property, given),
            value=shapes.value(self.property, given),
            evidence=evidence,
            basis=(given.get("basis") or None) if self.property.basis else None,
            **more,
        )

    def place(self, path: str) -> str | None:
        """Return the field that a refusal of the claim belongs to, None where it is not about the value."""
        name = VALUE_AT.get(self.property.value) if path == "value" else None
        name = name or shapes.part_at(self.property, path)
        part = next((part for part in self.parts if part.name == name), None)
        return self._names(part)[0] if part else None

    def tell_dates(self) -> None:
        """Say beside each date what it means, where it can be read."""
        for part in self.parts:
            name = f"{self.prefix}{part.name}"
            told = self.form.data.get(self.form.add_prefix(name)) if self.form.is_bound else None
            if (self.property.value, part.name) in DATES and told:
                try:
                    self.form.fields[name].meaning = read_date(told)
                except DateError:
                    continue  # the refusal of the form says it


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def credibility_field() -> CodeField:
    """Return the field for the Admiralty digit of a claim; empty means not assessed."""
    return CodeField("credibility", label=_("Credibility"), required=False, help_text=_("Empty: not assessed."))
