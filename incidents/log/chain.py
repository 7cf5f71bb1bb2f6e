"""The hash chain: each event's hash covers the hash before it, so a kept head proves everything up to it.

    hash = hexadecimal SHA-256(previous hash, as hexadecimal text || canonical event)

The canonical event is JSON in UTF-8, keys sorted, no blanks, of everything in the row but the hash; data and metadata
with their personal fields replaced by digests (see `personal`). Before the first event stand 64 zeros. The rows hold
their JSON as canonical text already, on both databases, so nothing is decoded here.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from incidents.log.personal import Replace, hashed
from incidents.log.rows import hyphenated

GENESIS = "0" * 64


def canonical_events(rows: Iterable[tuple[Any, ...]], *, bare: bool = False) -> Iterator[str]:
    """The canonical text of each row, personal fields as they are stored; its hash is not looked at.

    `bare`: the rows are as SQLite has them, ids without hyphens.
    """
    stream_as_fetched = stream_as_written = ""  # neighbours are often of one stream
    for position, event, stream, kind, version, type_, schema, data, metadata, at, *_ in rows:
        if bare:
            event = hyphenated(event)
            if stream != stream_as_fetched:
                stream_as_fetched, stream_as_written = stream, hyphenated(stream)
            stream = stream_as_written
        yield (
            f'{{"data":{data},"event_id":"{event}","metadata":{metadata},"position":{position},"recorded_at":"{at}",'
            f'"schema":{schema},"stream_id":"{stream}","stream_kind":"{kind}","type":"{type_}","version":{version}}}'
        )


def link(previous: str, row: tuple[Any, ...], replace: Replace | None = None) -> str:
    """The hash that a stored event must have behind this one; its JSON must be canonical. `replace`: see `hashed`."""
    return sha256(f"{previous}{hashed(next(canonical_events((row,))), replace)}".encode()).hexdigest()
