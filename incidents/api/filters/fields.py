"""Forms of query parameters: each refuses what is malformed with a sentence, and says in OpenAPI what it takes."""

import re
from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from incidents.domain.values import is_id

MOST = 100  # values in one parameter
LONGEST = 200  # characters of a text
TRUE, FALSE = ("true", "1"), ("false", "0")
LARGEST = 10**18
DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
UUID_PATTERN = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"

Schema = dict[str, Any]
Check = Callable[[str], Any]


class Parameter(forms.Field):
    """One parameter: `check` reads its text and raises ValidationError; `schema` is its OpenAPI schema.

    With `str` for a check the text is handed on as it is, to be read below.
    """

    def __init__(self, *, check: Check, schema: Schema, listed: bool = False, **kwargs: Any) -> None:
        kwargs["required"] = False
        super().__init__(**kwargs)
        self.check = check
        self.schema = {"type": "array", "items": schema, "maxItems": MOST} if listed else schema
        self.listed = listed

    def clean(self, value: Any) -> Any:
        if not value:
            raise ValidationError(_("This parameter needs a value; leave it out to ask for everything."), "empty")
        if not self.listed or self.check is str:
            return self.check(value)
        parts = value.split(",")
        if len(parts) > MOST:
            raise ValidationError(_("This parameter takes {most} values at most.").format(most=MOST), "too_many_values")
        return [self.check(part) for part in parts]


def one_of(known: Collection[str]) -> Check:
    """Return the check for one of a few words."""

    def check(text: str) -> str:
        if text not in known:
            detail = _("“{value}” is none of: {known}.").format(value=text[:LONGEST], known=", ".join(sorted(known)))
            raise ValidationError(detail, "unknown_value")
        return text

    return check


def an_id(text: str) -> str:
    """Return a record's id."""
    if not is_id(text):
        raise ValidationError(
            _("“{value}” is no record id; give a lower-case UUID.").format(value=text[:40]), "invalid_id"
        )
    return text


def whole(low: int, high: int) -> tuple[Check, Schema]:
    """Return check and schema for a whole number between two others."""

    def check(text: str) -> int:
        digits = text.removeprefix("-")
        if not (digits.isascii() and digits.isdigit() and len(digits) < 20 and low <= int(text) <= high):
            raise ValidationError(
                _("Give a whole number from {low} to {high}.").format(low=low, high=high), "invalid_number"
            )
        return int(text)

    return check, {"type": "integer", "minimum": low, "maximum": high}


def a_day(text: str) -> date:
    """Return a day."""
    try:
        if DAY.match(text) and text.isascii():
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ValidationError(_("Give a day as 2024-06-21."), "invalid_date")


def yes_or_no(text: str) -> bool:
    """Return true or false."""
    return one_of(TRUE + FALSE)(text) in TRUE


def some_text(text: str) -> str:
    """Return a text that is not too long."""
    if len(text) > LONGEST:
        raise ValidationError(
            _("This text has {length} characters; shorten it to {limit}.").format(length=len(text), limit=LONGEST),
            "text_too_long",
        )
    if not text.strip():
        raise ValidationError(_("This parameter needs a value; leave it out to ask for everything."), "empty")
    return text
