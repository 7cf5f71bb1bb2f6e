"""Ids of imported records: UUIDv5 of their keys, so that every import gives the same ids."""

from typing import Any
from uuid import UUID, uuid5

import msgspec

NAMESPACE = UUID("5d3f0b1e-8a34-5c55-9f0e-0d6f7c2b8e21")  # of the keys in seeds/; never changes


def record_id(key: str) -> str:
    """Return the id of the record with this key."""
    return str(uuid5(NAMESPACE, key))


def claim_id(record: str, property_name: str, value: Any) -> str:
    """Return the id of the claim of a value: a record claims each value of a property once."""
    told = msgspec.json.encode(value, order="sorted").decode()
    return record_id(f"{record}/{property_name}/{told}")
