"""A second import adds nothing, a dry run leaves nothing, and an import after a part of it opens the rest."""

from pathlib import Path

import pytest

from incidents.codebook.strict_yaml import YamlError
from incidents.dispatch import dispatch
from incidents.domain.claiming import AddNote
from incidents.domain.incident import MergeIncidents, ReviewIncident, SubmitIncident, WithdrawIncident
from incidents.domain.person import ANONYMOUS, Person
from incidents.imports.coding import Coding
from incidents.imports.keys import record_id
from incidents.imports.seeds import IMPORTER, REVIEWER, import_coding, total_steps
from incidents.log import read
from incidents.log.models import Event
from incidents.models import Incident
from incidents.readmodels import queries
from incidents.readmodels.rebuild import check
from tests.imports.support import log_rows, nothing_recorded, read_model_rows

pytestmark = pytest.mark.django_db

EDITOR = Person("edna", frozenset(("editor",)))
IMPORTER_AS_EDITOR = Person("seed-import", frozenset(("editor",)))
CURATOR = Person("carla", frozenset(("curator",)))
NOTE, DEMAND = record_id("i-note"), record_id("st-demand")


def empty(directory: Path, *names: str) -> dict[str, str]:
    """Empty some files of a coding and return what was in them."""
    paths = {name: directory / f"{name}.yaml" for name in names}
    kept = {name: path.read_text(encoding="utf-8") for name, path in paths.items()}
    for name, path in paths.items():
        path.write_text(f"{name.partition('-')[0]}: []\n", encoding="utf-8")
    return kept


def restore(directory: Path, kept: dict[str, str]) -> None:
    for name, text in kept.items():
        (directory / f"{name}.yaml").write_text(text, encoding="utf-8")


def public(kind: str) -> set[str]:
    return {str(record) for record in queries.records(kind, person=ANONYMOUS).values_list("record", flat=True)}


def test_it_counts_what_it_opens(coding):
    counts = import_coding(coding)
    assert counts.opened == {"source": 3, "actor": 6, "incident": 2, "statement": 2, "link": 2}
    assert (counts.known, counts.events) == (0, Event.objects.count())


def test_a_second_run_adds_nothing(coding):
    import_coding(coding)
    log, rows = log_rows(), read_model_rows()
    counts = import_coding(coding)
    assert (counts.opened, counts.events, counts.known) == ({}, 0, 15)
    assert (log_rows(), read_model_rows()) == (log, rows)


def test_a_dry_run_counts_the_same_and_leaves_nothing(coding):
    dry = import_coding(coding, dry_run=True)
    assert read.head().position == 0 and nothing_recorded()
    assert dry == import_coding(coding)


def test_it_reports_each_of_its_steps(coding):
    steps: list[int] = []
    import_coding(coding, progress=steps.append)
    assert sum(steps) == total_steps(Coding(coding)) == 15 + 2


def test_it_opens_the_rest_where_a_part_is_there(coding):
    kept = empty(coding, "statements-october", "links")
    import_coding(coding)
    before = log_rows()
    restore(coding, kept)
    counts = import_coding(coding)
    assert counts.opened == {"statement": 1, "link": 2}
    assert log_rows()[: len(before)] == before
    assert check() == {}


def test_the_rest_is_public_too(coding):
    kept = empty(coding, "statements-june", "statements-october", "links")
    import_coding(coding)
    assert public("statement") == set()
    restore(coding, kept)
    import_coding(coding)
    assert public("statement") == {DEMAND, record_id("st-refusal")}
    assert len(public("link")) == 2
    assert check() == {}
    events = Event.objects.count()
    assert import_coding(coding).events == 0 and Event.objects.count() == events


@pytest.mark.parametrize("record", ["i-note", "i-closure"])
def test_it_does_not_publish_what_a_curator_has_in_hand(coding, record):
    """Neither in the incident itself nor in one that was merged into it."""
    empty(coding, "links")  # they would lead from the merged incident to itself
    kept = empty(coding, "statements-june", "statements-october")
    import_coding(coding)
    if record != "i-note":
        dispatch(MergeIncidents(id=record_id(record), into=NOTE), person=IMPORTER_AS_EDITOR)
    dispatch(AddNote(kind="incident", id=record_id(record), text="not yet reviewed"), person=CURATOR)
    published = Incident.objects.get(id=NOTE).published_at
    restore(coding, kept)
    counts = import_coding(coding)
    assert counts.opened["statement"] == 2
    assert Incident.objects.get(id=NOTE).published_at == published
    shown = queries.record("incident", id=NOTE, person=ANONYMOUS).notes
    assert [note["text"] for note in shown] == ["the two articles agree"]


def test_it_does_not_stumble_over_a_review_under_way(coding):
    kept = empty(coding, "statements-june", "statements-october", "links")
    import_coding(coding)
    dispatch(SubmitIncident(id=NOTE), person=CURATOR)
    restore(coding, kept)
    assert import_coding(coding).opened["statement"] == 2
    assert Incident.objects.get(id=NOTE).status == "in_review"


def test_it_leaves_to_an_editor_what_the_editor_sent_back(coding):
    first = Coding(coding).of_kind("source", "actor", "incident")
    dispatch([record.command for record in first], person=IMPORTER)
    dispatch(SubmitIncident(id=NOTE), person=IMPORTER)
    dispatch(ReviewIncident(id=NOTE, decision="return", remark="not yet"), person=EDITOR)
    import_coding(coding)
    assert Incident.objects.get(id=NOTE).status == "draft"
    assert Incident.objects.get(id=record_id("i-closure")).status == "published"


def test_it_brings_nothing_back_that_was_withdrawn(coding):
    import_coding(coding)
    dispatch(WithdrawIncident(id=NOTE), person=REVIEWER)
    assert import_coding(coding).events == 0
    assert NOTE not in public("incident")


def test_a_key_that_has_become_another_kind_is_refused_by_its_key(coding):
    import_coding(coding)
    for path in coding.iterdir():
        text = path.read_text(encoding="utf-8").replace("st-refusal", "st-answer")
        path.write_text(text.replace("l-refusal-to-demand", "st-refusal"), encoding="utf-8")
    log = log_rows()
    with pytest.raises(
        YamlError, match=r"links\.yaml, line 9, links\[1\]\.key: Record st-refusal is of kind statement"
    ):
        import_coding(coding)
    assert log_rows() == log


def test_the_fault_of_the_last_record_takes_everything_back(coding):
    path = coding / "links.yaml"
    last = "- {key: l-last, from: i-note, type: PART_OF, to: i-note, confidence: low, rationale: itself}\n"
    path.write_text(path.read_text(encoding="utf-8") + last, encoding="utf-8")
    with pytest.raises(YamlError, match=r"links\.yaml, line 15, links\[2\]\.to: A record is not linked to itself"):
        import_coding(coding)
    assert nothing_recorded()
