"""Whether a command is well formed, before any rule is asked."""

import pytest

from incidents.domain.claiming import AddNote, AssessClaim
from incidents.domain.errors import InvalidValueError
from incidents.domain.form import check_form
from incidents.domain.link import LinkRecords
from incidents.domain.values import RecordRef
from tests.domain.story import DEMAND, OWN, PACT


def linking(**changes):
    ends = {"from_": RecordRef(kind="statement", id=DEMAND), "to": RecordRef(kind="incident", id=PACT)}
    return LinkRecords(id=OWN, **{**ends, "type": "RESPONDS_TO", "confidence": "high", "rationale": "So.", **changes})


def test_a_sound_command_passes():
    check_form(AddNote(kind="incident", id=OWN, text="Seen."))
    check_form(linking())


@pytest.mark.parametrize(
    ("command", "code", "field"),
    [
        (AddNote(kind="incident", id="x", text="Seen."), "invalid_id", "id"),
        (AddNote(kind="incident", id=OWN, text=5), "malformed", "text"),
        (AssessClaim(kind="incident", id=OWN, claim=PACT, credibility=True), "malformed", "credibility"),
        (linking(from_=None), "malformed", "from"),
        (linking(to=RecordRef(kind="actor", id=PACT)), "wrong_end", "to.kind"),
    ],
)
def test_what_is_malformed_is_refused_with_its_field(command, code, field):
    with pytest.raises(InvalidValueError) as caught:
        check_form(command)
    assert (caught.value.code, caught.value.field) == (code, field)
