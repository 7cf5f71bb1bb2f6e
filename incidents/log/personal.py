"""Personal fields: kept in place beside a salt, hashed by digest, erasable without breaking the chain.

In the row      {"personal": VALUE, "salt": HEX}      after erasing  {"redacted": DIGEST}
In the hash     {"digest": DIGEST}                     DIGEST = SHA-256(salt || canonical VALUE), hexadecimal
To the reader   VALUE                                  after erasing  REDACTED

Event types declare their personal fields as paths into `data`: `byline`, `claims[].value.text`, `gist.*` (every key).
A single field has a concrete name: `claims[0].value.text`, `gist.en`, and `metadata.reason`, which is always personal.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any

import msgspec

from incidents.log.canonical import ERASED, WRAPPED, canonical_bytes
from incidents.log.errors import CanonicalError

REDACTED = "[redacted]"
FIELD_REDACTED = "FieldRedacted"  # the one type of event that the log itself writes
METADATA_PATHS = ("reason",)

# A quotation mark inside a JSON string is always escaped, so these can only match a whole object.
_TEXT = r'("[^"\\]*(?:\\.[^"\\]*)*")'
_SALT, _DIGEST = '"([0-9a-f]{32})"', '"([0-9a-f]{64})"'
_CANONICAL = re.compile(rf'\{{"(?:personal":{_TEXT},"salt":{_SALT}|redacted":{_DIGEST}|(digest)":{_DIGEST})\}}')
_PATH = re.compile(r"[^.\[\]*]+(\[\d*\])*(\.([^.\[\]*]+|\*)(\[\d*\])*)*")
_METADATA = re.compile(r"metadata\b")  # names beginning so are those of the event's own metadata
decoded = msgspec.json.Decoder().decode
has_personal = re.compile(r'\{"(?:personal|redacted|digest)":"').search  # quicker than replacing nothing

SaltFor = Callable[[str], str]
Replace = Callable[[re.Match[str]], str]


def digest_of(salt: str, value: str) -> str:
    """The digest that stands for a personal value, once and for all."""
    return sha256(salt.encode() + canonical_bytes(value)).hexdigest()


def wrap(value: dict[str, Any], paths: Sequence[str], salt_for: SaltFor, root: str = "") -> dict[str, Any]:
    """A copy of `value` with the strings at `paths` wrapped; what is absent or null stays as it is.

    `salt_for` gets the concrete name of each field. Raises CanonicalError when a personal field holds no text.
    """
    for path in paths:
        value = _wrap(value, steps(path), salt_for, root)
    return value


@lru_cache(maxsize=1024)
def steps(path: str) -> tuple[str, ...]:
    """The path as steps: a key, `*` for every key, `[]` for every item of a list, `[2]` for one.

    Raises CanonicalError.
    """
    if _PATH.fullmatch(path) is None or _METADATA.match(path):
        raise CanonicalError("personal_path", f"{path!r} is no path: write it like claims[].value.text.", path)
    return tuple(path.replace("[", ".[").split("."))


def _wrap(value: Any, path: tuple[str, ...], salt_for: SaltFor, name: str) -> Any:
    if not path:
        return _wrap_leaf(value, salt_for, name)
    step, rest = path[0], path[1:]
    if step.startswith("["):
        if type(value) is not list:
            return value
        return [
            _wrap(item, rest, salt_for, f"{name}[{index}]") if step in ("[]", f"[{index}]") else item
            for index, item in enumerate(value)
        ]
    if type(value) is not dict or value.keys() == WRAPPED:
        return value
    keys = value if step == "*" else (step,) if step in value else ()
    return {**value, **{key: _wrap(value[key], rest, salt_for, f"{name}.{key}" if name else key) for key in keys}}


def _wrap_leaf(value: Any, salt_for: SaltFor, name: str) -> Any:
    if value is None:
        return None
    if type(value) is dict and value.keys() == WRAPPED:  # two declared paths may meet in one field
        return value
    if type(value) is not str:
        raise CanonicalError("personal_type", f"{name} is personal and must be text or null.", name)
    return {"personal": value, "salt": salt_for(name)}


def hashed(stored: str, replace: Replace | None = None) -> str:
    """Canonical stored text -> the text that is hashed: each personal field is replaced by its digest.

    `replace` stands in for `to_digest` where somebody wants to watch.
    """
    return _CANONICAL.sub(replace or to_digest, stored)


def to_digest(found: re.Match[str]) -> str:
    """What the hash covers instead of a wrapped or an erased field; group 3 is the digest of an erased one."""
    text, salt, redacted, forged, _ = found.groups()
    if forged:  # only the hash knows this form; in a row it would pass for a field that was never there
        return "forged"
    return f'{{"digest":"{redacted or sha256((salt + text).encode()).hexdigest()}"}}'


def unwrapped(stored: str) -> Any:
    """Canonical stored text -> plain value, erased fields as REDACTED."""
    return decoded(plain_text(stored))


def plain_text(stored: str) -> str:
    """Canonical stored text -> plain JSON text, erased fields as REDACTED."""
    return _CANONICAL.sub(_to_plain, stored) if has_personal(stored) else stored


def _to_plain(found: re.Match[str]) -> str:
    return found[0] if found[4] else found[1] or f'"{REDACTED}"'


def fields(stored: Any, name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """(concrete name, wrapper) of every personal field in a decoded stored value, in reading order."""
    if type(stored) is dict and stored.keys() in (WRAPPED, ERASED):
        yield name, stored
    elif type(stored) is dict:
        for key, item in stored.items():
            yield from fields(item, f"{name}.{key}" if name else key)
    elif type(stored) is list:
        for index, item in enumerate(stored):
            yield from fields(item, f"{name}[{index}]")
