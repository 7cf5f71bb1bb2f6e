"""What a YAML file can say and JSON cannot keep the same everywhere is refused before anything is read from it."""

from collections.abc import Iterator
from typing import Any
from unicodedata import is_normalized

from incidents.codebook.strict_yaml import Document

LARGEST_INTEGER = 2**53 - 1

Keys = tuple[str | int, ...]


def check_storable(document: Document, keys: Keys, value: Any) -> None:
    """Refuse texts and numbers that the log could not keep. Raises YamlError for the first one."""
    for path, leaf in _leaves(keys, value):
        if type(leaf) is int and abs(leaf) > LARGEST_INTEGER:
            message = f"JSON keeps whole numbers up to {LARGEST_INTEGER}: write a larger quantity in quotes."
            raise document.error("integer_too_large", path, message)
        if isinstance(leaf, str) and (complaint := _complaint(leaf)):
            code, message = complaint
            raise document.error(code, path, message)


def _complaint(text: str) -> tuple[str, str] | None:
    """Return (code, what to do) for a text that cannot be kept."""
    if text.isascii() and "\0" not in text:
        return None
    if "\0" in text:
        return "nul_character", "Remove the NUL character, which no database keeps in a text."
    if any("\ud800" <= character <= "\udfff" for character in text):
        return "surrogate", "Write the whole character: this is half of a surrogate pair."
    if not is_normalized("NFC", text):
        return "not_nfc", "Write this text in Unicode form NFC: letters with their marks as one character."
    return None


def _leaves(keys: Keys, value: Any) -> Iterator[tuple[Keys, Any]]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _leaves((*keys, name), part)
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _leaves((*keys, number), part)
    else:
        yield keys, value
