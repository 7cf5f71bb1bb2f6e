"""Erasing a personal field: the value goes, the chain holds, and the log says that it was done."""

from typing import Any

import pytest

from incidents.log import lock, verify
from incidents.log.errors import CanonicalError, LockNotHeldError, RedactionError, UnknownPositionError
from incidents.log.models import RedactionDoor
from incidents.log.personal import REDACTED, digest_of
from incidents.log.read import Reader, head
from incidents.log.redact import personal_fields, redact_field
from tests.log.support import NOON, OTHER, STREAM, event, new_id, stored_text, write

DATA = {
    "byline": "Pri Saja",
    "claims": [{"value": {"text": 'Kim \\ "Hong"'}}, {"value": "KOR"}],
    "gist": {"en": "He asked."},
}
PATHS = ("byline", "claims[].value.text", "gist.*")
FIELDS = {
    "byline": "Pri Saja",
    "claims[0].value.text": 'Kim \\ "Hong"',
    "gist.en": "He asked.",
    "metadata.reason": "seen in print",
}


@pytest.fixture
def recorded(db) -> None:
    metadata = {"person": "ana", "reason": "seen in print"}
    write(event(STREAM, 1, data=DATA, metadata=metadata, personal_paths=PATHS))
    write(event(OTHER, 1), event(STREAM, 2))


def redact(field: str, position: int = 1, **changes: Any):
    options = {"event_id": new_id(), "metadata": {"person": "eve", "reason": "asked to"}, "recorded_at": NOON}
    with lock.writer():
        return redact_field(position, field, **{**options, **changes})


def test_the_personal_fields_of_an_event_and_what_they_hold(recorded):
    assert personal_fields(1) == FIELDS
    assert personal_fields(2) == {}


@pytest.mark.parametrize("field", FIELDS)
def test_value_and_salt_are_gone_and_the_digest_stays(recorded, field):
    before = stored_text(1, "data") + stored_text(1, "metadata")
    redact(field)
    after = stored_text(1, "data") + stored_text(1, "metadata")
    assert personal_fields(1) == {**FIELDS, field: REDACTED}
    assert after.count('"redacted"') == 1
    assert after.count('"salt"') == before.count('"salt"') - 1 == 3
    assert verify.verify().ok


def test_readers_see_that_it_was_erased(recorded):
    redact("claims[0].value.text")
    redact("metadata.reason")
    (first, *_) = Reader().stream(STREAM)
    assert first.data["claims"][0]["value"]["text"] == REDACTED
    assert first.metadata == {"person": "ana", "reason": REDACTED}
    assert first.data["byline"] == "Pri Saja"


def test_it_is_recorded_in_the_same_stream_with_person_and_reason(recorded):
    made = redact("byline")
    assert (made.position, made.stream_id, made.stream_kind, made.version) == (4, STREAM, "incident", 3)
    assert (made.type, made.schema, made.data) == ("FieldRedacted", 1, {"position": 1, "field": "byline"})
    assert made.metadata == {"person": "eve", "reason": "asked to"}
    assert Reader().event(4) == made


def test_every_field_can_be_erased_that_of_a_redaction_too(recorded):
    for field in FIELDS:
        redact(field)
    redact("metadata.reason", position=4)
    assert personal_fields(4) == {"metadata.reason": REDACTED}
    assert set(personal_fields(1).values()) == {REDACTED}
    assert verify.verify().ok


def test_the_hash_and_everything_else_stay(recorded):
    before = Reader().event(1)
    redact("byline")
    after = Reader().event(1)
    assert after.hash == before.hash
    assert after.data == {**before.data, "byline": REDACTED}
    assert stored_text(1).startswith('{"byline":{"redacted":"')


def test_the_digest_is_that_of_salt_and_value(recorded):
    salt = stored_text(1).partition('"salt":"')[2][:32]
    redact("byline")
    assert stored_text(1).startswith(f'{{"byline":{{"redacted":"{digest_of(salt, "Pri Saja")}"}}')


@pytest.mark.parametrize(
    "field", ["claims", "claims[1].value", "claims[0].value.text.x", "absent", "", "metadata.person"]
)
def test_only_a_personal_field_can_be_erased(recorded, field):
    with pytest.raises(RedactionError) as caught:
        redact(field)
    assert caught.value.code == "not_personal"
    assert "byline, claims[0].value.text, gist.en, metadata.reason" in caught.value.message
    assert head().position == 3


def test_what_is_erased_cannot_be_erased_again(recorded):
    redact("byline")
    with pytest.raises(RedactionError) as caught:
        redact("byline")
    assert caught.value.code == "redacted_already"


@pytest.mark.parametrize("reason", [None, ""])
def test_a_reason_is_needed(recorded, reason):
    with pytest.raises(RedactionError) as caught:
        redact("byline", metadata={"person": "eve", "reason": reason})
    assert (caught.value.code, caught.value.field) == ("no_reason", "reason")


def test_there_must_be_such_an_event(recorded):
    with pytest.raises(UnknownPositionError):
        redact("byline", position=9)


def test_the_lock_must_be_held(recorded):
    with pytest.raises(LockNotHeldError):
        redact_field(1, "byline", event_id=new_id(), metadata={"reason": "x"}, recorded_at=NOON)


def test_if_it_cannot_be_recorded_nothing_is_erased(recorded):
    with pytest.raises(CanonicalError):
        redact("byline", event_id="no id")
    assert personal_fields(1) == FIELDS


def test_the_door_is_closed_behind_it(recorded):
    redact("byline")
    assert not RedactionDoor.objects.exists()
