"""A log goes out to a file and comes in again: the same rows, the same hashes, the same file."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unicodedata import normalize

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from incidents.log import exchange, lock, receipts
from incidents.log.canonical import DIGESTED, ERASED, LARGEST_INTEGER, WRAPPED, canonical_bytes
from incidents.log.chain import GENESIS, link
from incidents.log.errors import ExchangeError
from incidents.log.exchange import export_log, import_log, read_header
from incidents.log.lines import event_line, header_line, stored_event
from incidents.log.models import Receipt
from incidents.log.read import Head, Reader, fetch_stored, head
from incidents.log.redact import redact_field
from incidents.log.sql import select
from tests.log.support import NOON, OTHER, STREAM, event, new_id, table_rows, write, write_log


def sha(text: str) -> str:
    return sha256(text.encode()).hexdigest()


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


@pytest.fixture
def exported(db, tmp_path) -> Path:
    """A file with ten events, and an empty log to read it into."""
    receipt = {"key": "k", "body_sha256": sha("body")}
    file = tmp_path / "log.jsonl"
    with forgotten():
        write_log(8, personal_paths=("note",))
        write(*(event(STREAM, n, metadata={"person": "ana", "receipt": receipt}) for n in (5, 6)))
        export_log(file)
    return file


@contextmanager
def forgotten() -> Iterator[None]:
    """Roll back what is written within."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def lines_of(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text().splitlines()]


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


def change_line(number: int, **changes: Any):
    def change(lines: list[bytes]) -> list[bytes]:
        value = json.loads(lines[number - 1]) | changes
        return [*lines[: number - 1], canonical_bytes(value) + b"\n", *lines[number:]]

    return change


def replace_in(number: int, old: bytes, new: bytes):
    def change(lines: list[bytes]) -> list[bytes]:
        assert old in lines[number - 1]
        return [*lines[: number - 1], lines[number - 1].replace(old, new), *lines[number:]]

    return change


def cut(lines: list[bytes]) -> list[bytes]:
    return lines[:-2]


BROKEN = {
    "no file of ours": (lambda lines: [b"{}\n"], "header", 1),
    "an empty file": (lambda lines: [], "header", 1),
    "without its header": (lambda lines: lines[1:], "header", 1),
    "another format": (change_line(1, format="other"), "header", 1),
    "a later version": (change_line(1, version=2), "header", 1),
    "no JSON": (replace_in(3, b"{", b"("), "json", 3),
    "bytes that are no text": (replace_in(3, b"note", b"\xff\xfe"), "json", 3),
    "a field too many": (change_line(4, extra=1), "json", 4),
    "a field too few": (replace_in(4, b'"schema":1,', b""), "json", 4),
    "a number as text": (change_line(4, version="2"), "json", 4),
    "a blank line": (lambda lines: [*lines[:4], b"\n", *lines[4:]], "json", 5),
    "a float": (replace_in(10, b'"note 5"', b"0.5"), "float", 10),
    "letters taken apart": (replace_in(10, b"note 5", "e\u0301".encode()), "nfc", 10),
    "a malformed wrapper": (replace_in(2, b'"personal":"note 1"', b'"personal":1'), "reserved", 2),
    "a digest instead of a field": (change_line(2, data={"note": {"digest": "0" * 64}}), "reserved", 2),
    "an id in capitals": (change_line(4, event_id="ABCDEF00-0000-4000-8000-000000000001"), "id", 4),
    "a line missing": (lambda lines: [*lines[:4], *lines[5:]], "position", 5),
    "a line twice": (lambda lines: [*lines[:4], lines[3], *lines[4:]], "position", 5),
    "a line altered": (change_line(10, data={"note": "other"}), "hash", 10),
    "a hash altered": (change_line(10, hash="0" * 64), "hash", 10),
    "no instant": (change_line(6, recorded_at="2024-06-21"), "recorded_at", 6),
    "no such day": (change_line(6, recorded_at="2024-06-31T12:00:00.000000Z"), "recorded_at", 6),
    "time turned back": (change_line(6, recorded_at="2024-06-20T12:00:00.000000Z"), "recorded_at", 6),
    "cut": (cut, "cut", None),
    "another head promised": (change_line(1, head={"position": 10, "hash": "0" * 64}), "cut", None),
}


@pytest.mark.parametrize(("change", "code", "line"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_file_is_refused_by_its_line_and_nothing_is_read(exported, change, code, line):
    exported.write_bytes(b"".join(change(exported.read_bytes().splitlines(keepends=True))))
    with pytest.raises(ExchangeError) as caught:
        import_log(exported)
    assert (caught.value.code, caught.value.line) == (code, line)
    assert str(exported) in str(caught.value)
    assert head().position == 0
    assert not Receipt.objects.exists()


def rewrite(file: Path, *changes: tuple[int, int, Any]) -> None:
    """Write the file anew with other values (position, column, value), and hashes that fit."""
    rows, before, at = [], Head(0, GENESIS), ""
    for line in file.read_bytes().splitlines(keepends=True)[1:]:
        rows.append(stored_event(line, before, at))
        before, at = Head(rows[-1][0], rows[-1][10]), rows[-1][9]
    previous = GENESIS
    for place, row in enumerate(rows):
        new = list(row)
        for position, column, value in changes:
            if position == row[0]:
                new[column] = value
        new[10] = previous = link(previous, tuple(new))
        rows[place] = tuple(new)
    file.write_bytes(header_line(Head(len(rows), previous)) + b"".join(map(event_line, rows)))


TWICE = {
    "an event id": (1, "duplicate_event", lambda line: line["event_id"]),
    "a version of a stream": (4, "version_conflict", lambda line: 3),
}


@pytest.mark.parametrize("chunk", [3, 5000])
@pytest.mark.parametrize(("column", "code", "value"), TWICE.values(), ids=TWICE.keys())
def test_what_is_there_twice_is_refused_by_its_line(exported, monkeypatch, chunk, column, code, value):
    monkeypatch.setattr(exchange, "CHUNK", chunk)
    rewrite(exported, (7, column, value(lines_of(exported)[2])))
    with pytest.raises(ExchangeError) as caught:
        import_log(exported)
    assert (caught.value.code, caught.value.line) == (code, 8)
    assert head().position == 0


def test_a_gap_in_a_stream_is_refused_by_its_line(exported):
    rewrite(exported, (10, 4, 9))
    with pytest.raises(ExchangeError) as caught:
        import_log(exported)
    assert (caught.value.code, caught.value.line) == ("version_conflict", 11)
    assert head().position == 0


def test_a_receipt_that_is_none_is_refused(exported):
    rewrite(exported, (2, 8, canonical_bytes({"receipt": {"key": "k"}}).decode()))
    with pytest.raises(ExchangeError) as caught:
        import_log(exported)
    assert caught.value.code == "receipt"
    assert head().position == 0


def test_a_redaction_without_a_record_is_refused(exported):
    rewrite(exported, (2, 7, canonical_bytes({"note": {"redacted": "0" * 64}}).decode()))
    with pytest.raises(ExchangeError) as caught:
        import_log(exported)
    assert "position 2: redacted without a record" in caught.value.message


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
            assert list(Reader().iterate()) == written
            export_log(file)
        import_log(file)
        assert (table_rows(), fetch_stored(select("position > %s"), 0)) == (rows, stored)
        assert list(Reader().iterate()) == written
