"""Exports show nobody's drafts, and take few queries."""

import pytest

from tests.api.test_exports import export
from tests.factories import IncidentFactory, SourceFactory, id_of, passage

pytestmark = pytest.mark.django_db


def test_drafts_are_for_people_with_a_role(anybody, outsider, reader):
    source = SourceFactory()
    draft = IncidentFactory(evidence=(passage(source),))
    for program in (anybody, outsider):
        assert export(program, "incidents")[1] == b""
    assert id_of(draft).encode() in export(reader, "incidents")[1]


def test_it_takes_few_queries_however_many_there_are(anybody, django_assert_max_num_queries):
    source = SourceFactory()
    for _ in range(20):
        IncidentFactory(evidence=(passage(source),), published=True)
    with django_assert_max_num_queries(16):
        export(anybody, "incidents", format="jsonld")
