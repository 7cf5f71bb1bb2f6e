"""The data dictionary is complete and fresh."""

import pytest

from incidents.exports.dictionary import ABOUT, describe, page
from incidents.exports.errors import ExportError
from incidents.exports.reading import KINDS
from incidents.exports.streams import FORMATS, formats_of, prepare
from tests.paths import ROOT
from tests.people import PUBLIC


def test_the_page_is_fresh():
    assert (ROOT / "docs/export-dictionary.md").read_text("utf-8") == page()


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_is_described_in_a_sentence(kind):
    for format in formats_of(kind):
        told = describe(kind, format)
        assert told["about"] == ABOUT[format]
        for column in told["columns"]:
            assert len(column["about"]) > 8 and column["about"].endswith((".", "…")), column["name"]
            assert column["shape"] in told["shapes"]
            assert column["codes"] is None or column["codes"]


def test_graphs_are_of_incidents_alone():
    assert formats_of("incident") == list(FORMATS)
    assert formats_of("claim") == ["ndjson", "csv"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "format", "field"), [("event", "csv", "kind"), ("link", "ftm", "format"), ("link", "", "format")]
)
def test_what_is_not_exported_is_refused(kind, format, field):
    with pytest.raises(ExportError) as refused:
        prepare(kind, format, person=PUBLIC)
    assert refused.value.field == field
