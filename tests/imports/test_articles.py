"""Attaching originals, with made-up articles: by their digest, whatever their name; what does not match is named."""

import re
from errno import EACCES
from hashlib import sha256
from pathlib import Path

import pytest

from incidents import texts
from incidents.dispatch import dispatch
from incidents.domain.claiming import AddEvidence, RecordClaim
from incidents.domain.claims import Claim
from incidents.domain.errors import DomainError
from incidents.domain.evidence import Evidence
from incidents.domain.person import Person
from incidents.domain.source import WithdrawSource
from incidents.imports.articles import attach_folder
from incidents.imports.keys import record_id
from incidents.imports.seeds import import_coding
from incidents.log import read
from incidents.readmodels import queries
from incidents.texts import SourceText
from tests.imports.small import ARTICLES, KEYS, digest, rendered

pytestmark = pytest.mark.django_db

EDITOR = Person("edna", frozenset(("editor",)))
NOTE, ANSWER = ARTICLES


def coded_passages(coding: Path, source: str) -> set[str]:
    """The places of a source that the YAML names, each once."""
    pattern = re.compile(rf"source: {source}, paragraph: \d+, (start: \d+, end: \d+)")
    return {place for path in coding.iterdir() for place in pattern.findall(path.read_text(encoding="utf-8"))}


@pytest.fixture
def imported(coding) -> None:
    import_coding(coding)


@pytest.mark.usefixtures("imported")
class TestFolder:
    def test_every_passage_becomes_readable(self, coding, articles):
        report = attach_folder(articles)
        assert (report.attached, report.known, report.problems) == (2, 0, [])
        held = {source.file: source.id for source in queries.held_sources()}
        counts = {name: len(queries.passages(held[name])) for name in ARTICLES}
        assert counts == {name: len(coded_passages(coding, key)) for key, name in KEYS.items()}
        assert report.passages == sum(counts.values()) > 20
        for name, text in ARTICLES.items():
            assert texts.texts_by_digest({digest(text)}) == {digest(text): text}
            for passage in queries.passages(held[name]):
                assert digest(text[passage.start : passage.end]) == passage.quote_sha256

    def test_nothing_is_added_to_the_log(self, articles):
        head = read.head()
        attach_folder(articles)
        assert read.head() == head

    def test_a_second_time_they_are_there_already(self, articles):
        first = attach_folder(articles)
        again = attach_folder(articles)
        assert (again.attached, again.known, again.passages, again.problems) == (0, 2, first.passages, [])
        assert SourceText.objects.count() == 2

    def test_the_name_of_a_file_does_not_matter(self, articles):
        (articles / NOTE).rename(articles / "renamed.bin")
        assert attach_folder(articles).attached == 2

    def test_a_changed_file_is_refused_by_name_and_the_rest_goes_on(self, articles):
        (articles / NOTE).write_text(ARTICLES[NOTE].replace("3 May", "4 May"))
        report = attach_folder(articles)
        refusal, missing = report.problems
        assert report.attached == 1
        assert refusal.startswith(f"{NOTE}: refused, this is not the file that was coded: its SHA-256 is ")
        assert refusal.endswith("Put the unchanged original there.") and digest(ARTICLES[NOTE]) in refusal
        assert missing.startswith(f"{NOTE}: not found in the folder")
        assert not texts.texts_by_digest({digest(ARTICLES[NOTE])})

    @pytest.mark.parametrize("change", [lambda text: text + "\n", lambda text: "\ufeff" + text, str.strip])
    def test_one_character_is_enough(self, articles, change):
        (articles / NOTE).write_bytes(change(ARTICLES[NOTE]).encode())
        assert attach_folder(articles).attached == 1

    def test_other_line_ends_are_another_file(self, articles):
        (articles / NOTE).write_bytes(ARTICLES[NOTE].replace("\n", "\r\n").encode())
        assert attach_folder(articles).attached == 1

    def test_a_missing_file_is_named(self, articles):
        (articles / ANSWER).unlink()
        report = attach_folder(articles)
        assert report.attached == 1
        assert report.problems == [
            f"{ANSWER}: not found in the folder (SHA-256 {digest(ARTICLES[ANSWER])}); its text is not held."
        ]

    def test_what_is_held_already_is_not_missed(self, articles):
        attach_folder(articles)
        (articles / ANSWER).unlink()
        assert attach_folder(articles).problems == []

    def test_a_file_of_no_source_is_refused_by_name(self, articles):
        (articles / "shopping.txt").write_text("two lemons")
        (articles / ".hidden").write_text("not looked at")
        (articles / "folder").mkdir()
        report = attach_folder(articles)
        assert report.attached == 2
        assert report.problems == [
            f"shopping.txt: refused, it is the file of no source (its SHA-256 is {digest('two lemons')})."
        ]

    def test_two_copies_count_once(self, articles):
        (articles / "copy.txt").write_bytes((articles / NOTE).read_bytes())
        report = attach_folder(articles)
        assert (report.attached, report.known, report.problems) == (2, 0, [])

    def test_a_file_that_cannot_be_read_is_named(self, articles, monkeypatch):
        read_bytes = Path.read_bytes

        def refuse_note(path: Path) -> bytes:
            if path.name == NOTE:
                raise PermissionError(EACCES, "Permission denied", str(path))
            return read_bytes(path)

        monkeypatch.setattr(Path, "read_bytes", refuse_note)
        report = attach_folder(articles)
        assert report.attached == 1
        assert report.problems[0] == f"{NOTE}: refused, it cannot be read (Permission denied)."

    def test_a_text_that_was_lost_can_be_attached_again(self, articles):
        first = attach_folder(articles)
        head = read.head()
        SourceText.objects.filter(text_sha256=digest(ARTICLES[NOTE])).delete()
        again = attach_folder(articles)
        assert (again.attached, again.known, again.passages) == (1, 1, first.passages)
        assert read.head() == head

    def test_the_text_of_a_withdrawn_source_is_not_attached(self, articles):
        dispatch(WithdrawSource(id=record_id("h1")), person=EDITOR)
        report = attach_folder(articles)
        assert report.attached == 1 and report.problems[0].startswith(f"{ANSWER}: refused")


def recoded(coding, file: str, old: str, new: str) -> None:
    """Change one thing in the coding and import it."""
    path = coding / file
    text = path.read_text(encoding="utf-8")
    assert text.count(rendered(old)) == 1
    path.write_text(text.replace(rendered(old), rendered(new)), encoding="utf-8")
    import_coding(coding)


def test_a_passage_with_other_words_is_reported(coding, articles):
    other = f'{{source: h0, paragraph: 2, start: 0, end: 5, kind: body, quote_sha256: "{digest("Other")}"}}'
    recoded(coding, "incidents.yaml", "@h0{3 May 2031}", other)
    report = attach_folder(articles)
    assert report.attached == 2
    assert report.problems == [f"{NOTE}: attached, but 1 passages have other words than were coded."]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"caf\xe9 in another encoding", "The file is not UTF-8; convert it and register it as another source."),
        (b"a text with \0 in it", "The file holds a NUL character, which no database keeps in a text."),
    ],
)
def test_a_file_that_is_no_text_is_refused_and_the_rest_goes_on(coding, articles, data, says):
    path = coding / "sources.yaml"
    text = path.read_text(encoding="utf-8").replace(digest(ARTICLES[ANSWER]), sha256(data).hexdigest())
    path.write_text(text, encoding="utf-8")
    import_coding(coding)
    (articles / ANSWER).write_bytes(data)
    report = attach_folder(articles)
    assert report.attached == 1
    assert report.problems == [f"{ANSWER}: refused. {says}"]
    assert SourceText.objects.count() == 1


def claim(start: int, end: int, quote: str) -> RecordClaim:
    """A command that claims an outcome on a passage of the note."""
    passage = Evidence(
        source=record_id("h0"), paragraph=2, start=start, end=end, kind="body", quote_sha256=digest(quote)
    )
    told = Claim(claim=record_id(f"test/{start}/{quote}"), property="outcome", value="attended", evidence=(passage,))
    return RecordClaim(kind="incident", id=record_id("i-note"), claim=told)


@pytest.mark.usefixtures("imported")
class TestQuotes:
    def test_while_the_text_is_held_a_wrong_quote_is_refused(self, articles):
        attach_folder(articles)
        head = read.head()
        with pytest.raises(DomainError) as caught:
            dispatch(claim(0, 5, "Other"), person=EDITOR)
        assert (caught.value.code, caught.value.field) == ("wrong_quote", "evidence[0].quote_sha256")
        assert "select the passage again" in str(caught.value)
        assert read.head() == head

    def test_the_right_quote_is_taken(self, articles):
        attach_folder(articles)
        assert dispatch(claim(0, 5, "Envoy"), person=EDITOR).events

    def test_further_evidence_is_held_to_the_text_too(self, articles):
        attach_folder(articles)
        kept = next(iter(queries.claims(subject=record_id("i-note"), person=EDITOR)))
        passage = claim(0, 5, "Other").claim.evidence[0]
        with pytest.raises(DomainError, match="another hash"):
            dispatch(
                AddEvidence(kind="incident", id=record_id("i-note"), claim=str(kept.id), evidence=(passage,)),
                person=EDITOR,
            )

    def test_without_the_text_nobody_can_say(self):
        assert dispatch(claim(0, 5, "Other"), person=EDITOR).events
