"""The Indonesian catalogue: every text is there, translated, and compiled as it stands."""

import re
from string import Formatter

import pytest

from incidents.admin.history import EVENTS
from incidents.admin.labels import DECIDED_BY, KINDS
from incidents.domain.catalogue import CATALOGUE, EVENT_TYPES
from incidents.domain.claims import DECIDED_BY as RULES
from scripts import messages

ADVICE = "run python -m scripts.messages, translate what it lists, and run it again"
PERCENT = re.compile(r"%\(\w+\)[sd]")


@pytest.fixture(scope="module")
def catalogue():
    return messages.read()


def entries(catalogue):
    return [message for message in catalogue if message.id]


def strings(found) -> list[str]:
    return [found] if isinstance(found, str) else list(found)


def test_every_text_is_in_the_catalogue_and_no_other(catalogue):
    stored = {(message.context, message.id) for message in entries(catalogue)}
    collected = messages.collect()
    assert collected - stored == set(), ADVICE
    assert stored - collected == set(), ADVICE


def test_every_text_is_translated(catalogue):
    assert messages.untranslated(catalogue) == [], ADVICE
    assert [message.id for message in entries(catalogue) if message.fuzzy] == [], ADVICE


def test_translations_keep_the_placeholders(catalogue):
    for message in entries(catalogue):
        wanted = placeholders(strings(message.id)[-1])
        for translation in strings(message.string):
            assert placeholders(translation) == wanted, message.id


def placeholders(text: str) -> set[str]:
    if PERCENT.search(text):
        return set(PERCENT.findall(text))
    return {name for _, name, _, _ in Formatter().parse(text) if name} if "{" in text else set()


def test_the_compiled_catalogue_is_fresh(catalogue):
    assert messages.COMPILED.read_bytes() == messages.compiled(catalogue), ADVICE


def test_the_stored_catalogue_is_what_the_script_writes(catalogue):
    written = {message.id: message.string for message in entries(messages.updated(catalogue))}
    assert written == {message.id: message.string for message in entries(catalogue)}, ADVICE


def test_texts_of_every_sort_are_found():
    found = {text for _, text in messages.collect()}
    assert "There is no incident {id}." in found  # an error of the domain
    assert "{command} needs the role {role}; ask an administrator for it." in found  # of the permissions
    assert "incidents" in found  # a model's name
    assert "Recent events" in found  # a template
    assert ("%(origins)s independent origin", "%(origins)s independent origins") in found  # a plural


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ('def f():\n    raise RefusedError("code", "One.")', ["One."]),
        ('def f(x):\n    raise RefusedError("code", "One." if x else "Two.", None)', ["One.", "Two."]),
        ('def f():\n    words = "One."\n    return DateError(words, text=1)', ["One."]),
        ('def f():\n    raise TypeError("none of ours")', []),
    ],
    ids=["plain", "one of two", "by a name", "not ours"],
)
def test_messages_of_errors_are_read_from_the_source(tmp_path, source, texts):
    path = tmp_path / "module.py"
    path.write_text(source)
    assert list(messages.in_errors(path)) == texts


def test_a_message_that_cannot_be_read_is_reported(tmp_path):
    path = tmp_path / "module.py"
    path.write_text('def f(x):\n    raise RefusedError("code", f"{x} is wrong.")')
    with pytest.raises(messages.UnreadableMessageError):
        list(messages.in_errors(path))


def test_every_event_has_a_name():
    assert set(EVENTS) == {name for _, name in EVENT_TYPES}


def test_every_rule_and_every_kind_has_a_name():
    assert set(DECIDED_BY) == {*RULES, "only"}
    assert set(KINDS) == {*CATALOGUE, "claim"}
