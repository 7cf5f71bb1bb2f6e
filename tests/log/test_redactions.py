"""Verification accepts an erased field where the log records its erasing, and nowhere else."""

import pytest

from incidents.log import lock, verify
from incidents.log.personal import hashed
from incidents.log.read import fetch_stored
from incidents.log.redact import redact_field
from incidents.log.sql import select
from tests.log.support import NOON, OTHER, STREAM, event, new_id, tampering, write
from tests.log.tamper import change, remove

pytestmark = pytest.mark.django_db


def redacted_log() -> None:
    write(event(STREAM, 1, data={"by": "Pri", "note": "Kim"}, personal_paths=("by", "note")))
    write(event(OTHER, 1), event(STREAM, 2))
    with lock.writer():
        redact_field(1, "by", event_id=new_id(), metadata={"person": "eve", "reason": "asked"}, recorded_at=NOON)


def test_a_recorded_redaction_is_sound():
    redacted_log()
    assert verify.verify().ok


def test_a_redaction_without_a_record_is_named():
    redacted_log()
    (row,) = fetch_stored(select("position = %s"), 1)
    kept, _, wrapper = row[7].removesuffix("}").partition('"note":')
    digest = hashed(wrapper).replace("digest", "redacted")
    with tampering() as cursor:
        change("data", f'{kept}"note":{digest}}}', 1)(cursor)
    found = verify.verify()
    assert found.line == "position 1: redacted without a record"
    assert found.problems[0].detail.startswith("note is erased")


def test_a_record_that_names_nothing_is_no_record():
    write(event(type="FieldRedacted", data={"position": "1"}))
    assert verify.verify().ok


def test_the_record_must_stand_in_the_log():
    redacted_log()
    with tampering() as cursor:
        remove(cursor, 4)
    assert verify.verify().line == "position 1: redacted without a record"


def test_a_digest_instead_of_an_erased_field_is_an_alteration():
    redacted_log()
    (row,) = fetch_stored(select("position = %s"), 1)
    with tampering() as cursor:
        change("data", row[7].replace('{"redacted":', '{"digest":'), 1)(cursor)
    assert verify.verify().line == "position 1: altered"


def test_a_value_that_came_back_is_named():
    write(event(data={"note": "Kim"}, personal_paths=("note",)))
    (before,) = fetch_stored(select("position = %s"), 1)
    with lock.writer():
        redact_field(1, "note", event_id=new_id(), metadata={"reason": "asked"}, recorded_at=NOON)
    with tampering() as cursor:
        change("data", before[7], 1)(cursor)
    assert verify.verify().line == "position 1: redaction undone"


def test_another_value_for_a_personal_field_is_an_alteration():
    write(event(data={"note": "Kim"}, personal_paths=("note",)))
    (row,) = fetch_stored(select("position = %s"), 1)
    for changed in (row[7].replace("Kim", "Lee"), row[7].replace('"salt":"', '"salt":"0')[:-3] + '"}}'):
        with tampering() as cursor:
            change("data", changed, 1)(cursor)
        assert verify.verify().line == "position 1: altered"
