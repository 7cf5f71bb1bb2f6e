"""Why something is believed: a passage of a source, a row of a data set, or a curator's judgement."""

import re
from typing import Any

from incidents import codebook
from incidents.domain.errors import InvalidValueError, RefusedError
from incidents.domain.facts import Facts, known_source
from incidents.domain.values import SHORT_TEXT, Value, check_text

NO_WORDS = (0, 0)  # start and end of no words at all: a look-up of their hash tells whether the text is held
SHA256 = re.compile(r"[0-9a-f]{64}\Z")
PASSAGE_FIELDS = ("paragraph", "start", "end", "quote_sha256", "kind")
WORDS_FIELDS = ("start", "end", "quote_sha256")  # absent together where only the paragraph is known


class Evidence(Value):
    """One piece of evidence, of exactly one of three forms.

    A passage: `source`, `paragraph` (non-empty lines, from 1), `start` and `end` (characters of the source's text, end
    exclusive), `kind`, `quote_sha256`, and `relay`, the sources it came through, nearest first; while the text is not
    held, the paragraph without `start`, `end` and `quote_sha256` will do. A row: `source` (a data set) and `row`. A
    judgement: `judgement`, a curator's reason.
    """

    source: str | None = None
    paragraph: int | None = None
    start: int | None = None
    end: int | None = None
    quote_sha256: str | None = None
    kind: str | None = None
    relay: tuple[str, ...] = ()
    row: str | None = None
    judgement: str | None = None

    @property
    def is_passage(self) -> bool:
        return self.source is not None and self.row is None

    @property
    def sources(self) -> tuple[str, ...]:
        """The source and its relay; empty for a judgement."""
        return (self.source, *self.relay) if self.source else ()


class Report(Value):
    """One source's account of a statement: a passage, how directly it gives the words, and its relay."""

    report: str
    source: str
    paragraph: int
    kind: str
    directness: str
    start: int | None = None
    end: int | None = None
    quote_sha256: str | None = None
    relay: tuple[str, ...] = ()

    @property
    def passage(self) -> Evidence:
        return Evidence(**{name: getattr(self, name) for name in ("source", "relay", *PASSAGE_FIELDS)})


def check_code(field: str, list_name: str, value: Any) -> None:
    """Refuse a code that the codebook's list does not have."""
    codes = codebook.current().codes(list_name)
    if not isinstance(value, str) or value not in codes:
        raise InvalidValueError(
            "unknown_code",
            "“{value}” is no code of {list}; use one of: {codes}.",
            field,
            value=value,
            list=list_name,
            codes=", ".join(sorted(codes)),
        )


def check_sha256(field: str, value: Any) -> None:
    """Refuse what is not a SHA-256 in lower-case hex."""
    if not isinstance(value, str) or not SHA256.match(value):
        raise InvalidValueError("invalid_digest", "A SHA-256 has 64 lower-case hexadecimal digits.", field)


def check_evidence(field: str, evidence: Evidence, facts: Facts) -> None:
    """Refuse evidence that has no form, cites what is not there, or lies outside its text."""
    if evidence.judgement is not None:
        _check_judgement(field, evidence)
    elif evidence.row is not None:
        _check_row(field, evidence, facts)
    elif evidence.source is not None:
        _check_passage(field, evidence, facts)
    else:
        raise InvalidValueError(
            "no_evidence",
            "Evidence is a passage of a source, a row of a data set, or a judgement with a reason.",
            field,
        )


def check_all(field: str, evidence: tuple[Evidence, ...], facts: Facts) -> None:
    """Check a list of evidence; it must not be empty and must not repeat itself."""
    if not evidence:
        raise InvalidValueError("evidence_missing", "Give at least one passage, row or judgement.", field)
    for number, piece in enumerate(evidence):
        check_evidence(f"{field}[{number}]", piece, facts)
        if piece in evidence[:number]:
            raise InvalidValueError(
                "evidence_repeated", "The same evidence is given twice; leave one out.", f"{field}[{number}]"
            )


def _check_judgement(field: str, evidence: Evidence) -> None:
    if evidence != Evidence(judgement=evidence.judgement):
        raise InvalidValueError(
            "mixed_evidence", "A judgement stands alone: no source, passage or row beside it.", field
        )
    check_text(f"{field}.judgement", evidence.judgement)


def _check_row(field: str, evidence: Evidence, facts: Facts) -> None:
    if evidence.source is None or evidence != Evidence(source=evidence.source, row=evidence.row):
        raise InvalidValueError("mixed_evidence", "A row needs its data set as source and nothing else.", field)
    check_text(f"{field}.row", evidence.row, SHORT_TEXT)
    if known_source(facts, evidence.source, f"{field}.source").kind != "data_set":
        raise RefusedError(
            "not_a_data_set", "Rows are evidence only from a source of kind data_set.", f"{field}.source"
        )


def _check_passage(field: str, evidence: Evidence, facts: Facts) -> None:
    missing = [name for name in PASSAGE_FIELDS if getattr(evidence, name) is None]
    paragraph_only = missing == list(WORDS_FIELDS)
    if missing and not paragraph_only:
        raise InvalidValueError(
            "incomplete_passage", "A passage also needs: {missing}.", field, missing=", ".join(missing)
        )
    source = known_source(facts, evidence.source, f"{field}.source")
    if source.length is None:
        raise RefusedError(
            "text_not_seen",
            "Source {id} is only cited and its text was never seen; cite the source that relays it.",
            f"{field}.source",
            id=evidence.source,
        )
    check_code(f"{field}.kind", "passage_kinds", evidence.kind)
    if evidence.paragraph < 1:
        raise InvalidValueError("invalid_paragraph", "Paragraphs are counted from 1.", f"{field}.paragraph")
    _check_relay(field, evidence, facts)
    if paragraph_only:
        return _check_not_held(field, evidence, facts)
    check_sha256(f"{field}.quote_sha256", evidence.quote_sha256)
    _check_place(field, evidence, source.length)
    return _check_quote(field, evidence, facts)


def _check_not_held(field: str, evidence: Evidence, facts: Facts) -> None:
    """Refuse a paragraph where its words can be pointed at: the text of the source is held."""
    if (evidence.source, *NO_WORDS) in facts.quotes:
        raise InvalidValueError(
            "words_missing", "The text of this source is held: give the passage, not only its paragraph.", field
        )


def _check_place(field: str, evidence: Evidence, length: int) -> None:
    if not 0 <= evidence.start < evidence.end <= length:
        raise InvalidValueError(
            "passage_outside_text",
            "The passage {start}–{end} lies outside the text, which has {length} characters.",
            field,
            start=evidence.start,
            end=evidence.end,
            length=length,
        )


def _check_quote(field: str, evidence: Evidence, facts: Facts) -> None:
    held = facts.quotes.get((evidence.source, evidence.start, evidence.end))
    if held is not None and held != evidence.quote_sha256:
        raise InvalidValueError(
            "wrong_quote",
            "The words at {start}–{end} have another hash; select the passage again.",
            f"{field}.quote_sha256",
            start=evidence.start,
            end=evidence.end,
        )


def _check_relay(field: str, evidence: Evidence, facts: Facts) -> None:
    if len(set(evidence.sources)) != len(evidence.sources):
        raise InvalidValueError("relay_repeats", "A relay names each source once, nearest first.", f"{field}.relay")
    for number, relayed in enumerate(evidence.relay):
        known_source(facts, relayed, f"{field}.relay[{number}]")
