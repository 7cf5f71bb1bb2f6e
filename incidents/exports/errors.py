"""What goes wrong when an export is asked for; never while it streams."""


class ExportError(Exception):
    """An export that there is not: `code` is stable, `field` what to change, the message says how."""

    def __init__(self, code: str, field: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.field = field
        self.message = message
