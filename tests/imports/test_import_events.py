"""manage.py import_events: counts on the last line, rejects beside the file, and one run is like the next."""

import csv
import json

import pytest
from django.core.management import CommandError

from incidents.log import read
from incidents.models import Event, Incident
from tests.api.support import user_of
from tests.imports.support import last_line, nothing_recorded, run
from tests.imports.tables import MAPPING, ROWS, table
from tests.paths import ROOT
from tests.people import OWNER, READER

pytestmark = pytest.mark.django_db

DATA = ROOT.parent / "shared" / "data" / "us_missions_transitions.csv"


@pytest.fixture
def files(tmp_path):
    """A table with a row that cannot be taken, and its mapping."""
    file, mapping = tmp_path / "envoys.csv", tmp_path / "envoys.yaml"
    file.write_bytes(table(*ROWS, "3,=cmd(),21/06/2024,Greece,Russia,,,,,"))
    mapping.write_text(MAPPING, "utf-8")
    return file, mapping


def imported(files, *more):
    file, mapping = files
    return run("import_events", str(file), "--mapping", str(mapping), *more)


def test_the_last_line_counts_and_the_rejects_say_why(files):
    assert last_line(imported(files)) == "3 read, 2 recorded, 0 evidence added, 0 skipped, 1 rejected"
    with (files[0].parent / "envoys.csv.rejects.csv").open(newline="", encoding="utf-8") as rejects:
        header, (line, reason, row) = csv.reader(rejects)
    assert header == ["line", "reason", "row"]
    assert line == "4" and "“=cmd()” is not in the code table" in reason
    assert json.loads(row)[1] == "=cmd()"
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in (line, reason, row))
    assert set(Event.objects.values_list("metadata__person", flat=True)) == {"import"}


def test_a_second_run_adds_nothing_and_leaves_the_rejects(files):
    imported(files)
    before = read.head()
    assert last_line(imported(files)) == "3 read, 0 recorded, 0 evidence added, 2 skipped, 1 rejected"
    assert read.head() == before


def test_rejects_of_an_earlier_run_go_when_there_are_none(files):
    imported(files)
    files[0].write_bytes(table(*ROWS))
    imported(files)
    assert not (files[0].parent / "envoys.csv.rejects.csv").exists()


def test_a_dry_run_records_nothing(files):
    printed = imported(files, "--dry-run")
    assert "Dry run, nothing recorded." in printed
    assert last_line(printed) == "3 read, 2 recorded, 0 evidence added, 0 skipped, 1 rejected"
    assert nothing_recorded()


def test_it_may_be_the_recording_of_a_person(files):
    user_of(OWNER)
    imported(files, "--user", OWNER.name)
    assert set(Event.objects.values_list("metadata__person", flat=True)) == {OWNER.name}


def test_a_person_who_may_not_record_is_refused(files):
    user_of(READER)
    with pytest.raises(CommandError, match="needs the role curator"):
        imported(files, "--user", READER.name)
    with pytest.raises(CommandError, match="There is no user nobody"):
        imported(files, "--user", "nobody")
    assert nothing_recorded()


@pytest.mark.parametrize(
    ("file", "mapping", "sentence"),
    [
        (None, MAPPING, "No such file"),
        (table(), None, "mapping.yaml, line 1: The file is missing"),
        (table(), MAPPING.replace("SUMMONS", "SUMONS"), "mapping.yaml, line 8, type.codes.called in: “SUMONS”"),
        (table(header="a,b"), MAPPING, "The table has no column about, guest"),
        (b"", MAPPING, "The table is empty"),
        (table(), MAPPING.replace("format: csv", "encoding: utf-16"), "not in the encoding of the mapping"),
        (table(), MAPPING.replace("language: en", "language: english"), "source.language: A language is an ISO 639"),
    ],
)
def test_what_is_wrong_with_the_files_is_a_sentence(tmp_path, file, mapping, sentence):
    paths = tmp_path / "table.csv", tmp_path / "mapping.yaml"
    for path, content in zip(paths, (file, mapping.encode() if mapping else None), strict=True):
        if content is not None:
            path.write_bytes(content)
    with pytest.raises(CommandError) as refused:
        imported(paths)
    assert sentence in str(refused.value)
    assert nothing_recorded()


def test_a_mapping_is_asked_for(files):
    with pytest.raises(CommandError, match="Give --mapping"):
        run("import_events", str(files[0]))


def test_a_real_table_of_another_project(tmp_path):
    """Changes in the status of United States missions, by Brenton Kenkel (CC-BY 4.0)."""
    if not DATA.exists():
        pytest.skip("needs the data set in ../shared/data, which is not there")
    file = tmp_path / DATA.name
    file.write_bytes(DATA.read_bytes())
    files = file, ROOT / "incidents/imports/mappings/us-missions.yaml"
    assert last_line(imported(files)) == "590 read, 590 recorded, 0 evidence added, 0 skipped, 0 rejected"
    assert Incident.objects.filter(type="CLOSURE").count() == 103
    assert Incident.objects.filter(initiator__country="USA").count() == 590
    assert Incident.objects.exclude(date__regex="^[0-9]{4}(-[0-9]{2}){0,2}$").count() == 0
    assert last_line(imported(files)) == "590 read, 0 recorded, 0 evidence added, 590 skipped, 0 rejected"
