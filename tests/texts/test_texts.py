"""Texts of held sources: stored by digest as they are, found by digest, lost without harm."""

from hashlib import sha256

import pytest

from incidents import texts
from incidents.texts import SourceText, TextError

pytestmark = pytest.mark.django_db

TEXT = "\ufeffUtusan dipanggil – “hari ini” 🛳\r\n\tcafe\u0301 café\n\n"
DATA = TEXT.encode()
DIGEST = sha256(DATA).hexdigest()


def attach(data: bytes = DATA, **digests: str) -> str:
    return texts.attach(data, **{"file_sha256": texts.digest(data), "text_sha256": texts.digest(data), **digests})


def test_a_text_comes_back_character_by_character():
    """Nothing is stripped or normalised: offsets count on it."""
    assert attach() == TEXT
    assert texts.texts_by_digest({DIGEST}) == {DIGEST: TEXT}


def test_only_what_is_asked_for_and_held_is_found():
    attach()
    other = "0" * 64
    assert texts.texts_by_digest({other}) == {}
    assert texts.texts_by_digest({other, DIGEST}).keys() == {DIGEST}
    assert texts.texts_by_digest(set()) == {}


def test_attaching_twice_keeps_one():
    attach()
    attach()
    assert SourceText.objects.get().file_sha256 == DIGEST


def test_a_text_that_was_lost_can_come_back():
    attach()
    SourceText.objects.all().delete()
    assert attach() == TEXT and SourceText.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "digests", "code"),
    [
        (DATA, {"file_sha256": "0" * 64}, "other_file"),
        (DATA, {"text_sha256": "0" * 64}, "other_text"),
        (b"caf\xe9", {}, "not_utf8"),
        (b"\xed\xa0\x80", {}, "not_utf8"),
        (b"one\0two", {}, "nul_character"),
    ],
)
def test_what_is_not_the_text_is_refused(data, digests, code):
    with pytest.raises(TextError) as caught:
        attach(data, **digests)
    assert caught.value.code == code and caught.value.message.endswith(".")
    assert not SourceText.objects.exists()


@pytest.mark.parametrize(
    ("start", "end", "words"), [(1, 7, "Utusan"), (31, 32, "🛳"), (0, 0, ""), (19, 30, "“hari ini”")]
)
def test_a_quote_is_counted_in_characters(start, end, words):
    start = TEXT.index(words) if words else start
    assert texts.quote_sha256(TEXT, start, start + len(words)) == sha256(words.encode()).hexdigest()


def test_the_digest_is_lower_case_hex():
    assert texts.digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
