"""What a person may write as `as_of`, and which position it means."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.dispatch import dispatch
from incidents.dispatch.recording import LIVE
from incidents.readmodels.queries import AsOfError, position_of
from tests.factories import IncidentFactory, uid
from tests.people import OWNER

pytestmark = pytest.mark.django_db

NOW = datetime(2024, 11, 4, 12, tzinfo=UTC)
# Four events; their positions are 1 to 4.
RECORDED = [
    datetime(2024, 6, 21, 9, 30, tzinfo=UTC),
    datetime(2024, 6, 21, 23, 59, 59, 999_999, tzinfo=UTC),
    datetime(2024, 6, 22, tzinfo=UTC),
    datetime(2024, 11, 4, 11, 59, tzinfo=UTC),
]


@pytest.fixture(autouse=True)
def _log(db):
    for number, at in enumerate(RECORDED):
        recording = msgspec.structs.replace(LIVE, now=lambda at=at: at)
        command = IncidentFactory.command(
            id=uid("dated", number), title={"en": "Summons"}, type="SUMMONS", claims={}, evidence=()
        )
        dispatch(command, person=OWNER, recording=recording)


@pytest.mark.parametrize(
    ("as_of", "position"),
    [
        ("0", 0),
        ("1", 1),
        ("4", 4),
        ("0004", 4),
        ("2024-06-20", 0),
        ("2024-06-21", 2),  # to the end of that day, UTC
        ("2024-06-22", 3),
        ("2024-W25-5", 2),  # the same day, written as a week
        ("2024-11-03", 3),
        ("2024-06-21T09:30:00Z", 1),
        ("2024-06-21T09:29:59.999999Z", 0),
        ("2024-06-21T16:30+07:00", 1),
        ("2024-06-22T06:59:59+07:00", 1),
        ("2024-06-22T06:59:59.999999+07:00", 2),
        ("2024-06-22T00:00+00:00", 3),
        ("2024-06-21T18:00-06:00", 3),
        ("20240622T000000Z", 3),
        ("2024-11-04T12:00Z", 4),  # now
        ("0001-01-01", 0),
        ("1970-01-01T00:00Z", 0),
    ],
)
def test_what_is_written_becomes_a_position(as_of, position):
    assert position_of(as_of, now=NOW) == position


@pytest.mark.parametrize(
    "as_of",
    [
        "5",
        "2024",  # digits alone are a position
        "99999999999999999999",
        "9" * 5000,
        "2024-11-04",  # today is not over
        "2024-11-05",
        "2024-11-04T12:00:00.000001Z",
        "2024-11-04T19:01+07:00",
        "9999-12-31",
        "9999-12-31T23:59:59Z",
    ],
)
def test_the_future_is_refused(as_of):
    with pytest.raises(AsOfError) as refusal:
        position_of(as_of, now=NOW)
    assert (refusal.value.code, refusal.value.field) == ("future", "as_of")
    assert len(str(refusal.value)) < 200


@pytest.mark.parametrize(
    "as_of",
    [
        "",
        " ",
        "-1",
        "+1",
        "1.0",
        "1e3",
        "٣",
        "²",
        "now",
        "head",
        "2024-06",
        "2024-13-01",
        "2024-02-30",
        "21/06/2024",
        "2024-06-21T09:30",  # whose half past nine?
        "2024-06-21 09:30",
        "2024-06-21T25:00Z",
        "2024-06-21T09:30 07:00",  # a + that a browser took for a space
        "2024-06-21T09:30+99:00",
        "0001-01-01T00:00+12:00",  # before the calendar begins in UTC
        "9999-12-31T23:59-12:00",  # after it ends
        "1' OR '1'='1",
        "\x00",
    ],
)
def test_nonsense_is_refused(as_of):
    with pytest.raises(AsOfError) as refusal:
        position_of(as_of, now=NOW)
    assert (refusal.value.code, refusal.value.field) == ("invalid_as_of", "as_of")


@pytest.mark.parametrize("as_of", ["2", "2024-06-21", "2024-06-21T16:30+07:00"])
def test_it_takes_one_look_into_the_log(as_of):
    with CaptureQueriesContext(connection) as captured:
        position_of(as_of, now=NOW)
    assert len(captured) == 1


def test_an_empty_stretch_of_time_gives_the_position_before_it():
    assert position_of("2024-07-15", now=NOW) == position_of("2024-10-31", now=NOW) == 3
    assert position_of((NOW - timedelta(minutes=2)).isoformat(), now=NOW) == 3
