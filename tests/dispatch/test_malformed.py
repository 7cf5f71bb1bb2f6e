"""What is no command at all is refused at the door, with the field, and leaves nothing."""

import pytest

from incidents.dispatch import dispatch
from incidents.domain.claiming import AddNote, AssessClaim, RecordClaim
from incidents.domain.claims import Claim
from incidents.domain.errors import InvalidValueError
from incidents.domain.evidence import Evidence
from incidents.domain.incident import OpenIncident
from incidents.domain.link import LinkRecords
from incidents.domain.person import ANONYMOUS, Person
from incidents.domain.values import RecordRef
from incidents.log import read
from incidents.permissions import ForbiddenError
from incidents.readmodels import queries, rebuild
from tests.factories import IncidentFactory, claim, passage, uid
from tests.people import OWNER, READER

pytestmark = pytest.mark.django_db

ONE, TWO = uid("malformed", "one"), uid("malformed", "two")
SOUND = claim(ONE, "type", "SUMMONS")
PLACE = passage(TWO)


def opening(*claims):
    return OpenIncident(id=ONE, title={"en": "One"}, claims=claims)


def resting_on(**changes):
    told = {name: getattr(PLACE, name) for name in ("source", "paragraph", "start", "end", "kind", "quote_sha256")}
    return opening(claim(ONE, "type", "SUMMONS", Evidence(**{**told, **changes})))


def linking(**changes):
    ends = {"from_": RecordRef(kind="incident", id=ONE), "to": RecordRef(kind="incident", id=TWO)}
    told = {"type": "FOLLOWS", "confidence": "high", "rationale": "So.", **ends}
    return LinkRecords(id=uid("malformed", "link"), **{**told, **changes})


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (resting_on(start="0"), "claims[0].evidence[0].start"),
        (resting_on(start=0.5), "claims[0].evidence[0].start"),
        (resting_on(paragraph=True), "claims[0].evidence[0].paragraph"),
        (resting_on(relay=None), "claims[0].evidence[0].relay"),
        (opening(None), "claims[0]"),
        (OpenIncident(id=ONE, title={"en": "One"}, claims=5), "claims"),
        (opening(Claim(claim=ONE, property=5, value="SUMMONS", evidence=())), "claims[0].property"),
        (opening(Claim(claim=ONE, property="type", value="SUMMONS", evidence=(None,))), "claims[0].evidence[0]"),
        (RecordClaim(kind="incident", id=ONE, claim=None), "claim"),
        (AssessClaim(kind="incident", id=ONE, claim=SOUND.claim, credibility="1"), "credibility"),
        (linking(from_=RecordRef(kind="foo", id=ONE)), "from.kind"),
        (linking(to=RecordRef(kind="incident", id=None)), "to.id"),
        (linking(evidence=None), "evidence"),
        (linking(type=["x"]), "type"),
    ],
)
def test_a_value_of_another_type_is_refused(command, field):
    with pytest.raises(InvalidValueError) as caught:
        dispatch(command, person=OWNER)
    assert caught.value.field == field
    assert read.head().position == 0


@pytest.mark.parametrize("key", ["", " ", "k" * 201, 5, True, "\ud800", "a\0b"])
def test_a_key_that_no_receipt_can_hold_is_refused(key):
    with pytest.raises(InvalidValueError) as caught:
        dispatch(opening(SOUND), person=OWNER, key=key)
    assert caught.value.field == "key"
    assert read.head().position == 0


def test_the_longest_key_and_name_survive_a_rebuild():
    person = Person("p" * 150, frozenset(("curator",)))
    dispatch(opening(SOUND), person=person, key="k" * 200)
    assert rebuild.rebuild() == 1
    assert dispatch(opening(SOUND), person=person, key="k" * 200).repeated


@pytest.mark.parametrize("name", ["", "p" * 151, None, 5])
def test_somebody_without_a_name_records_nothing(name):
    with pytest.raises(InvalidValueError) as caught:
        dispatch(opening(SOUND), person=Person(name, frozenset(("curator",))))
    assert caught.value.field == "person"
    assert read.head().position == 0


def test_a_role_that_is_none_gives_no_right():
    with pytest.raises(ForbiddenError):
        dispatch(opening(SOUND), person=Person("eve", frozenset(("root",))))


@pytest.mark.parametrize("person", [READER, ANONYMOUS])
def test_what_is_no_id_is_no_record(person):
    IncidentFactory()
    assert queries.record("incident", id="x", person=person) is None


def test_a_note_still_needs_its_text():
    row = IncidentFactory()
    with pytest.raises(InvalidValueError) as caught:
        dispatch(AddNote(kind="incident", id=str(row.id), text=""), person=OWNER)
    assert caught.value.code == "empty_text"
