"""Query parameters as they were sent: UTF-8, each once, nothing guessed."""

import unicodedata
from urllib.parse import unquote_to_bytes

from django.utils.translation import gettext as _

from incidents.api.problems import Fault, Problem

LONGEST = 8_000  # characters of all parameters
MOST = 50  # parameters
UNWANTED = ("Cc", "Cs")  # control characters, half surrogates


def parameters(query: str) -> dict[str, str]:
    """Return {name: value} of a query string. Raises Problem (400) for what is repeated, broken or too much."""
    if not query:
        return {}
    if len(query) > LONGEST or query.count("&") >= MOST:
        detail = _("These are too many parameters: {most} of them and {longest} characters at most.")
        raise Problem(400, "query_too_long", detail.format(most=MOST, longest=LONGEST))
    found: dict[str, str] = {}
    faults: list[Fault] = []
    for part in filter(None, query.split("&")):
        escaped_name, _separator, escaped = part.partition("=")
        (name, is_name), (value, is_text) = _text(escaped_name), _text(escaped)
        if not (is_name and is_text):
            detail = _("This parameter holds bytes that are not UTF-8, or a control character.")
            faults.append(Fault(code="not_text", detail=detail, parameter=name))
        elif name in found:
            detail = _("Give this parameter once; several values are separated by commas.")
            faults.append(Fault(code="repeated_parameter", detail=detail, parameter=name))
        else:
            found[name] = value
    if faults:
        raise Problem.of(400, faults)
    return found


def _text(escaped: str) -> tuple[str, bool]:
    """Return what percent-encoded text says, in NFC, and whether it says anything at all."""
    raw = unquote_to_bytes(escaped.replace("+", " ").encode("latin-1", "replace"))
    try:
        text = unicodedata.normalize("NFC", raw.decode("utf-8"))
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace"), False
    return text, not any(unicodedata.category(character) in UNWANTED for character in text)
