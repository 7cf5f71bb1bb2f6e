"""The seeds keep facts and own words: no sentence of an article stands in them. Headlines are bibliographic data."""

import re
from pathlib import Path

import pytest

from tests.paths import ROOT

RUN = 8  # words in a row that are a copy
FILES = [*sorted((ROOT / "seeds").glob("*.yaml")), ROOT / "fixtures" / "seeds.json", ROOT / "docs" / "seeds.md"]
TITLE = re.compile(r'^  title: "(.*)"$', re.MULTILINE)


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[start : start + RUN]) for start in range(len(found) - RUN + 1)}


@pytest.fixture(scope="module")
def printed(seed_articles) -> set[tuple[str, ...]]:
    """Every run of words in the articles, those of headlines left out."""
    headlines = runs("\n".join(TITLE.findall((ROOT / "seeds" / "sources.yaml").read_text(encoding="utf-8"))))
    texts = [path.read_text(encoding="utf-8") for path in sorted(seed_articles.glob("*.txt"))]
    assert len(texts) == 5
    return set().union(*map(runs, texts)) - headlines


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_sentence_is_copied(printed, path: Path):
    assert sorted(" ".join(run) for run in runs(path.read_text(encoding="utf-8")) & printed) == []
