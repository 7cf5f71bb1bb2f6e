"""NDJSON and CSV of the seeds: both have every record with the columns of the dictionary, and say the same."""

import json

import pytest

from incidents import codebook
from incidents.exports.reading import KINDS
from incidents.exports.tabular import LISTS, columns_of, plain
from incidents.readmodels import queries
from tests.exports.support import ids, lines, table
from tests.people import OWNER, PUBLIC

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("person", [PUBLIC, OWNER], ids=["public", "curator"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_record_that_the_person_sees_is_there_once(seeded, kind, person):
    rows = queries.records(kind, person=person, as_of=queries.head().position)
    expected = sorted(str(record) for record in rows.values_list("record", flat=True))
    assert expected
    assert sorted(ids(lines(kind, person=person))) == sorted(ids(table(kind, person=person))) == expected


@pytest.mark.parametrize("kind", KINDS)
def test_both_formats_have_the_columns_of_the_dictionary(seeded, kind):
    names = [column.name for column in columns_of(kind)]
    assert all(list(record) == names for record in lines(kind))
    assert all(list(record) == names for record in table(kind))
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("kind", KINDS)
def test_cells_say_what_the_objects_say(seeded, kind):
    shapes = {column.name: column.shape for column in columns_of(kind)}
    for cells, record in zip(table(kind, person=OWNER), lines(kind, person=OWNER), strict=True):
        for name, value in record.items():
            cell = plain(cells[name])
            if value is None or value in ([], {}):
                assert cell == ""
            elif shapes[name] in LISTS:
                assert cell.split("|") == value
            elif isinstance(value, bool):
                assert cell == str(value).lower()
            elif isinstance(value, str | int):
                assert cell == str(value)
            else:
                assert json.loads(cell) == value


@pytest.mark.parametrize("kind", KINDS)
def test_codes_are_codes_of_the_list_that_the_dictionary_names(seeded, kind):
    for column in columns_of(kind):
        if column.codes:
            known = codebook.current().codes(column.codes)
            told = [record[column.name] for record in lines(kind, person=OWNER)]
            found = {code for value in told for code in (value if isinstance(value, list) else [value]) if code}
            assert found <= known, column.name


def test_each_row_says_what_it_was_cut_from(seeded):
    position = queries.head().position
    assert {(row["as_of"], row["codebook"]) for row in table("incident")} == {
        (str(position), codebook.current().version)
    }
