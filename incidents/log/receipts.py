"""Receipts make commands idempotent: a person who sends one again under the same key gets the first answer.

A receipt follows from the log: each event of a command sent under a key carries `receipt: {key, body_sha256}` beside
`person` in its metadata, so an import or a fixture of the log alone brings the receipts back.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from uuid import UUID, uuid5

import msgspec
from django.db import IntegrityError, connection

from incidents.log import lock, sql
from incidents.log.driver import run
from incidents.log.errors import LogError
from incidents.log.read import fetch, head, one

NAMESPACE = UUID("6b0b3d5e-6f0e-5d8c-9d5f-6d1f5f0c7a11")
_COLUMNS = "person, key, body_sha256, first_position, last_position"
_LONGEST = (150, 200, 64)  # characters of person, key and body_sha256
_BATCH = 5000


class ReceiptRow(msgspec.Struct, frozen=True):
    """Person and key of a command, SHA-256 of its body, and the positions of its first and last event."""

    person: str
    key: str
    body_sha256: str
    first_position: int
    last_position: int


def find(person: str, key: str) -> ReceiptRow | None:
    """The receipt of this person's key, if the command was accepted before."""
    row = one(f"SELECT {_COLUMNS} FROM {sql.RECEIPT} WHERE id = %s", sql.identifier(identity(person, key)))
    return ReceiptRow(*row) if row else None


def record(person: str, key: str, body_sha256: str, first_position: int, last_position: int) -> None:
    """Write a receipt, in the transaction that appends its events."""
    lock.require()
    _insert([ReceiptRow(person, key, body_sha256, first_position, last_position)])


def identity(person: str, key: str) -> str:
    """Primary key of a receipt: a UUIDv5, so that it is the same after every rebuild."""
    return str(uuid5(NAMESPACE, f"{len(person)}:{person}{key}"))


def rebuild_receipts() -> int:
    """Replace all receipts by those that follow from the log; returns how many. Inside `lock.writer()`.

    Raises LogError for a receipt in the log that is none, or that is there twice; then leave the lock's block.
    """
    lock.require()
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {sql.RECEIPT}")
    count, receipts = 0, _from_log()
    while batch := list(islice(receipts, _BATCH)):
        try:
            _insert(batch)
        except IntegrityError as error:
            raise LogError("receipt", f"Two commands in the log carry one key: {error}") from error
        count += len(batch)
    return count


def _from_log() -> Iterator[ReceiptRow]:
    """Receipts in order of position. The events of a command stand next to each other, for it held the lock."""
    for said, rows in groupby(_mentions(), key=lambda row: row[1:]):
        first, *_, last = [position for position, *_ in rows] * 2
        if not all(isinstance(text, str) and len(text) <= most for text, most in zip(said, _LONGEST, strict=True)):
            raise LogError(
                "receipt", f"Event {first} carries a receipt that is none: it needs person, key and body_sha256."
            )
        yield ReceiptRow(*said, first, last)


def _mentions() -> Iterator[tuple[int, str, str, str]]:
    """(position, person, key, body_sha256) of every event that carries a receipt, page by page."""
    person, key = sql.in_metadata("person"), sql.in_metadata("receipt", "key")
    statement = (
        f"SELECT position, {person}, {key}, {sql.in_metadata('receipt', 'body_sha256')} FROM {sql.EVENT}"
        f" WHERE position > %s AND position <= %s AND {key} IS NOT NULL ORDER BY position"
    )
    last = head().position
    for start in range(0, last, _BATCH):
        yield from fetch(statement, start, min(start + _BATCH, last))


def _insert(receipts: Iterable[ReceiptRow]) -> None:
    rows = [(sql.identifier(identity(row.person, row.key)), *msgspec.structs.astuple(row)) for row in receipts]
    statement = f"INSERT INTO {sql.RECEIPT} (id, {_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s)"
    run(statement, rows)
