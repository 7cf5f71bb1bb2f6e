"""One search over everything."""

import pytest

from incidents.imports.keys import record_id
from incidents.log import read
from incidents.readmodels.errors import FilterError
from incidents.search import KINDS, find
from tests.factories import IncidentFactory
from tests.people import PUBLIC, READER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]

JUNE, OCTOBER = record_id("i-summons-2024-06"), record_id("i-summons-2024-10")


def ids(text, kind, person=PUBLIC, **options):
    return [hit.id for hit in find(text, person=person, kinds=[kind], **options)]


@pytest.mark.parametrize("person", [READER, PUBLIC])
def test_a_search_finds_records_of_all_kinds(person):
    for as_of in (None, read.head().position):
        hits = find("pact", person=person, as_of=as_of)
        assert {hit.kind for hit in hits} >= {"incident", "statement", "link"}
        assert [hit.kind for hit in hits] == sorted((hit.kind for hit in hits), key=KINDS.index)
        assert all(str(hit.row.record) == hit.id for hit in hits)


def test_a_question_about_an_office_finds_its_holder():
    first = find("who was Russia's ambassador in Seoul on 21 June 2024", person=PUBLIC)[0]
    assert (first.kind, first.id, first.found.by) == ("actor", record_id("zinoviev"), "office")


def test_signs_of_a_search_hold_for_actors_too():
    assert record_id("kor") in ids('"korea selatan"', "actor")
    assert record_id("kor") not in ids("korsel -pemerintah", "actor")
    assert {record_id("kor"), record_id("rus")} <= set(ids("moskow OR korsel", "actor"))


def test_others_come_latest_first_and_no_more_than_asked_for():
    assert ids("zinoviev", "incident") == [OCTOBER, JUNE]
    assert ids("zinoviev", "incident", size=1) == [OCTOBER]


def test_an_unknown_kind_is_refused():
    with pytest.raises(FilterError) as refused:
        find("pact", person=PUBLIC, kinds=["weather"])
    assert (refused.value.code, refused.value.field) == ("unknown_kind", "kinds")


@pytest.mark.parametrize("text", ["", "   ", '"', "-", "OR", "' OR 1=1 --", "\0", "\ud800", "*:*", "NEAR(a b)", "%"])
def test_hostile_strings_find_nothing(text):
    assert find(text, person=PUBLIC) == []


def test_drafts_never_leak():
    IncidentFactory(title={"en": "Quokkas at the gate"})
    assert find("quokkas", person=PUBLIC) == []
    assert len(find("quokkas", person=READER)) == 1


def test_a_search_takes_few_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        find("korea pact OR summons", person=PUBLIC)
