"""Where the clock, the ids and the salts of a recording come from."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count
from uuid import UUID, uuid5

import msgspec
import uuid6

from incidents.log.append import random_salt

FIXED_START = datetime(2024, 11, 1, tzinfo=UTC)
FIXED_NAMESPACE = UUID("2f3b9a52-6c0e-5d0b-9a37-6f2f7f0d4c11")


class Recording(msgspec.Struct, frozen=True):
    """`now` gives the time (UTC), `new_id` the next id, `salt` the salt of a personal field of an event."""

    now: Callable[[], datetime]
    new_id: Callable[[], str]
    salt: Callable[[str, str], str]


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _uuid7() -> str:
    return str(uuid6.uuid7())


LIVE = Recording(now=_utc_now, new_id=_uuid7, salt=random_salt)


def fixed() -> Recording:
    """Return a recording that gives the same times, ids and salts each time: what a fixture is made with."""
    seconds, numbers = count(), count(1)
    return Recording(
        now=lambda: FIXED_START + timedelta(seconds=next(seconds)),
        new_id=lambda: str(uuid5(FIXED_NAMESPACE, str(next(numbers)))),
        salt=lambda event, field: sha256(f"{event} {field}".encode()).hexdigest()[:32],
    )
