"""Cursors as programs see them: signed, and bound to the list they were made for, its filters, order and `as_of`."""

from typing import Any

import msgspec
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _

from incidents.api.problems import Fault, Problem

LONGEST = 2_000  # characters


def sign(cursor: tuple[str, Any, str], list_of: str) -> str:
    """Return a cursor as text; `list_of` says which list it leads through."""
    return _signer(list_of).sign_object(cursor, serializer=Json)


def read(text: str, list_of: str) -> tuple[str, Any, str]:
    """Return what was signed. Raises Problem (400) for what was not, or for another list."""
    try:
        if len(text) > LONGEST:
            raise BadSignature
        return tuple(_signer(list_of).unsign_object(text, serializer=Json))
    except (BadSignature, msgspec.DecodeError, UnicodeError, ValueError, TypeError) as error:
        detail = _("This cursor does not belong to this list; follow `next` or `previous`, or begin without it.")
        raise Problem.of(400, [Fault(code="broken_cursor", detail=detail, parameter="cursor")]) from error


class Json:
    """Writes and reads what is signed."""

    def dumps(self, value: Any) -> bytes:
        return msgspec.json.encode(value)

    def loads(self, data: bytes) -> Any:
        return msgspec.json.decode(data)


def _signer(list_of: str) -> Signer:
    return Signer(salt=f"incidents.api.cursors:{list_of}")
