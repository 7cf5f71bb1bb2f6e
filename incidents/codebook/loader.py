"""Builds a Codebook from a directory of YAML files.

Each file says `version: "1"` and holds one part; every error names file, line and field.
Imports: strict_yaml, fields, names, model, terms, checks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from incidents.codebook import terms
from incidents.codebook.checks import check
from incidents.codebook.fields import Fields
from incidents.codebook.model import Bilingual, Codebook, Property, Reference, Term
from incidents.codebook.names import RECORD_KINDS, SMALL_LISTS
from incidents.codebook.strict_yaml import YamlError, load_document

T = TypeVar("T", bound=Term)

FILES = (
    "types.yaml",
    "acts.yaml",
    "roles.yaml",
    "ranks.yaml",
    "issues.yaml",
    "links.yaml",
    "properties.yaml",
    "lists.yaml",
    "references.yaml",
    "countries.yaml",
)
_REFERENCE = ("key", "title", "where", "version", "licence")


def load(directory: Path | str) -> Codebook:
    """Read all files of one version. Raises YamlError (file, line, field, what to do)."""
    return _Loader(Path(directory)).load()


class _Loader:
    """Reads the files once and remembers where each term stands, for the checks across files."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._origins: dict[tuple[str, str], Fields] = {}
        self._version: str | None = None

    def load(self) -> Codebook:
        self._refuse_unknown_files()
        types = self._part("types", terms.incident_type, terms.TYPE)
        acts = self._part("acts", terms.speech_act, terms.ACT)
        roles = self._part("roles", terms.role, terms.ROLE)
        ranks = self._part("ranks", terms.rank, terms.RANK)
        issues = self._part("issues", terms.term, terms.TERM)
        links = self._part("links", terms.link_type, terms.LINK)
        lists: dict[str, Mapping[str, Term]] = {
            "types": types,
            "acts": acts,
            "roles": roles,
            "ranks": ranks,
            "issues": issues,
            "links": links,
        }
        lists |= self._small_lists()
        codebook = Codebook(
            version=self._version or "",
            types=types,
            acts=acts,
            roles=roles,
            ranks=ranks,
            issues=issues,
            links=links,
            lists=MappingProxyType(lists),
            properties=self._properties(),
            references=self._references(),
            countries=self._countries(),
            _codes=MappingProxyType({name: frozenset(found) for name, found in lists.items()}),
        )
        check(codebook, self._origins)
        return codebook

    def _refuse_unknown_files(self) -> None:
        for path in sorted(self._directory.glob("*.y*ml")):
            if path.name not in FILES:
                message = f"Remove the file or correct its name; known are: {', '.join(FILES)}."
                raise YamlError("unknown_file", path.name, 1, None, message)

    def _open(self, name: str) -> Fields:
        """A file: its version and the part named like the file."""
        document = load_document(self._directory / f"{name}.yaml")
        fields = Fields(document, (), required=("version", name))
        version = fields.text("version")
        self._version = self._version or version
        if version != self._version:
            message = f'All files of one codebook have the same version: write "{self._version}" or move the file.'
            raise fields.error("version_differs", "version", message)
        return fields

    def _part(self, name: str, build: Callable[[Fields, str], T], shape: terms.Shape) -> Mapping[str, T]:
        return self._terms(self._open(name), name, name, build, shape)

    def _terms(
        self, fields: Fields, field: str, list_name: str, build: Callable[[Fields, str], T], shape: terms.Shape
    ) -> Mapping[str, T]:
        result: dict[str, T] = {}
        for entry in fields.children(field, required=shape.required, optional=shape.optional):
            built = build(entry, self._version or "")
            if built.code in result:
                message = f"The code “{built.code}” stands in this list already: remove or rename one of them."
                raise entry.error("duplicate_code", "code", message)
            result[built.code] = built
            self._origins[list_name, built.code] = entry
        if not result:
            raise fields.error("empty_list", field, "Write at least one term here.")
        return MappingProxyType(result)

    def _small_lists(self) -> dict[str, Mapping[str, Term]]:
        inside = self._open("lists").child("lists", required=SMALL_LISTS)
        return {name: self._terms(inside, name, name, terms.term, terms.TERM) for name in SMALL_LISTS}

    def _properties(self) -> Mapping[tuple[str, str], Property]:
        by_kind = self._open("properties").child("properties", required=RECORD_KINDS)
        result: dict[tuple[str, str], Property] = {}
        for kind in RECORD_KINDS:
            found = self._terms(by_kind, kind, f"properties.{kind}", terms.property_of(kind), terms.PROPERTY)
            result |= {(kind, code): item for code, item in found.items()}
        return MappingProxyType(result)

    def _countries(self) -> Mapping[str, Bilingual]:
        fields = self._open("countries")
        codes = fields.mapping_names("countries")
        inside = fields.child("countries", required=codes)
        return MappingProxyType({code: terms.bilingual(inside, code) for code in codes})

    def _references(self) -> tuple[Reference, ...]:
        result: dict[str, Reference] = {}
        for entry in self._open("references").children("references", required=_REFERENCE):
            key = entry.text("key")
            if key in result:
                raise entry.error("duplicate_code", "key", f"The key “{key}” stands here already: rename one of them.")
            texts = {name: entry.text(name) for name in ("title", "where", "version")}
            result[key] = Reference(key=key, licence=entry.optional_text("licence"), **texts)
        return tuple(result.values())
