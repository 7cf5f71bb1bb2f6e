"""Attaches original articles to the sources that were registered from them, by their digest."""

from collections import Counter
from pathlib import Path

import msgspec

from incidents import texts
from incidents.readmodels import queries


class Attached(msgspec.Struct, kw_only=True):
    """How many texts were attached, how many were there already, how many passages they make readable; and what was
    refused or missing, a sentence each.
    """

    attached: int = 0
    known: int = 0
    passages: int = 0
    problems: list[str] = msgspec.field(default_factory=list)


def attach_folder(folder: Path) -> Attached:
    """Attach every file of a folder that is the text of a held source; what does not match is refused by name."""
    report = Attached()
    held = queries.held_sources()
    files = {path.name: path for path in sorted(folder.iterdir()) if path.is_file()}
    by_digest = {texts.digest(path.read_bytes()): path for path in files.values()}
    for source in held:
        path = by_digest.get(source.file_sha256)
        if path is None:
            report.problems.append(_problem(source, files))
            continue
        _attach(path, source, report)
    return report


def _problem(source: queries.HeldSource, files: dict[str, Path]) -> str:
    if source.file in files:
        return f"{source.file}: refused, this is not the file that was coded (its SHA-256 differs)."
    return f"{source.file}: not found in the folder."


def _attach(path: Path, source: queries.HeldSource, report: Attached) -> None:
    known = bool(texts.texts_by_digest({source.text_sha256}))
    try:
        text = texts.attach(path.read_bytes(), file_sha256=source.file_sha256, text_sha256=source.text_sha256)
    except texts.TextError as error:
        report.problems.append(f"{path.name}: refused, {error.message}")
        return
    report.known += known
    report.attached += not known
    fits = Counter(texts.quote_sha256(text, p.start, p.end) == p.quote_sha256 for p in queries.passages(source.id))
    report.passages += fits[True]
    if fits[False]:
        report.problems.append(f"{path.name}: {fits[False]} passages have other words than were coded.")
