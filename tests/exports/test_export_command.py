"""manage.py export: to a file with its dictionary, or to standard output."""

import csv
import json

import pytest
from django.core.management import CommandError

from incidents import codebook
from incidents.readmodels import queries
from tests.factories import IncidentFactory, SourceFactory, id_of, passage
from tests.imports.support import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def incidents():
    source = SourceFactory()
    return [
        id_of(IncidentFactory(type=type, evidence=(passage(source),), published=True)) for type in ("SUMMONS", "RECALL")
    ]


def test_a_file_gets_its_dictionary_beside_it(incidents, tmp_path):
    file = tmp_path / "incidents.csv"
    printed = run("export", "incident", "--format", "csv", "--output", str(file))
    position = queries.head().position
    with file.open(newline="", encoding="utf-8") as rows:
        header, *rest = csv.reader(rows)
    assert len(rest) == 2
    assert printed == f"{file.stat().st_size} bytes written to {file}, as of position {position}\n"
    dictionary = json.loads((tmp_path / "incidents.csv.dictionary.json").read_text("utf-8"))
    assert [column["name"] for column in dictionary["columns"]] == header
    assert (dictionary["as_of"], dictionary["codebook"]) == (position, codebook.current().version)


def test_to_standard_output_goes_the_data_alone(incidents, capsysbinary):
    run("export", "incident")
    told = capsysbinary.readouterr().out.splitlines()
    assert {json.loads(line)["id"] for line in told} == set(incidents)


def test_filters_and_a_past_position(incidents, capsysbinary):
    run("export", "incident", "--filter", "type=RECALL")
    (told,) = capsysbinary.readouterr().out.splitlines()
    assert json.loads(told)["id"] == incidents[1]
    run("export", "incident", "--as-of", "1")
    assert capsysbinary.readouterr().out == b""


def test_drafts_come_only_when_asked_for(db, capsysbinary):
    draft = id_of(IncidentFactory())
    run("export", "incident")
    assert capsysbinary.readouterr().out == b""
    run("export", "incident", "--unpublished")
    assert draft.encode() in capsysbinary.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["link", "--format", "ftm"], "There is no format “ftm” here; write one of: ndjson, csv."),
        (["incident", "--as-of", "tomorrow"], "Give a position, a date"),
        (["incident", "--as-of", "99"], "Position 99 is not recorded yet"),
        (["incident", "--filter", "typ=RECALL"], "“typ” is no filter here"),
        (["incident", "--filter", "type"], "“type” is no filter; write NAME=VALUE"),
        (["incident", "--filter", "type=NONE"], "“NONE” is no code here"),
        (["incident", "--order", "size"], "“size” is no order here"),
        (["incident", "--output", "/nowhere/at/all.csv"], "No such file or directory"),
        (["incidents"], "“incidents” is not exported; write one of: incident,"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(db, arguments, sentence):
    with pytest.raises(CommandError) as refused:
        run("export", *arguments)
    assert sentence in str(refused.value)
