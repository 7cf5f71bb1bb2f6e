"""Small values that commands and events share, and the checks that hold for them everywhere."""

import re
import unicodedata
from typing import Any

import msgspec

from incidents.domain.errors import InvalidValueError

SHORT_TEXT = 500
LONG_TEXT = 5_000
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")


class Value(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Base of every frozen value, command and event."""


class Command(Value):
    """What a person asks for. `id` names the stream that answers."""

    id: str


class ClaimCommand(Command):
    """A command about a claim or a note; `kind` is incident, statement or actor."""

    kind: str


class Event(Value):
    """What was recorded. Its stored name and schema number are in `domain.catalogue`."""


class RecordRef(Value):
    """A record that another one points to: `kind` is incident or statement."""

    kind: str
    id: str


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """An event as the log gives it back: its place in the log and in its stream, and who recorded it."""

    position: int
    version: int
    person: str
    event: Any


class FieldRedacted(Event):
    """A personal field of an earlier event of this stream was erased; the state does not change by it."""

    position: int
    field: str


def is_id(value: Any) -> bool:
    """Say whether a value is a UUID in its canonical lower-case form."""
    return isinstance(value, str) and UUID.match(value) is not None


def check_id(field: str, value: Any) -> None:
    """Refuse what is not a UUID in its canonical lower-case form."""
    if not is_id(value):
        raise InvalidValueError("invalid_id", "“{value}” is no record id; give a lower-case UUID.", field, value=value)


def check_text(field: str, value: Any, limit: int = LONG_TEXT) -> None:
    """Refuse text that is empty, too long, not NFC, or holds control characters."""
    if not isinstance(value, str) or not value.strip():
        raise InvalidValueError("empty_text", "This field needs some text.", field)
    if len(value) > limit:
        raise InvalidValueError(
            "text_too_long",
            "This text has {length} characters; shorten it to {limit}.",
            field,
            length=len(value),
            limit=limit,
        )
    if not unicodedata.is_normalized("NFC", value):
        raise InvalidValueError("not_nfc", "This text is not in Unicode form NFC; normalise it first.", field)
    if any(unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t" for character in value):
        raise InvalidValueError("control_character", "This text holds a control character; remove it.", field)


def check_bilingual(field: str, value: Any, limit: int = LONG_TEXT) -> None:
    """Refuse what is not {en, id} with at least one of the two languages."""
    if not isinstance(value, dict) or not value or set(value) - {"en", "id"}:
        raise InvalidValueError("one_language", "Give a text in English (en) or Indonesian (id), or both.", field)
    for language, text in value.items():
        check_text(f"{field}.{language}", text, limit)
