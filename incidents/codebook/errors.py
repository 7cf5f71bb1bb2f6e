"""Errors of the codebook layer.

Imports: the standard library only.
"""

from __future__ import annotations


class CodebookError(Exception):
    """Root of the layer's errors.

    `code` is a stable name for programs, `field` the path of the value it is about (or None),
    `message` a sentence that says what to do.
    """

    def __init__(self, code: str, field: str | None, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.field = field
        self.message = message


class YamlError(CodebookError):
    """Something is wrong in a YAML file; `file` is its name and `line` counts from 1."""

    def __init__(self, code: str, file: str, line: int, field: str | None, message: str) -> None:
        super().__init__(code, field, message)
        self.file = file
        self.line = line

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}"
        return f"{where}, {self.field}: {self.message}" if self.field else f"{where}: {self.message}"


class UnknownTermError(CodebookError):
    """A list, a code or a property was asked for that this version of the codebook does not have."""
