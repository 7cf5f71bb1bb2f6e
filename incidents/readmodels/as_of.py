"""From what a person writes as `as_of` to a position in the log."""

from datetime import UTC, date, datetime, time

from incidents.log import read

DIGITS = 18  # of the longest position that is looked up; a log that long would fill no disk


class AsOfError(Exception):
    """A point in the past that cannot be read: `code` is stable, the message says what to write."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = "as_of"


def position_of(as_of: str, *, now: datetime) -> int:
    """Return the position that an `as_of` means: digits are a position, a date its end (UTC), else an instant.

    One look-up in the log. Raises AsOfError for what cannot be read and for the future.
    """
    if as_of.isascii() and as_of.isdigit():
        return _position(as_of)
    instant = _instant(as_of)
    if instant > now:
        raise AsOfError("future", f"“{as_of}” is not over yet (UTC); give a time up to now, or leave as_of out.")
    return read.position_at(instant)


def _position(digits: str) -> int:
    head = read.head().position
    if len(digits.lstrip("0")) > DIGITS or int(digits) > head:
        raise AsOfError("future", f"Position {digits[:DIGITS]} is not recorded yet; the head is {head}.")
    return int(digits)


def _instant(as_of: str) -> datetime:
    """Return the end of a day, or an instant that is given with its zone, in UTC."""
    try:
        return datetime.combine(date.fromisoformat(as_of), time.max, tzinfo=UTC)
    except ValueError:
        pass
    try:
        instant = datetime.fromisoformat(as_of)
        if instant.tzinfo is not None:
            return instant.astimezone(UTC)
    except (ValueError, OverflowError):  # in UTC, the first or the last day of the calendar may have no date
        pass
    raise AsOfError(
        "invalid_as_of", "Give a position, a date (2024-10-21), or a time with its zone (2024-10-21T09:35+07:00)."
    )
