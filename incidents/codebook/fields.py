"""Typed access to the fields of a strict YAML document, with errors that name file, line and field.

Knows nothing of the codebook. Imports: strict_yaml.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from incidents.codebook.strict_yaml import Document, YamlError

Keys = tuple[str | int, ...]


class Fields:
    """One mapping of a document: its fields, read by name and type.

    `required` and `optional` name all fields it may have. Raises YamlError on creation when one is missing
    or unknown, and on reading when a value has another type.
    """

    def __init__(
        self, document: Document, keys: Keys, *, required: Collection[str], optional: Collection[str] = ()
    ) -> None:
        self._document = document
        self._keys = keys
        self._data = _at(document.data, keys)
        if not isinstance(self._data, dict):
            raise document.error("not_a_mapping", keys, "Write fields (name: value) here.")
        self._check_names(required, optional)

    def _check_names(self, required: Collection[str], optional: Collection[str]) -> None:
        known = [*required, *optional]
        for name in self._data:
            if name not in known:
                message = f"Remove the unknown field “{name}”, or correct its name; known are: {', '.join(known)}."
                raise self.error("unknown_field", name, message)
        for name in required:
            if name not in self._data:
                raise self.error("missing_field", name, f"Add the field “{name}”.")

    def error(self, code: str, name: str | Keys, message: str) -> YamlError:
        """An error about one field, about a value inside it (a path), or about the whole mapping (`()`)."""
        return self._document.error(code, self._path(name), message)

    def _path(self, name: str | Keys) -> Keys:
        return (*self._keys, name) if isinstance(name, str) else (*self._keys, *name)

    def has(self, name: str) -> bool:
        """Whether the field is there and not null."""
        return self._data.get(name) is not None

    def names(self) -> tuple[str, ...]:
        """The names of the fields that are there, in the order of the file."""
        return tuple(self._data)

    def value(self, name: str) -> Any:
        """Whatever the field holds."""
        return self._data.get(name)

    def text(self, name: str) -> str:
        """A text that is not empty."""
        value = self._data.get(name)
        if not isinstance(value, str):
            raise self.error("not_text", name, "Write a text here; put a number or true/false in quotes.")
        if not value.strip():
            raise self.error("empty_text", name, "Write a text here, it must not be empty.")
        return value

    def optional_text(self, name: str) -> str | None:
        """A text, or None where the field is null or not there."""
        return self.text(name) if self.has(name) else None

    def choice(self, name: str, allowed: Collection[str]) -> str:
        """A text out of `allowed`."""
        value = self.text(name)
        if value not in allowed:
            raise self.error("not_allowed", name, f"“{value}” is not allowed here; write one of: {', '.join(allowed)}.")
        return value

    def flag(self, name: str) -> bool:
        """true or false."""
        value = self._data.get(name)
        if not isinstance(value, bool):
            raise self.error("not_a_flag", name, "Write true or false here.")
        return value

    def integer(self, name: str) -> int:
        """A whole number."""
        value = self._data.get(name)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.error("not_an_integer", name, "Write a whole number here, without quotes.")
        return value

    def optional_integer(self, name: str) -> int | None:
        """A whole number, or None where the field is null or not there."""
        return self.integer(name) if self.has(name) else None

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; empty where the field is not there."""
        items = self._list(name)
        for index, item in enumerate(items):
            if not isinstance(item, str) or not item.strip():
                raise self.error("not_text", (name, index), "Write a text here; put a number in quotes.")
        return tuple(items)

    def integers(self, name: str) -> tuple[int, ...]:
        """A list of whole numbers; empty where the field is not there."""
        items = self._list(name)
        for index, item in enumerate(items):
            if isinstance(item, bool) or not isinstance(item, int):
                raise self.error("not_an_integer", (name, index), "Write a whole number here, without quotes.")
        return tuple(items)

    def child(self, name: str, *, required: Collection[str], optional: Collection[str] = ()) -> Fields:
        """The mapping in a field."""
        return Fields(self._document, self._path(name), required=required, optional=optional)

    def children(self, name: str, *, required: Collection[str], optional: Collection[str] = ()) -> Iterator[Fields]:
        """The mappings of a list, in its order; none where the field is not there."""
        for index in range(len(self._list(name))):
            yield Fields(self._document, (*self._keys, name, index), required=required, optional=optional)

    def mapping_names(self, name: str) -> tuple[str, ...]:
        """The names in a mapping whose names are free; empty where the field is not there."""
        if not self.has(name):
            return ()
        value = self._data[name]
        if not isinstance(value, dict):
            raise self.error("not_a_mapping", name, "Write fields (name: value) here.")
        return tuple(value)

    def _list(self, name: str) -> list[Any]:
        value = self._data.get(name, [])
        if not isinstance(value, list):
            raise self.error("not_a_list", name, "Write a list here.")
        return value


def _at(data: Any, keys: Keys) -> Any:
    for key in keys:
        data = data[key] if isinstance(data, list) else data.get(key)
    return data
