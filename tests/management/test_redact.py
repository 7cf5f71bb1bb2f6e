"""redact, the function and the command: what they list, what they refuse, what they record."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError

from incidents.dispatch.redaction import redact
from incidents.domain.errors import DomainError
from incidents.domain.person import ANONYMOUS, Person
from incidents.log.errors import LogError
from incidents.log.models import Event
from tests.imports.support import log_rows, run
from tests.management.erasing import (
    ADMINISTRATOR,
    BRINK,
    EDITOR,
    NOTE,
    WHY,
    assert_gone,
    erase,
    event_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small")]


class TestRefused:
    """Nothing is changed, and the error says what to do."""

    FIELD = "claims[0].value.text"

    @pytest.fixture(autouse=True)
    def unchanged(self):
        before = log_rows()
        yield
        assert log_rows() == before

    @pytest.mark.parametrize("reason", ["", "  "])
    def test_without_a_reason(self, reason):
        with pytest.raises(DomainError, match="This field needs some text"):
            redact(event_of(BRINK, "ActorRegistered").position, self.FIELD, person=ADMINISTRATOR, reason=reason)

    @pytest.mark.parametrize("person", [ANONYMOUS, EDITOR, Person("carl", frozenset(("reader", "curator")))])
    def test_by_somebody_who_is_no_administrator(self, person):
        with pytest.raises(DomainError, match="Only an administrator may erase personal data"):
            redact(event_of(BRINK, "ActorRegistered").position, self.FIELD, person=person, reason=WHY)

    @pytest.mark.parametrize("field", ["kind", "claims[9].value.text", "", "claims[0].value"])
    def test_a_field_that_is_not_personal(self, field):
        with pytest.raises(LogError, match=r"has no personal field .*; it has: claims\[0\]\.value\.text"):
            erase(event_of(BRINK, "ActorRegistered"), field)

    def test_an_event_that_is_not_there(self):
        with pytest.raises(LogError, match="There is no event at position 9999: ask for a position from 1 to the head"):
            redact(9999, self.FIELD, person=ADMINISTRATOR, reason=WHY)


def test_it_is_not_erased_twice():
    event = event_of(BRINK, "ActorRegistered")
    erase(event, "claims[0].value.text")
    before = log_rows()
    with pytest.raises(LogError, match="is redacted already"):
        erase(event, "claims[0].value.text")
    assert log_rows() == before


class TestCommand:
    @pytest.fixture
    def administrator(self) -> str:
        return get_user_model().objects.create_superuser("ada", password="x").get_username()

    @pytest.fixture
    def position(self) -> int:
        return event_of(BRINK, "ActorRegistered").position

    def test_without_a_field_it_lists_those_that_can_be_erased(self, position):
        assert run("redact", position) == "claims[0].value.text: Ada Brink\n"
        opened = run("redact", event_of(NOTE, "IncidentOpened").position).splitlines()
        assert opened == [
            "title.en: Norland calls in the envoy of Suland",
            "title.id: Norland memanggil utusan Suland",
        ]

    def test_an_event_without_any_is_said(self):
        position = event_of(NOTE, "IncidentPublished").position
        assert run("redact", position) == f"Event {position} has no personal field.\n"

    def test_it_erases_and_says_where_that_is_recorded(self, administrator, position):
        printed = run("redact", position, "claims[0].value.text", person=administrator, reason=WHY)
        event = Event.objects.latest("position")
        assert printed == f"claims[0].value.text of position {position} erased; recorded at position {event.position}\n"
        assert (event.type, event.metadata["person"]) == ("FieldRedacted", "ada")
        assert event.data == {"position": position, "field": "claims[0].value.text"}
        assert event.metadata["reason"]["personal"] == WHY
        assert run("redact", position) == "claims[0].value.text: [redacted]\n"
        assert "Ada" not in json.dumps(list(Event.objects.values_list("data", flat=True)))
        assert_gone("Ada Brink")

    @pytest.mark.parametrize("missing", ["person", "reason"])
    def test_person_and_reason_are_needed(self, administrator, position, missing):
        options = {"person": administrator, "reason": WHY} | {missing: None}
        with pytest.raises(CommandError, match="Say who answers for it and why: --person NAME --reason"):
            run("redact", position, "claims[0].value.text", **options)

    def test_the_person_must_be_somebody(self, position):
        with pytest.raises(CommandError, match=r"There is no user nobody\."):
            run("redact", position, "claims[0].value.text", person="nobody", reason=WHY)

    @pytest.mark.parametrize("change", [{"is_superuser": False}, {"is_active": False}])
    def test_the_person_must_be_an_administrator(self, administrator, position, change):
        get_user_model().objects.update(**change)
        with pytest.raises(CommandError, match="Only an administrator may erase personal data"):
            run("redact", position, "claims[0].value.text", person=administrator, reason=WHY)

    @pytest.mark.parametrize("position", ["0", "-1", "abc", "1.5", str(2**63), ""])
    def test_a_position_is_a_whole_number_from_1(self, position):
        with pytest.raises(CommandError, match="position"):
            run("redact", position)

    def test_a_position_beyond_the_head_is_refused(self):
        with pytest.raises(CommandError, match="There is no event at position 9999"):
            run("redact", 9999)

    def test_a_reason_that_cannot_be_kept_is_refused(self, administrator, position):
        with pytest.raises(CommandError, match="control character"):
            run("redact", position, "claims[0].value.text", person=administrator, reason="a\0b")
        assert Event.objects.latest("position").type != "FieldRedacted"
