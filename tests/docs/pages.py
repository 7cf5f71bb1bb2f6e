"""The project's pages, read as Markdown: code blocks, code spans and links."""

import re
from pathlib import Path

from tests.paths import ROOT

WRITTEN = [
    ROOT / name
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/architecture.md", "docs/operations.md")
]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
OTHERS = ("events", "codebook", "roles", "seeds", "exports", "export-dictionary", "imports")
PAGES = [*WRITTEN, *DECISIONS, *(ROOT / "docs" / f"{name}.md" for name in OTHERS)]

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")


def name(page: Path) -> str:
    """Return a page's path within the project, for the names of tests."""
    return str(page.relative_to(ROOT))


def blocks(page: Path) -> list[tuple[str, str]]:
    """Return [(language, text)] of the fenced blocks; the language is empty where none is given."""
    return FENCE.findall(page.read_text("utf-8"))


def prose(page: Path) -> str:
    """Return a page without its fenced blocks."""
    return FENCE.sub("", page.read_text("utf-8"))


def spans(page: Path) -> list[str]:
    """Return the code spans outside fenced blocks."""
    return SPAN.findall(prose(page))


def links(page: Path) -> list[str]:
    """Return the targets of links."""
    return LINK.findall(SPAN.sub("", prose(page)))


def anchors(page: Path) -> set[str]:
    """Return the anchors that a page's headings have."""
    titles = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
