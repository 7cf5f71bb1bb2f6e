"""Receipts: found again, written once, and rebuilt from the log."""

import pytest
from django.db import IntegrityError, transaction

from incidents.log import lock, receipts
from incidents.log.errors import LockNotHeldError, LogError
from incidents.log.models import Receipt
from incidents.log.receipts import ReceiptRow
from tests.log.support import OTHER, STREAM, event, write

pytestmark = pytest.mark.django_db

BODY = "ab" * 32


def record(person: str = "ana", key: str = "k", first: int = 1, last: int = 2) -> None:
    with lock.writer():
        receipts.record(person, key, BODY, first, last)


def test_a_receipt_is_found_by_person_and_key():
    record()
    record("ben", "k", 3, 3)
    assert receipts.find("ana", "k") == ReceiptRow("ana", "k", BODY, 1, 2)
    assert receipts.find("ben", "k") == ReceiptRow("ben", "k", BODY, 3, 3)
    assert receipts.find("ana", "other") is None


def test_person_and_key_cannot_be_mistaken_for_each_other():
    assert receipts.identity("ana", "1k") != receipts.identity("ana1", "k")
    assert receipts.identity("a", "na") != receipts.identity("an", "a")


def test_a_key_is_used_once():
    record()
    with pytest.raises(IntegrityError), transaction.atomic():
        record()


def test_the_lock_must_be_held():
    with pytest.raises(LockNotHeldError):
        receipts.record("ana", "k", BODY, 1, 1)
    with pytest.raises(LockNotHeldError):
        receipts.rebuild_receipts()


def command(person: str, key: str | None, *places: tuple[str, int]) -> None:
    """Append events as one command would, with or without a key."""
    receipt = {"receipt": {"key": key, "body_sha256": BODY}} if key else {}
    made = write(*(event(stream, version, metadata={"person": person, **receipt}) for stream, version in places))
    if key:
        record(person, key, made[0].position, made[-1].position)


@pytest.mark.parametrize("batch", [1, 2, 3, 5000])
def test_they_follow_from_the_log(monkeypatch, batch):
    monkeypatch.setattr(receipts, "_BATCH", batch)
    command("ana", "k1", (STREAM, 1), (OTHER, 1), (STREAM, 2))
    command("ana", "k2", (STREAM, 3))
    command("ben", None, (OTHER, 2))
    command("ben", "k2", (OTHER, 3), (OTHER, 4))
    command("é \" ' %", "☃ {}", (STREAM, 4))
    before = list(Receipt.objects.order_by("first_position").values())
    with lock.writer():
        Receipt.objects.filter(person="ben").update(key="wrong")
        assert receipts.rebuild_receipts() == 4
    assert list(Receipt.objects.order_by("first_position").values()) == before
    assert len(before) == 4


def test_an_empty_log_has_none():
    record()
    with lock.writer():
        assert receipts.rebuild_receipts() == 0
    assert not Receipt.objects.exists()


BROKEN = {
    "no body": {"person": "ana", "receipt": {"key": "k"}},
    "no person": {"receipt": {"key": "k", "body_sha256": BODY}},
    "a key too long": {"person": "ana", "receipt": {"key": "k" * 201, "body_sha256": BODY}},
}


@pytest.mark.parametrize("metadata", BROKEN.values(), ids=BROKEN.keys())
def test_a_receipt_in_the_log_that_is_none_is_named(metadata):
    write(event(STREAM, 1), event(STREAM, 2, metadata=metadata))
    with pytest.raises(LogError, match="Event 2 carries a receipt that is none"), lock.writer():
        receipts.rebuild_receipts()


def test_a_key_that_two_commands_carry_is_refused():
    for n, key in enumerate(("k", "other", "k"), 1):
        write(event(STREAM, n, metadata={"person": "ana", "receipt": {"key": key, "body_sha256": BODY}}))
    with pytest.raises(LogError, match="Two commands"), lock.writer():
        receipts.rebuild_receipts()
