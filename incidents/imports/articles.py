"""Attaches original articles to the sources that were registered from them, by their digest."""

from collections import Counter
from pathlib import Path

import msgspec

from incidents import texts
from incidents.readmodels import queries


class Attached(msgspec.Struct, kw_only=True):
    """How many texts were attached, how many were there already, how many passages they make readable; and what was
    refused or is missing, a sentence each.
    """

    attached: int = 0
    known: int = 0
    passages: int = 0
    problems: list[str] = msgspec.field(default_factory=list)


def attach_folder(folder: Path) -> Attached:
    """Attach every file of a folder that is the text of a held source, under whatever name.

    What does not match is refused by name, and the rest goes on; hidden files are passed over. Raises OSError where
    the folder cannot be read.
    """
    report = Attached()
    wanted = {source.file_sha256: source for source in queries.held_sources()}
    names = {source.file: source for source in wanted.values() if source.file}
    seen: set[str] = set()
    for path in sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")):
        try:
            data = path.read_bytes()
        except OSError as error:
            report.problems.append(f"{path.name}: refused, it cannot be read ({error.strerror}).")
            continue
        digest = texts.digest(data)
        if digest not in wanted:
            report.problems.append(_other_file(path.name, digest, names.get(path.name)))
        elif digest not in seen:
            seen.add(digest)
            _attach(path.name, data, wanted[digest], report)
    missing = [source for digest, source in wanted.items() if digest not in seen]
    held = texts.texts_by_digest({source.text_sha256 for source in missing})
    report.problems += [_missing(source) for source in missing if source.text_sha256 not in held]
    return report


def _other_file(name: str, digest: str, source: queries.HeldSource | None) -> str:
    if source is None:
        return f"{name}: refused, it is the file of no source (its SHA-256 is {digest})."
    return (
        f"{name}: refused, this is not the file that was coded: its SHA-256 is {digest}, not {source.file_sha256}. "
        "Put the unchanged original there."
    )


def _missing(source: queries.HeldSource) -> str:
    return f"{source.file or source.id}: not found in the folder (SHA-256 {source.file_sha256}); its text is not held."


def _attach(name: str, data: bytes, source: queries.HeldSource, report: Attached) -> None:
    known = bool(texts.texts_by_digest({source.text_sha256}))
    try:
        text = texts.attach(data, file_sha256=source.file_sha256, text_sha256=source.text_sha256)
    except texts.TextError as error:
        report.problems.append(f"{name}: refused. {error.message}")
        return
    report.known += known
    report.attached += not known
    fits = Counter(texts.quote_sha256(text, p.start, p.end) == p.quote_sha256 for p in queries.passages(source.id))
    report.passages += fits[True]
    if fits[False]:
        report.problems.append(f"{name}: attached, but {fits[False]} passages have other words than were coded.")
