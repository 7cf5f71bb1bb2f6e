"""A file that does not fit is refused by its line, and nothing of it is read."""

import json
from pathlib import Path
from typing import Any

import pytest

from incidents.log import exchange
from incidents.log.canonical import canonical_bytes
from incidents.log.chain import GENESIS, link
from incidents.log.errors import ExchangeError
from incidents.log.exchange import import_log
from incidents.log.lines import event_line, header_line, stored_event
from incidents.log.models import Receipt
from incidents.log.read import Head, head
from tests.log.support import lines_of


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
