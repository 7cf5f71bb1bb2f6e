"""Bring the Indonesian catalogue up to date: `python -m scripts.messages` after texts have changed.

Collects every text of our code, keeps the translations there are, lists what is still to be translated, and compiles.
gettext's own tools are not needed, and could not find the errors of the domain: those carry plain templates, because
the domain knows no Django.
"""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as BabelMessage
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "incidents" / "locale" / "id" / "LC_MESSAGES" / "django.po"
COMPILED = CATALOGUE.with_suffix(".mo")

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
# Where errors carry their message as a template, and which argument it is: the second, but for errors of dates.
TEMPLATED = ("incidents/domain", "incidents/dispatch", "incidents/permissions.py")
FIRST_ARGUMENT = ("DateError",)

_TEXT = r"""(?:u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\bn?p?gettext\({_TEXT}(?:, ?{_TEXT})*(?:, count)?\)")

# A date of its own for each run would be a difference in every commit.
FIXED = datetime(2024, 1, 1, tzinfo=UTC)

Message = str | tuple[str, str]  # singular and plural where it has both


class UnreadableMessageError(Exception):
    """An error of the domain whose message cannot be read from the source."""


def collect() -> set[tuple[str | None, Message]]:
    """Return (context, message) of every text in incidents/."""
    sources = sorted((ROOT / "incidents").rglob("*.py"))
    templates = sorted((ROOT / "incidents" / "templates").rglob("*.html"))
    found = {message for path in sources for message in in_python(path.read_text())}
    found |= {message for path in templates for message in in_template(path.read_text())}
    return found | {(None, text) for path in _templated() for text in in_errors(path)}


def in_python(source: str) -> Iterator[tuple[str | None, Message]]:
    """Yield the texts that a Python source marks for translation."""
    for _line, function, found, _comments in extract_python(BytesIO(source.encode()), KEYWORDS, (), {}):
        texts = found if isinstance(found, tuple) else (found,)
        if function.startswith("pgettext"):
            yield texts[0], texts[1]
        elif function.startswith("ngettext"):
            yield None, (texts[0], texts[1])
        elif texts[0]:
            yield None, texts[0]


def in_template(source: str) -> Iterator[tuple[str | None, Message]]:
    """Yield the texts that a Django template marks for translation."""
    calls = CALL.findall(templatize(source))  # between the calls stands filling, which is no Python
    yield from in_python("\n".join(calls))


def _templated() -> Iterator[Path]:
    for name in TEMPLATED:
        path = ROOT / name
        yield from sorted(path.rglob("*.py")) if path.is_dir() else (path,)


def in_errors(path: Path) -> Iterator[str]:
    """Yield the message templates of the errors that a module makes. Raises UnreadableMessageError."""
    tree = ast.parse(path.read_text())
    scopes = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)] or [tree]
    for scope in scopes:
        for node in ast.walk(scope):
            if isinstance(node, ast.Call) and (name := _error_name(node)):
                place = 0 if name in FIRST_ARGUMENT else 1
                yield from _texts(node.args[place] if len(node.args) > place else None, scope, path, node.lineno)


def _error_name(node: ast.Call) -> str | None:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    ours = name.endswith("Error") and name not in ("TypeError", "ValueError", "KeyError")
    return name if ours else None


def _texts(argument: ast.expr | None, scope: ast.AST, path: Path, line: int) -> Iterable[str]:
    """Return what an argument may be: a text, one of two, or what a name was given in this function."""
    match argument:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.IfExp(body=body, orelse=orelse):
            return [*_texts(body, scope, path, line), *_texts(orelse, scope, path, line)]
        case ast.Name(id=name):
            given = [node.value for node in ast.walk(scope) if isinstance(node, ast.Assign) and _assigns(node, name)]
            if given:
                return [text for value in given for text in _texts(value, scope, path, line)]
    raise UnreadableMessageError(f"{path}:{line}: write the error's message as a plain text, so that it can be found.")


def _assigns(node: ast.Assign, name: str) -> bool:
    return any(isinstance(target, ast.Name) and target.id == name for target in node.targets)


def read() -> Catalog:
    """Return the catalogue as it is stored; an empty one where there is none."""
    if not CATALOGUE.exists():
        return Catalog(locale="id", domain="django")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="id", domain="django")


def updated(old: Catalog) -> Catalog:
    """Return a catalogue with every text there is, and the translations that the old one has for them."""
    new = Catalog(
        locale="id",
        domain="django",
        project="Demarche",
        version="1",
        header_comment="# Indonesian texts of Demarche. Kept up to date by `python -m scripts.messages`.",
        creation_date=FIXED,
        revision_date=FIXED,
        msgid_bugs_address="–",
        last_translator="Demarche",
        language_team="Demarche",
        fuzzy=False,
    )
    new.mime_headers = [("Plural-Forms", "nplurals=1; plural=0;")]  # as Django's own Indonesian has it
    for context, message in sorted(collect(), key=str):
        known = old.get(message if isinstance(message, str) else message[0], context)
        added = new.add(message, _strings(known) if known else None, context=context)
        if "%(" not in str(message):
            added.flags.discard("python-format")  # a per cent sign of its own, as in dates
    return new


def _strings(known: BabelMessage) -> Any:
    """Return a translation; of a plural as many forms as Indonesian has: one."""
    return known.string[:1] if known.pluralizable else known.string


def compiled(catalogue: Catalog) -> bytes:
    """Return the catalogue as Django reads it."""
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def untranslated(catalogue: Catalog) -> list[str]:
    """Return the texts without a translation, and those only guessed."""
    return [str(message.id) for message in catalogue if message.id and (not _complete(message) or message.fuzzy)]


def _complete(message: BabelMessage) -> bool:
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return bool(strings) and all(strings)


def main() -> None:
    catalogue = updated(read())
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(file, catalogue, width=120, no_location=True, sort_output=True)
    COMPILED.write_bytes(compiled(catalogue))
    missing = untranslated(catalogue)
    for text in missing:
        print(f"to be translated: {text!r}")
    sys.exit(1 if missing else 0)


if __name__ == "__main__":
    main()
