"""The error tree of the domain. Edges translate `message` once and fill in `params`."""

from typing import Any


class DomainError(Exception):
    """Base of every refusal: a code, the field it belongs to and a sentence that says what to do.

    `message` is a template in English; `str(error)` fills in `params`. An edge that translates it looks up
    `message` and fills in the same `params`. `command` is the number of the refused command in its batch, from 0.
    """

    command: int | None = None

    def __init__(self, code: str, message: str, field: str | None = None, /, **params: Any) -> None:
        super().__init__(code, message, field, params)
        self.code = code
        self.message = message
        self.field = field
        self.params = params

    def __str__(self) -> str:
        return self.message.format(**self.params)


class InvalidValueError(DomainError):
    """A value is malformed, whatever the state of the record (HTTP 400)."""


class UnknownRecordError(DomainError):
    """The command names a record that does not exist (HTTP 404)."""


class RefusedError(DomainError):
    """The command is well formed, but the record's state or another record forbids it (HTTP 422)."""


class ConflictError(DomainError):
    """The record has changed since the person looked at it (HTTP 409)."""
