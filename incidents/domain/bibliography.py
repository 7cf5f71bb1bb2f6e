"""What is known of a source, and what it may say of itself."""

import re
from collections.abc import Collection

from incidents.domain.errors import InvalidValueError, RefusedError
from incidents.domain.evidence import check_code, check_sha256
from incidents.domain.facts import Facts, known_actor
from incidents.domain.properties import LANGUAGE, check_basis, parse_date
from incidents.domain.values import Value, check_text

ADDRESS = re.compile(r"https?://[^\s/]", re.IGNORECASE)


class Bibliography(Value):
    """What is known of a source: dates in EDTF, digests in lower-case hex, `length` in characters of the text."""

    kind: str
    outlet: str | None = None
    title: str | None = None
    language: str | None = None
    published: str | None = None
    published_basis: str | None = None
    published_note: str | None = None
    byline: str | None = None
    url: str | None = None
    file: str | None = None
    file_sha256: str | None = None
    text_sha256: str | None = None
    length: int | None = None


def check_about(about: Bibliography, held: bool) -> None:
    """Refuse fields that are malformed, and a text that does not go with being held or cited."""
    check_code("kind", "source_kinds", about.kind)
    for field in ("title", "published_note", "byline", "url", "file"):
        if getattr(about, field) is not None:
            check_text(field, getattr(about, field))
    if about.url is not None and not ADDRESS.match(about.url):
        raise InvalidValueError("invalid_url", "An address begins with https:// or http://.", "url")
    if about.language is not None and not LANGUAGE.match(about.language):
        raise InvalidValueError("invalid_language", "A language is an ISO 639 code, such as id.", "language")
    if about.published is not None:
        parse_date("published", about.published)
    check_basis("published_basis", about.published_basis, dated=about.published is not None)
    _check_text_seen(about, held)


def _check_text_seen(about: Bibliography, held: bool) -> None:
    digests = {"file_sha256": about.file_sha256, "text_sha256": about.text_sha256}
    if not held:
        given = [name for name, digest in {**digests, "length": about.length}.items() if digest is not None]
        if given:
            raise InvalidValueError("cited_with_text", "A cited source has no digest: its text was not seen.", given[0])
        return
    for name, digest in digests.items():
        check_sha256(name, digest)
    if about.length is None or about.length < 1:
        raise InvalidValueError("length_missing", "Give the length of the text in characters.", "length")


def check_known(about: Bibliography, changed: Collection[str], source: str, facts: Facts) -> None:
    """Refuse an outlet that is not there and a text that another source has, where they are among what changed."""
    if "outlet" in changed and about.outlet is not None:
        known_actor(facts, about.outlet, "outlet")
    taken = facts.digests.get(about.text_sha256) if "text_sha256" in changed else None
    if taken is not None and taken != source:
        raise RefusedError(
            "text_known", "Source {id} already has this very text; cite that one.", "text_sha256", id=taken
        )
