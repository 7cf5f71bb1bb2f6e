"""Codes as people read them: the codebook's label in the user's language, with the code beside it."""

from typing import Any

from django.db.models import Model
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from incidents import codebook

EMPTY = "–"

# What kinds of record are called, and the ways in which one uses another.
KINDS = {
    "incident": gettext_lazy("incident"),
    "statement": gettext_lazy("statement"),
    "actor": gettext_lazy("actor"),
    "source": gettext_lazy("source"),
    "link": gettext_lazy("link"),
    "claim": gettext_lazy("claim"),
}
SIDES = {
    "initiating": gettext_lazy("initiating side"),
    "target": gettext_lazy("target side"),
    "party": gettext_lazy("parties"),
    "third": gettext_lazy("third side"),
}
DECIDED_BY = {
    "only": gettext_lazy("nothing stands against it"),
    "preferred": gettext_lazy("preferred by a curator"),
    "credibility": gettext_lazy("better credibility"),
    "origins": gettext_lazy("more independent origins"),
    "letter": gettext_lazy("more reliable source"),
    "precision": gettext_lazy("more precise"),
    "earlier": gettext_lazy("recorded earlier"),
}


def language() -> str:
    """Return the language of the page: `en` or `id`."""
    return "id" if (get_language() or "en").startswith("id") else "en"


def bilingual(texts: dict[str, str], other: str = "") -> str:
    """Return the text in the page's language, else in the other one, else `other`."""
    return texts.get(language()) or texts.get("en") or texts.get("id") or other


def label(list_name: str, code: Any) -> str:
    """Return the label of a code, or the code itself where the codebook no longer has it."""
    term = codebook.current().lists.get(list_name, {}).get(str(code))
    return term.label.get(language()) if term else str(code)


def option(list_name: str, code: Any) -> str:
    """Return the label with its code in brackets, the code alone where both say the same."""
    return with_code(label(list_name, code), str(code))


def with_code(text: str, code: str) -> str:
    """Return a text with a code in brackets, unless the text says it already."""
    return text if _says(text, code) else f"{text} ({code})"


def term(list_name: str, code: Any) -> str | SafeString:
    """Return label and code as HTML; the definition is its tooltip."""
    if code is None or code == "":
        return EMPTY
    text, found = label(list_name, code), codebook.current().lists.get(list_name, {}).get(str(code))
    definition = found.definition.get(language()) if found else ""
    if _says(text, str(code)):
        return format_html('<span class="term" title="{}">{}</span>', definition, text)
    return format_html('<span class="term" title="{}">{} <code>{}</code></span>', definition, text, code)


def _says(text: str, code: str) -> bool:
    """Say whether a label is its code in other dress: `in review` and `in_review`, `A completely reliable` and `A`."""
    plain = text.casefold().replace(" ", "_")
    return plain == code.casefold() or (len(code) == 1 and text.startswith(f"{code} "))


def language_text(code: str) -> str:
    """Return the name of a language in the page's language, the code where it has none."""
    try:
        return get_language_info(code)["name_translated"]
    except KeyError:
        return code


def language_name(code: str) -> str:
    """Return the name of a language with its code."""
    return with_code(language_text(code), code)


def country(code: str) -> str:
    """Return the name of a country with its code."""
    found = codebook.current().countries.get(code)
    return with_code(found.get(language()), code) if found else code


def kind_name(kind: str) -> str:
    """Return what a kind of record is called."""
    return str(KINDS.get(kind, kind))


def property_name(kind: str, code: str) -> str:
    """Return the label of a property of a kind of record."""
    found = codebook.current().properties.get((kind, code))
    return found.label.get(language()) if found else code


def field_name(model: type[Model], name: str) -> str:
    """Return what a column is called."""
    return str(model._meta.get_field(name).verbose_name)


def yes_no(value: bool | None) -> str:
    """Return yes, no, or a dash."""
    return EMPTY if value is None else _("yes") if value else _("no")
