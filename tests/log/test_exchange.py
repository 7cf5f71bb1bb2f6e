"""A log goes out to a file and comes in again: the same rows, the same hashes, the same file."""

import json
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from incidents.log import exchange, lock, receipts
from incidents.log.canonical import DIGESTED, ERASED, LARGEST_INTEGER, WRAPPED, canonical_bytes
from incidents.log.errors import ExchangeError
from incidents.log.exchange import export_log, import_log, read_header
from incidents.log.models import Receipt
from incidents.log.read import Head, Reader, fetch_stored, head
from incidents.log.redact import redact_field
from incidents.log.sql import select
from tests.log.support import (
    NOON,
    OTHER,
    STREAM,
    event,
    forgotten,
    lines_of,
    new_id,
    sha,
    table_rows,
    write,
    write_log,
)


def fixed_id(number: int) -> str:
    return f"00000000-0000-4000-9000-{number:012d}"


def golden_log() -> None:
    """The same log on every machine and database: every kind of value, personal fields, one of them erased."""
    data = {"by": "Pri “Saja”", "list": [None, True, -LARGEST_INTEGER, "北 😀 \\ \n\t\x1f"], "é": {"B": 1, "a": 2}}
    receipt = {"key": "k", "body_sha256": sha("body")}
    write(
        event(STREAM, 1, event_id=fixed_id(1), data=data, personal_paths=("by",)),
        event(OTHER, 1, event_id=fixed_id(2), metadata={"person": "ana", "reason": "seen", "receipt": receipt}),
        salts=lambda event_id, field: sha(event_id + field)[:32],
    )
    with lock.writer():
        redact_field(
            1,
            "by",
            event_id=fixed_id(3),
            metadata={"person": "eve", "reason": "asked"},
            recorded_at=NOON + timedelta(microseconds=7),
            salts=lambda event_id, field: "0" * 32,
        )


GOLDEN_HEAD = "350a3c161430ed69bc9e0154e8aef401f7083021075c4499dc48041b3790310b"
GOLDEN_FILE = "1114cd27a138214058754b2e4d7d87b82c7e1817d45e4d96c919aa621c922ba4"


@pytest.mark.django_db
def test_the_format_is_the_same_for_ever_and_on_every_database(tmp_path):
    golden_log()
    export_log(tmp_path / "log")
    assert head() == (3, GOLDEN_HEAD)
    assert sha((tmp_path / "log").read_text()) == GOLDEN_FILE


@pytest.mark.django_db
def test_a_file_has_a_header_and_a_line_for_each_event(tmp_path):
    events = write_log(3, personal_paths=("note",))
    assert export_log(tmp_path / "log") == head()
    header, *lines = lines_of(tmp_path / "log")
    assert header == {"format": "demarche-log", "head": {"position": 3, "hash": events[-1].hash}, "version": 1}
    assert [list(line) for line in lines] == [sorted(line) for line in lines]
    assert [line["hash"] for line in lines] == [recorded.hash for recorded in events]
    assert lines[0]["data"]["note"].keys() == {"personal", "salt"}
    assert lines[0]["recorded_at"] == "2024-06-21T12:00:00.000000Z"
    assert (lines[0]["stream_id"], lines[0]["event_id"]) == (STREAM, events[0].event_id)
    assert read_header(tmp_path / "log") == head()


@pytest.mark.django_db
def test_anybody_can_check_a_file_with_json_and_sha256_alone(tmp_path):
    golden_log()
    export_log(tmp_path / "log")
    header, *lines = lines_of(tmp_path / "log")
    previous = "0" * 64
    for line in lines:
        digest = line.pop("hash")
        text = canonical_bytes(without_personal(line))
        assert sha256(previous.encode() + text).hexdigest() == digest
        previous = digest
    assert header["head"]["hash"] == previous


def without_personal(value: Any) -> Any:
    if isinstance(value, list):
        return [without_personal(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"personal", "salt"}:
        return {"digest": sha(value["salt"] + json.dumps(value["personal"], ensure_ascii=False))}
    if value.keys() == {"redacted"}:
        return {"digest": value["redacted"]}
    return {key: without_personal(item) for key, item in value.items()}


@pytest.mark.parametrize("chunk", [1, 3, 5000])
def test_a_log_comes_back_as_it_was(exported, monkeypatch, chunk):
    monkeypatch.setattr(exchange, "CHUNK", chunk)
    steps: list[int] = []
    assert import_log(exported, steps.append) == head() == read_header(exported)
    assert sum(steps) == 10
    before = exported.read_bytes()
    export_log(exported)
    assert exported.read_bytes() == before


def test_receipts_come_back_with_it(exported):
    import_log(exported)
    (receipt,) = Receipt.objects.all()
    assert (receipt.person, receipt.key, receipt.first_position, receipt.last_position) == ("ana", "k", 9, 10)
    assert receipts.find("ana", "k").body_sha256 == sha("body")


@pytest.mark.django_db
def test_an_empty_log_too(tmp_path):
    export_log(tmp_path / "log")
    assert import_log(tmp_path / "log") == Head(0, "0" * 64)


@pytest.mark.django_db
def test_nobody_else_may_read_the_file(tmp_path):
    (tmp_path / "log").write_text("readable by all")
    export_log(tmp_path / "log")
    assert (tmp_path / "log").stat().st_mode & 0o077 == 0


@pytest.mark.django_db
def test_no_half_file_is_left_behind(tmp_path, monkeypatch):
    write_log(2)
    file = tmp_path / "log"
    file.write_text("what was there")
    monkeypatch.setattr(exchange, "event_line", lambda row: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        export_log(file)
    assert [path.name for path in tmp_path.iterdir()] == ["log"]
    assert file.read_text() == "what was there"


def test_into_an_empty_log_only(exported):
    write(event())
    with pytest.raises(ExchangeError) as caught:
        import_log(exported)
    assert caught.value.code == "not_empty"
    assert str(exported) in caught.value.message


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
texts = texts.map(lambda text: normalize("NFC", text))
leaves = st.none() | st.booleans() | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER) | texts
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4), max_leaves=12
)


def reserved(value: Any) -> bool:
    if isinstance(value, dict):
        return value.keys() in (WRAPPED, ERASED, DIGESTED) or any(map(reserved, value.values()))
    return isinstance(value, list) and any(map(reserved, value))


class TestRoundTrip(TestCase):
    """Whatever JSON an event holds."""

    @settings(max_examples=40)
    @given(st.lists(st.tuples(st.dictionaries(texts, values, max_size=4), texts), min_size=1, max_size=4))
    def test_any_json_survives_being_written_exported_and_imported(self, drawn: list) -> None:
        drawn = [(data, text) for data, text in drawn if not reserved(data)]
        events = [
            event(new_id(), 1, data={"value": data, "by": text}, personal_paths=("by",), metadata={"reason": text})
            for data, text in drawn
        ]
        file = Path(self.enterContext(TemporaryDirectory())) / "log"
        with forgotten():
            written = write(*events)
            rows, stored = table_rows(), fetch_stored(select("position > %s"), 0)
            assert Reader().after(0, 1_000) == written
            export_log(file)
        import_log(file)
        assert (table_rows(), fetch_stored(select("position > %s"), 0)) == (rows, stored)
        assert Reader().after(0, 1_000) == written
