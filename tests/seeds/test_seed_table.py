"""docs/seeds.md accounts for every row of the fact sheet behind the seeds, and names only records that exist."""

import re
from pathlib import Path

import pytest

from incidents.codebook import strict_yaml

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "seeds"
PAGE = ROOT / "docs" / "seeds.md"

ROW = re.compile(r"^\|\s*(?P<id>[^|]*?)\s*\|\s*(?P<gist>[^|]*?)\s*\|\s*(?P<records>[^|]*?)\s*\|$")
KEY = re.compile(r"`([^`]+)`")
NONE = re.compile(r"none: \S.{9,}")


def numbered(prefix: str, last: int) -> list[str]:
    return [f"{prefix}-{number:02}" for number in range(1, last + 1)]


# The rows of the fact sheet by id, written down once: the page is held to this list, not to itself.
EVENTS = """
E01 E02 E03 S04 E05 E06 E07 E08 S09 E10 S11 S12 E13 S14 E15 S15 S15a S15b S16 S17 S18 E19 E20 S21 E22 S23 E24 S25 E26
S27 S28 S29 E30 S30a S30b S30c S31 S32 S33 E34 S35 S36 S37 S38 E39 S40 S41 S42
"""
EXPECTED = [
    *("SRC-000", "SRC-001", "SRC-002", "SRC-003", "SRC-004", "SRC-N1"),
    *EVENTS.split(),
    *numbered("N", 3),
    *numbered("A", 54),
    *numbered("L", 22),
    *numbered("D", 12),
    *numbered("T", 7),
    *numbered("C", 18),
]


def table_rows(text: str) -> dict[str, str]:
    """Return {id: records cell}; heads and rules of the tables are left out, an id given twice fails."""
    rows: dict[str, str] = {}
    for match in filter(None, map(ROW.match, text.splitlines())):
        name = match["id"]
        if name == "id" or not name.strip("-"):
            continue
        assert name not in rows, f"{name} stands twice in docs/seeds.md"
        assert match["gist"], f"{name} has no gist"
        rows[name] = match["records"]
    return rows


def seed_keys() -> set[str]:
    """Return the key of every record in seeds/*.yaml."""
    documents = (strict_yaml.load_document(path).data for path in sorted(SEEDS.glob("*.yaml")))
    return {record["key"] for document in documents for records in document.values() for record in records}


def problems(rows: dict[str, str], keys: set[str]) -> list[str]:
    """Return what is wrong with the table, one sentence each."""
    found = [f"{name} is missing" for name in EXPECTED if name not in rows]
    found += [f"{name} is no row of the fact sheet" for name in rows if name not in EXPECTED]
    for name, records in rows.items():
        named = KEY.findall(records)
        found += [f"{name} names {key}, which is in no file of seeds/" for key in named if key not in keys]
        if not named and not records.startswith("none:"):
            found.append(f"{name} names no record and gives no reason")
        if records.startswith("none:") and not NONE.match(records):
            found.append(f"{name} gives no reason")
    return found


@pytest.fixture(scope="module")
def rows() -> dict[str, str]:
    return table_rows(PAGE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def keys() -> set[str]:
    return seed_keys()


def test_every_row_is_there_and_leads_to_a_record_or_a_reason(rows, keys):
    assert problems(rows, keys) == []


def test_every_incident_statement_and_link_is_on_the_page(rows, keys):
    named = {key for records in rows.values() for key in KEY.findall(records)}
    assert sorted(key for key in keys - named if key.startswith(("i-", "st-", "l-"))) == []


def test_a_missing_row_is_noticed(rows, keys):
    short = {name: records for name, records in rows.items() if name != "E24"}
    assert problems(short, keys) == ["E24 is missing"]


def test_an_extra_row_is_noticed(rows, keys):
    assert problems({**rows, "E99": "none: nothing to record here"}, keys) == ["E99 is no row of the fact sheet"]


@pytest.mark.parametrize(
    ("records", "sentence"),
    [
        ("`i-no-such-key`", "E24 names i-no-such-key, which is in no file of seeds/"),
        ("", "E24 names no record and gives no reason"),
        ("not recorded", "E24 names no record and gives no reason"),
        ("none:", "E24 gives no reason"),
    ],
)
def test_an_unknown_key_or_a_missing_reason_is_noticed(rows, keys, records, sentence):
    assert problems({**rows, "E24": records}, keys) == [sentence]


def test_a_row_given_twice_is_noticed():
    with pytest.raises(AssertionError, match="E01 stands twice"):
        table_rows("| E01 | gist | `a` |\n| E01 | gist | `b` |")
