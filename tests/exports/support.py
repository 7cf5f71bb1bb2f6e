"""Exports as those who use them read them."""

import csv
import io
import json
from typing import Any

from incidents.exports.streams import prepare
from tests.people import PUBLIC

Record = dict[str, Any]


def written(kind: str, format: str, **asked: Any) -> bytes:
    """Return a whole export; the public's, if no person is given."""
    return b"".join(prepare(kind, format, **{"person": PUBLIC, **asked}).pieces())


def lines(kind: str, format: str = "ndjson", **asked: Any) -> list[Record]:
    """Return the objects of an export with one on each line."""
    return [json.loads(line) for line in written(kind, format, **asked).decode().splitlines()]


def table(kind: str, **asked: Any) -> list[dict[str, str]]:
    """Return the rows of a CSV export, as any reader of RFC 4180 has them."""
    text = written(kind, "csv", **asked).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def ids(records: list[Record]) -> list[str]:
    return [record["id"] for record in records]
