"""A head that somebody kept proves what the log was."""

import pytest

from incidents.log import verify
from incidents.log.chain import GENESIS
from incidents.log.errors import ExchangeError
from incidents.log.read import Head, head
from tests.log.support import OTHER, event, tampering, write, write_log
from tests.log.tamper import change, rechain, remove

pytestmark = pytest.mark.django_db

LENGTH = 10


def test_a_kept_head_that_fits():
    write_log(3)
    kept = head()
    write(event(OTHER, 2))
    assert verify.verify([kept, Head(0, GENESIS), head()]).ok


def test_a_cut_tail_is_seen_against_a_kept_head():
    write_log(LENGTH)
    kept = head()
    with tampering() as cursor:
        remove(cursor, 9, 10)
    assert verify.verify().ok
    assert verify.verify([kept]).line == "position 9: cut tail"


def test_a_log_that_was_emptied_is_seen_against_a_kept_head():
    write_log(2)
    kept = head()
    with tampering() as cursor:
        remove(cursor, 1, 2)
    assert verify.verify([kept]).line == "position 1: cut tail"


def test_a_log_that_was_rewritten_is_seen_against_a_kept_head():
    write_log(LENGTH)
    kept = head()
    with tampering() as cursor:
        change("data", "{}")(cursor)
        rechain(cursor, 4)
    assert verify.verify().ok
    assert verify.verify([kept]).line == "position 10: differs from the kept head"
    assert verify.verify([Head(0, "0" * 63 + "1")]).line == "position 0: differs from the kept head"


def test_the_first_of_several_kept_heads_that_differs_is_named():
    events = write_log(LENGTH)
    heads = [Head(recorded.position, recorded.hash) for recorded in events]
    with tampering() as cursor:
        change("data", "{}")(cursor)
        rechain(cursor, 4)
    assert verify.verify(reversed(heads)).line == "position 4: differs from the kept head"


def test_kept_heads_are_read_from_the_output_of_log_head(tmp_path):
    file = tmp_path / "head"
    file.write_text(f"3 {'a' * 64}\n\n12 {'b' * 64}")
    assert verify.kept_heads(file) == [Head(3, "a" * 64), Head(12, "b" * 64)]


@pytest.mark.parametrize("text", ["", "\n", "x", f"{'a' * 64} 3", f"3 {'a' * 63}", f"-3 {'a' * 64}", "\udcff"])
def test_a_file_that_holds_no_head_is_refused(tmp_path, text):
    file = tmp_path / "head"
    file.write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(ExchangeError):
        verify.kept_heads(file)
