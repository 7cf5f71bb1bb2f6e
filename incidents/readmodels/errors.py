"""What can be wrong with a question to the read models, and with a rebuild of them."""

from typing import Any

from incidents.domain.errors import InvalidValueError


class FilterError(InvalidValueError):
    """A filter, an order or a cursor that cannot be read: code, field, and a sentence that says what to write.

    As with every refusal, `message` is a template and `params` fill it in; `str(error)` is the English sentence.
    """

    def __init__(self, code: str, message: str, field: str, /, **params: Any) -> None:
        super().__init__(code, message, field, **params)


class RebuildError(Exception):
    """A rebuild that cannot run now; the message says why."""
