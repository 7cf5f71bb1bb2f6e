"""The language of searches, and what words find: stems in two languages, phrases, names, now and then."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.dispatch import dispatch
from incidents.domain.claiming import RecordClaim
from incidents.domain.incident import RetitleIncident
from incidents.log import read
from incidents.models import Document, DocumentVersion
from incidents.readmodels import queries
from incidents.readmodels.errors import FilterError
from incidents.readmodels.searching import MOST_TERMS, Term, parse
from incidents.readmodels.words import document, stem
from tests.factories import ActorFactory, IncidentFactory, StatementFactory, claim, id_of, publish
from tests.people import OWNER, PUBLIC, READER

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("pact", [["pact"]]),
        ("Pact  of\tMay", [["pact"], ["of"], ["may"]]),
        ('"Defence Pact" now', [["defence pact"], ["now"]]),
        ("Hong-kyun", [["hong kyun"]]),
        ("a OR b c", [["a", "b"], ["c"]]),
        ("a OR b OR c", [["a", "b", "c"]]),
        ("OR a OR", [["a"]]),
        ("a or b", [["a"], ["or"], ["b"]]),
        ('"unclosed phrase', [["unclosed phrase"]]),
        ('"" ( ) * - -- \' %', []),
        ("", []),
    ],
)
def test_what_a_search_asks_for(text, groups):
    assert [[term.text for term in group] for group in parse(text)] == groups


def test_a_minus_excludes():
    assert parse('-pact -"two words" a-b') == [[Term("pact", True)], [Term("two words", True)], [Term("a b")]]
    assert parse("a OR -b") == [[Term("a")], [Term("b", True)]]


def test_too_many_words_are_refused():
    assert len(parse(" ".join("abcdefghijklmnopqrst"[:MOST_TERMS]))) == MOST_TERMS
    with pytest.raises(FilterError):
        parse(" ".join(f"w{number}" for number in range(MOST_TERMS + 1)))


def found(text, kind="incident", person=READER, as_of=None):
    rows = queries.records(kind, person=person, as_of=as_of)
    return {str(row.record) for row in queries.filtered_by(kind, rows, {"q": text}, person=person, as_of=as_of)}


@pytest.fixture
def summons(db):
    envoy = ActorFactory(name="Đặng Văn-Minh", country="VNM")
    return IncidentFactory(
        title={"en": "Envoy summoned over the maritime border", "id": "Pemanggilan duta besar terkait batas laut"},
        claims={
            f"participant:{envoy.id}:summoned": {},
            "place": {"name": "Jalan Merdeka Utara", "country": "IDN", "role": "where", "precision": "site"},
        },
        published=True,
    )


FINDS = [
    "envoy", "ENVOYS", "summons envoy", "summoning", "memanggil", "dipanggil", "panggilan", "laut", '"duta besar"',
    '"maritime border"', '"maritime borders"', "dang van minh", "Đặng", '"van minh"', "van-minh border", "merdeka",
    "nothing OR border", "border -pact", "-pact", '"jalan merdeka"',
]  # fmt: skip
MISSES = [
    "pact", "envoy pact", '"border maritime"', '"border pemanggilan"', "envoy -border", "-border", "nothing OR pact",
    "bord", "en voy", "dang van mink", '"envoy dang"', "%", "_", "envo_",
]  # fmt: skip


@pytest.mark.parametrize("text", FINDS)
@pytest.mark.parametrize("person", [READER, PUBLIC])
def test_words_that_find(summons, text, person):
    for as_of in (None, read.head().position):
        assert found(text, person=person, as_of=as_of) == {id_of(summons)}


@pytest.mark.parametrize("text", MISSES)
@pytest.mark.parametrize("person", [READER, PUBLIC])
def test_words_that_do_not(summons, text, person):
    for as_of in (None, read.head().position):
        assert found(text, person=person, as_of=as_of) == set()


def test_then_the_words_were_those_of_then(summons):
    then = read.head().position
    dispatch(RetitleIncident(id=id_of(summons), title={"en": "A pact"}), person=OWNER)
    assert found("pact") == {id_of(summons)} and found("envoy") == set()
    assert found("pact", as_of=then) == set() and found("envoy", as_of=then) == {id_of(summons)}
    assert found("pact", person=PUBLIC) == set() and found("envoy", person=PUBLIC) == {id_of(summons)}
    publish(summons)
    assert found("pact", person=PUBLIC) == {id_of(summons)} and found("envoy", person=PUBLIC) == set()


def test_drafts_are_found_by_readers_only(db):
    draft = IncidentFactory(title={"en": "Unpublished thing"})
    assert found("unpublished") == {id_of(draft)} and found("unpublished", person=PUBLIC) == set()


def test_statements_by_gist_and_by_who_spoke(db):
    speaker = ActorFactory(name="Anna Lind")
    said = StatementFactory(speaker=speaker, gist={"en": "Ships must leave", "id": "Kapal harus pergi"})
    for text in ("ship", "leaving ships", "kapal", "lind", '"anna lind" ships'):
        assert found(text, "statement") == {id_of(said)}, text
    assert found("anna ships", "incident") == set()


def test_a_document_is_cut_only_where_its_words_change(summons):
    def documents():
        return DocumentVersion.objects.filter(record_id=summons.id).count()

    before = documents()
    issue = claim(summons, "issue", "BORDER", name="new")
    dispatch(RecordClaim(kind="incident", id=id_of(summons), claim=issue), person=OWNER)
    assert documents() == before
    dispatch(RetitleIncident(id=id_of(summons), title={"en": "Another"}), person=OWNER)
    assert documents() == before + 1
    assert "| anoth" in Document.objects.get(id=summons.id).words


def test_fields_stand_apart_and_names_are_not_stemmed():
    row = {"names": [{"text": "Runs Running"}, {"text": "runs-running"}], "notes": []}
    assert document("actor", row) == " | runs running | "
    titles = {"titles": {"en": "Ships running", "id": None}, "place": {"name": "Port"}, "notes": []}
    assert document("incident", titles) == " | ship run | port | "
    assert (stem("memanggil", "id"), stem("running", "en")) == ("panggil", "run")


@given(st.text(max_size=60))
def test_any_text_is_a_search(text):
    try:
        found(text)
    except FilterError as error:
        assert error.code in ("empty_value", "too_many_words")


@given(
    st.lists(
        st.sampled_from(['"', "-", "OR", " ", "a", "envoy", "(", "*", ":", "'", "\\", "\0", "\ud800"]), max_size=25
    )
)
def test_hostile_signs_are_no_syntax(pieces):
    try:
        found("".join(pieces))
    except FilterError as error:
        assert error.code in ("empty_value", "too_many_words")
