"""The coding against the original articles: run where they are, skipped, saying so, where they are not."""

from collections.abc import Iterator

import pytest

from incidents import texts
from incidents.imports.articles import attach_folder
from incidents.log import read
from incidents.models import Claim, Link, Source, Statement
from incidents.readmodels import queries
from incidents.texts import SourceText, quote_sha256
from tests.imports.support import last_line, run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


@pytest.fixture(scope="module")
def originals(seed_articles, seeded, django_db_blocker) -> dict[str, str]:
    """The five texts by the id of their source, attached for all tests of the module."""
    with django_db_blocker.unblock():
        report = attach_folder(seed_articles)
    assert (report.attached, report.problems) == (5, [])
    held = queries.held_sources()
    found = texts.texts_by_digest({source.text_sha256 for source in held})
    return {source.id: found[source.text_sha256] for source in held}


@pytest.fixture(scope="module")
def passages(originals, django_db_blocker) -> list[dict]:
    """Every passage that stands in any row."""
    with django_db_blocker.unblock():
        return [piece for piece in evidence() if piece.get("quote_sha256")]


def evidence() -> Iterator[dict]:
    for model, column in ((Claim, "evidence"), (Link, "evidence"), (Statement, "reports"), (Source, "cited_in")):
        for pieces in model.objects.values_list(column, flat=True):
            yield from pieces
    for origins in Source.objects.values_list("origins", flat=True):
        yield from (origin["passage"] for origin in origins if origin["passage"])


def paragraph_of(text: str, start: int) -> int:
    """The number of the non-empty line in which a character stands."""
    return len([line for line in text[: start + 1].split("\n") if line.strip()])


def test_the_words_of_every_passage_are_those_that_were_coded(originals, passages):
    assert len(passages) > 800
    for piece in passages:
        text = originals[piece["source"]]
        assert quote_sha256(text, piece["start"], piece["end"]) == piece["quote_sha256"], piece


def test_every_passage_stands_in_the_paragraph_that_it_names(originals, passages):
    wrong = [p for p in passages if paragraph_of(originals[p["source"]], p["start"]) != p["paragraph"]]
    assert wrong == []


def test_no_passage_begins_or_ends_in_a_blank(originals, passages):
    words = [originals[piece["source"]][piece["start"] : piece["end"]] for piece in passages]
    assert [quote for quote in words if quote != quote.strip()] == []


def test_length_and_digests_are_those_of_the_files(originals, seed_articles):
    for source in Source.objects.filter(held=True):
        data = (seed_articles / source.file).read_bytes()
        assert texts.digest(data) == source.file_sha256 == source.text_sha256
        assert len(data.decode()) == source.length == len(originals[str(source.id)])


def test_all_passages_that_pages_ask_for_are_readable(originals):
    for source, text in originals.items():
        asked = queries.passages(source)
        assert asked and all(quote_sha256(text, p.start, p.end) == p.quote_sha256 for p in asked)


def test_a_second_time_they_are_there_already(originals, seed_articles):
    head = read.head()
    printed = run("import_seeds", articles=seed_articles)
    assert "0 texts attached, 5 there already, " in printed
    assert "0 sources, 0 actors, 0 incidents, 0 statements, 0 links recorded; 0 events; " in last_line(printed)
    assert (read.head(), SourceText.objects.count()) == (head, 5)


def test_one_that_was_changed_is_refused_and_the_others_go_on(originals, seed_articles, tmp_path):
    SourceText.objects.all().delete()
    for path in seed_articles.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    changed = sorted(tmp_path.iterdir())[2]
    changed.write_bytes(changed.read_bytes() + b"\n")
    report = attach_folder(tmp_path)
    assert (report.attached, SourceText.objects.count()) == (4, 4)
    assert [problem.startswith(f"{changed.name}: ") for problem in report.problems] == [True, True]
