"""Errors of the layers below, in the language of the page."""

import pytest
from django.utils.translation import override

from incidents.admin.errors import LOG, by_field, translated
from incidents.dispatch import dispatch
from incidents.domain import dates
from incidents.domain.errors import DomainError, RefusedError
from incidents.domain.incident import SubmitIncident
from incidents.domain.properties import parse_date
from incidents.log import errors as log_errors
from incidents.permissions import ForbiddenError
from tests.factories import IncidentFactory, uid
from tests.people import OWNER, READER


def refused(ask) -> Exception:
    with pytest.raises((DomainError, log_errors.LogError, dates.DateError)) as caught:
        ask()
    return caught.value


def test_a_refusal_is_translated_with_its_parameters(db):
    error = refused(lambda: dispatch(SubmitIncident(id=uid("nobody")), person=OWNER))
    with override("en"):
        assert translated(error) == str(error) == f"There is no incident {uid('nobody')}."
    with override("id"):
        assert translated(error) == f"Tidak ada insiden {uid('nobody')}."


def test_a_missing_role_is_translated(db):
    incident = IncidentFactory()
    error = refused(lambda: dispatch(SubmitIncident(id=str(incident.id)), person=READER))
    assert isinstance(error, ForbiddenError)
    with override("id"):
        assert translated(error) == "SubmitIncident memerlukan peran curator; mintalah kepada administrator."


def test_kinds_of_records_are_named():
    error = RefusedError("withdrawn_record", "The {kind} {id} was withdrawn.", "to", kind="statement", id="x")
    with override("id"):
        assert translated(error) == "Entri x (pernyataan) sudah ditarik."


def test_what_the_parser_of_dates_says_is_translated():
    error = refused(lambda: parse_date("value", "2024-13"))
    with override("id"):
        assert translated(error).startswith("Tidak ada bulan 13: tulis 01 sampai 12")
    alone = refused(lambda: dates.parse("21 June"))
    with override("id"):
        assert "tulis tahun-bulan-hari" in translated(alone)


@pytest.mark.parametrize(
    "error",
    [
        log_errors.VersionConflictError("x", 2, 3),
        log_errors.DuplicateEventError("x"),
        log_errors.UnknownPositionError(9),
        log_errors.LockNotHeldError(),
        log_errors.WriteOutsideDispatchError("incidents_event"),
    ],
    ids=lambda error: error.code,
)
def test_errors_of_the_log_have_words_of_our_own(error):
    assert error.code in LOG
    with override("en"):
        english = translated(error)
    with override("id"):
        assert translated(error) != english


def test_other_errors_of_the_log_speak_for_themselves():
    assert translated(log_errors.CanonicalError("float", "No floats.", "data.x")) == "No floats."


def test_a_form_gets_the_sentence_under_its_field():
    error = RefusedError("links_itself", "A record is not linked to itself.", "to")
    assert by_field(error) == {"to": "A record is not linked to itself."}
    assert by_field(RefusedError("x", "This credit is already recorded.")) == {"": "This credit is already recorded."}
