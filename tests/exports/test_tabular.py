"""NDJSON and CSV of records made for it: whole, in order, filtered, and nothing that a spreadsheet would run."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.exports.reading import KINDS
from incidents.exports.tabular import DANGEROUS, plain, safe
from incidents.readmodels import queries
from tests.exports.support import ids, lines, table, written
from tests.factories import ActorFactory, IncidentFactory, LinkFactory, SourceFactory, StatementFactory, id_of, passage
from tests.people import OWNER

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_export_is_a_header(db, kind):
    assert table(kind) == [] and lines(kind) == []
    assert written(kind, "csv").endswith(b"as_of,codebook\r\n")


def test_the_order_is_that_of_lists(db):
    days = ["2024-10-21", "2024-06-21", "2024-06-21", "2023-09-01"]
    made = [id_of(IncidentFactory(claims={"date": day})) for day in days]
    first, second = sorted(made[1:3])
    assert ids(lines("incident", person=OWNER)) == [made[3], first, second, made[0]]
    assert ids(lines("incident", person=OWNER, order="-date")) == [made[0], second, first, made[3]]


def test_chunks_lose_and_repeat_nothing(db, monkeypatch):
    monkeypatch.setattr("incidents.exports.reading.CHUNK", 3)
    monkeypatch.setattr("incidents.exports.reading.chunks.__defaults__", (3,))
    made = [id_of(IncidentFactory(claims={"date": "2024-06-21"})) for _ in range(10)]
    assert ids(lines("incident", person=OWNER)) == sorted(made)


def test_filters_are_those_of_lists(db):
    kept = IncidentFactory(type="RECALL")
    IncidentFactory(type="SUMMONS")
    assert ids(lines("incident", person=OWNER, wanted={"type": "RECALL"})) == [id_of(kept)]
    with pytest.raises(queries.FilterError, match="“typ” is no filter here"):
        written("incident", "csv", wanted={"typ": "RECALL"})


FORMULAS = ["=1+1", "+1", "-1+2", "@SUM(A1)", "\tx", "'quoted", "'=1", "＝1+1"]


@pytest.mark.parametrize("name", [formula for formula in FORMULAS if formula.strip() == formula])
def test_no_cell_is_a_formula_and_each_can_be_taken_back(db, name):
    ActorFactory(name=name)
    (row,) = table("actor", person=OWNER)
    assert not row["name"].startswith(("=", "+", "-", "@", "\t", "\r"))
    assert plain(row["name"]) == name
    assert lines("actor", person=OWNER)[0]["name"] == name  # JSON runs no formulas


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_survives_a_cell(text):
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerow(["id", safe(text)])
    (_, cell), *more = csv.reader(io.StringIO(file.getvalue(), newline=""), strict=True)
    assert more == [] and plain(cell) == text
    assert not cell.startswith(tuple(sign for sign in DANGEROUS if sign != "'"))


def test_quotes_commas_and_line_breaks_stay_in_their_cell(db):
    title = 'Seoul said "no",\nand so did Moscow'
    IncidentFactory(title={"en": title})
    (row,) = table("incident", person=OWNER)
    assert row["title_en"] == title
    assert b'"Seoul said ""no"",\nand so did Moscow"' in written("incident", "csv", person=OWNER)


def test_names_of_a_reference_are_those_of_its_time(db):
    russia = ActorFactory(state=True, name="Russia", country="RUS")
    source = SourceFactory()
    IncidentFactory(
        claims={f"participant:{id_of(russia)}:target_state": {}}, evidence=(passage(source),), published=True
    )
    (row,) = lines("incident")
    assert (row["target"], row["target_name"], row["target_country"]) == (id_of(russia), "Russia", "RUS")
    assert row["targets"] == [id_of(russia)]


def test_links_and_statements_name_their_ends(db):
    start, end = IncidentFactory(published=True), IncidentFactory(published=True)
    link = LinkFactory(start=start, end=end)
    statement = StatementFactory(incident=start, about=end, person=OWNER)
    (found,) = lines("link")
    assert (found["id"], found["from"], found["to"]) == (id_of(link), id_of(start), id_of(end))
    (told,) = lines("statement", person=OWNER)
    assert (told["id"], told["incident"], told["about"]) == (id_of(statement), id_of(start), id_of(end))
