"""The errors of the log. Each has a code, the field it belongs to (or None) and a sentence that says what to do."""


class LogError(Exception):
    """Anything the log refuses: `code` (stable), `message` (a sentence), `field` (a path, or None)."""

    def __init__(self, code: str, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field


class CanonicalError(LogError):
    """A value that cannot be stored the same way on every database; `field` is its JSON path."""


class LockNotHeldError(LogError):
    """The log was about to be written outside `lock.writer()`."""

    def __init__(self) -> None:
        super().__init__("lock_not_held", "The writer lock is not held: append inside `with lock.writer():`.")


class VersionConflictError(LogError):
    """An event's version is not the next one of its stream: somebody else wrote first."""

    def __init__(self, stream_id: str, expected: int, actual: int) -> None:
        message = f"Stream {stream_id} is at version {actual}, {expected} cannot be written: load it again and retry."
        super().__init__("version_conflict", message, "version")
        self.stream_id = stream_id
        self.expected = expected
        self.actual = actual


class DuplicateEventError(LogError):
    """An event id is in the log already."""

    def __init__(self, event_id: str) -> None:
        super().__init__("duplicate_event", f"Event {event_id} is in the log already: send it once.", "event_id")
        self.event_id = event_id


class UnknownPositionError(LogError):
    """No event stands at this position."""

    def __init__(self, position: int) -> None:
        message = f"There is no event at position {position}: ask for a position from 1 to the head."
        super().__init__("unknown_position", message, "position")


class RedactionError(LogError):
    """A personal field cannot be redacted: not there, not personal, or redacted already."""


class WriteOutsideDispatchError(LogError):
    """A statement would have written to a guarded table by another door than dispatch."""

    def __init__(self, table: str) -> None:
        message = f"Table {table} is written by dispatch only: send a command instead of saving the row."
        super().__init__("write_outside_dispatch", message, table)
        self.table = table


class NoProcessError(LogError):
    """A process that was to work beside this one could not begin, or was ended."""

    def __init__(self) -> None:
        message = (
            "A process that was to work beside this one could not begin, or has been ended from outside, perhaps for"
            " want of memory; try again with --processes 1."
        )
        super().__init__("no_process", message, "processes")


class ExchangeError(LogError):
    """A log file cannot be read or written; `file` and `line` (or None) say where."""

    def __init__(self, code: str, message: str, file: str, line: int | None = None, field: str | None = None) -> None:
        place = file if line is None else f"{file}, line {line}"
        super().__init__(code, f"{place}: {message}", field)
        self.file = file
        self.line = line
