"""Whether a command is well formed at all: its fields have the types they say, before any rule is asked."""

import re

import msgspec

from incidents.domain.errors import InvalidValueError
from incidents.domain.link import LinkRecords
from incidents.domain.values import Command, check_id

PLACE = re.compile(r" - at `\$\.?(.*)`$")


def check_form(command: Command) -> None:
    """Refuse a command whose fields have other types than declared, or whose ids are none. Raises InvalidValueError."""
    check_id("id", command.id)
    try:
        msgspec.convert(msgspec.to_builtins(command), type(command))
    except (msgspec.ValidationError, TypeError) as error:
        place = PLACE.search(str(error))
        reason = PLACE.sub("", str(error))
        raise InvalidValueError(
            "malformed",
            "This value has the wrong form: {reason}.",
            place[1] if place and place[1] else None,
            reason=reason,
        ) from error
    if isinstance(command, LinkRecords):
        for field, end in (("from", command.from_), ("to", command.to)):
            check_id(f"{field}.id", end.id)
            if end.kind not in ("incident", "statement"):
                raise InvalidValueError("wrong_end", "A link joins incidents and statements.", f"{field}.kind")
