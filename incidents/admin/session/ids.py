"""Ids of what a session records: UUIDv7, made at this edge, the same however often the session is sent."""

from hashlib import sha256
from uuid import UUID

import uuid6

VERSION_AND_VARIANT = (0x7 << 76) | (0b10 << 62)
RANDOM_BITS = ((1 << 12) - 1) << 64 | (1 << 62) - 1  # what is left to chance beside time, version and variant


def fresh() -> str:
    """Return a new id."""
    return str(uuid6.uuid7())


def derived(id: str, *parts: object) -> str:
    """Return the id of a part of something: its time, and bits that follow from the part. `id` is a UUID."""
    digest = sha256("/".join((id, *map(str, parts))).encode()).digest()
    time = UUID(id).int >> 80 << 80
    return str(UUID(int=time | VERSION_AND_VARIANT | int.from_bytes(digest[:16]) & RANDOM_BITS))
