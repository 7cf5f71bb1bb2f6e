"""YAML read strictly: what is written is what comes out.

Only `null`, `true`, `false` and plain whole numbers become something else than text. Everything
that YAML 1.1 would guess at (`no`, `on`, `1:30`, `2024-06-21`, `1.5`, `010`) stays the text it is.
Duplicate keys, keys that are not text, tags and merge keys are errors.
Knows nothing of the codebook; the importer of the seeds reads its files with it too.

Imports: the standard library and PyYAML.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml.composer import Composer
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.resolver import BaseResolver
from yaml.scanner import Scanner

from incidents.codebook.errors import YamlError

__all__ = ["Document", "YamlError", "field_name", "load", "load_document", "parse_document"]

_TAG = "tag:yaml.org,2002:"
# No leading zeros (CAMEO codes) and at most 18 digits: anything else is text.
_INTEGER = re.compile(r"^(?:0|-?[1-9][0-9]{0,17})$")
_MERGE_KEY = "<<"


class _CoreResolver(BaseResolver):
    """The few plain words that are not text."""


_CoreResolver.add_implicit_resolver(_TAG + "null", re.compile(r"^(?:null|~|)$"), ["n", "~", ""])
_CoreResolver.add_implicit_resolver(_TAG + "bool", re.compile(r"^(?:true|false)$"), ["t", "f"])
_CoreResolver.add_implicit_resolver(_TAG + "int", _INTEGER, list("-0123456789"))


class PurePythonComposer(Reader, Scanner, Parser, Composer, _CoreResolver):
    """Text to nodes, everywhere."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)
        Composer.__init__(self)
        _CoreResolver.__init__(self)


NodeComposer: type = PurePythonComposer
# The parser in C gives the same nodes ten times as fast, where PyYAML was built with it.
if yaml.__with_libyaml__:
    from yaml.cyaml import CParser

    class LibraryComposer(CParser, _CoreResolver):
        """Text to nodes, in C."""

        def __init__(self, text: str) -> None:
            CParser.__init__(self, text)
            _CoreResolver.__init__(self)

    NodeComposer = LibraryComposer


def field_name(keys: tuple[str | int, ...]) -> str | None:
    """A path as it is printed in errors: `types[3].label.id`, or None for the whole document."""
    parts = [f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys]
    return "".join(parts).lstrip(".") or None


@dataclass(frozen=True, eq=False)
class Document:
    """A YAML file: `data` in plain Python (dict, list, str, int, bool, None), `line` for any path in it.

    Where the file uses aliases, the same list or dict stands in several places: read it, do not change it.
    """

    file: str
    data: Any
    _root: Node = field(repr=False)

    def line(self, *keys: str | int) -> int:
        """The line, counted from 1, of the value at this path; of the nearest value around it if there is none."""
        node, line = self._root, self._root.start_mark.line
        for key in keys:
            found = _step(node, key)
            if found is None:
                break
            place, node = found
            # The value of an alias stands where its anchor is: name the line that uses it.
            line = place.start_mark.line if node.start_mark.line < place.start_mark.line else node.start_mark.line
        return line + 1

    def error(self, code: str, keys: tuple[str | int, ...], message: str) -> YamlError:
        """An error about the value at this path, ready to be raised."""
        return YamlError(code, self.file, self.line(*keys), field_name(keys), message)


def _step(node: Node, key: str | int) -> tuple[Node, Node] | None:
    """One key further down: (node that gives the place, node of the value)."""
    if isinstance(node, MappingNode):
        return next((pair for pair in node.value if pair[0].value == key), None)
    if isinstance(node, SequenceNode) and isinstance(key, int) and 0 <= key < len(node.value):
        return node, node.value[key]
    return None


def load_document(path: Path | str) -> Document:
    """Read one file with exactly one YAML document. Raises YamlError."""
    path = Path(path)
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        raise YamlError("file_missing", path.name, 1, None, "The file is missing: put it there.") from error
    except UnicodeDecodeError as error:
        raise YamlError("not_utf8", path.name, 1, None, "Save the file as UTF-8.") from error
    return parse_document(text, path.name)


def load(path: Path | str) -> Any:
    """The plain data of one file. Raises YamlError."""
    return load_document(path).data


def parse_document(text: str, file: str, composer: type | None = None) -> Document:
    """Read one YAML document from a text; `file` is the name that errors give. Raises YamlError."""
    try:
        root = (composer or NodeComposer)(text).get_single_node()
    except yaml.YAMLError as error:
        raise _broken(error, file) from error
    if root is None:
        raise YamlError("empty", file, 1, None, "The file is empty: write the document or remove the file.")
    return Document(file, _Builder(file).build(root, ()), root)


def _broken(error: yaml.YAMLError, file: str) -> YamlError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "not readable"
    line = mark.line + 1 if mark else 1
    return YamlError("broken_yaml", file, line, None, f"Mend the YAML at or just before this line ({problem}).")


class _Builder:
    """Plain Python from nodes. An anchored node is built once, so that aliases cannot blow up."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._built: dict[int, Any] = {}
        self._open: set[int] = set()

    def build(self, node: Node, keys: tuple[str | int, ...]) -> Any:
        if isinstance(node, ScalarNode):
            return self._scalar(node, keys)
        if id(node) in self._open:
            raise self._error("recursive_alias", node, keys, "An alias points to a value around it: write it out.")
        if id(node) not in self._built:
            self._open.add(id(node))
            self._built[id(node)] = self._collection(node, keys)
            self._open.discard(id(node))
        return self._built[id(node)]

    def _collection(self, node: Node, keys: tuple[str | int, ...]) -> Any:
        if isinstance(node, SequenceNode) and node.tag == _TAG + "seq":
            return [self.build(item, (*keys, index)) for index, item in enumerate(node.value)]
        if isinstance(node, MappingNode) and node.tag == _TAG + "map":
            return self._mapping(node, keys)
        raise self._error("tag", node, keys, f"Remove the tag {node.tag}.")

    def _mapping(self, node: MappingNode, keys: tuple[str | int, ...]) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = self._key(key_node, keys)
            if key in result:
                raise self._error("duplicate_key", key_node, (*keys, key), f"Keep one of the two entries of “{key}”.")
            result[key] = self.build(value_node, (*keys, key))
        return result

    def _key(self, node: Node, keys: tuple[str | int, ...]) -> str:
        if not isinstance(node, ScalarNode) or node.tag != _TAG + "str":
            raise self._error("key_not_text", node, keys, "Write the key as text; a number or null needs quotes.")
        if node.value == _MERGE_KEY and not node.style:
            raise self._error("merge_key", node, keys, "Merge keys (<<) are not read: write the fields out.")
        return node.value

    def _scalar(self, node: ScalarNode, keys: tuple[str | int, ...]) -> str | int | bool | None:
        match node.tag.removeprefix(_TAG):
            case "str":
                return node.value
            case "null" if node.value in ("", "~", "null"):
                return None
            case "bool" if node.value in ("true", "false"):
                return node.value == "true"
            case "int" if _INTEGER.match(node.value):
                return int(node.value)
        raise self._error("tag", node, keys, f"Remove the tag {node.tag} and write the value as plain text.")

    def _error(self, code: str, node: Node, keys: tuple[str | int, ...], message: str) -> YamlError:
        return YamlError(code, self._file, node.start_mark.line + 1, field_name(keys), message)
