"""What passed behind a position, and where the log ends: asked in one breath with the lock."""

import pytest

from incidents.log.chain import GENESIS
from incidents.log.driver import ask
from incidents.log.errors import LogError, VersionConflictError
from incidents.log.order import Passed, State, Tip, asking_passed
from incidents.log.verify import verify
from tests.log.support import NOON, OTHER, STREAM, event, write, write_log

pytestmark = pytest.mark.django_db


def passed(since, limit=10):
    found = []
    ask(asking_passed(since, limit, found.append))
    return found[0]


def test_nothing_has_passed_in_an_empty_log():
    assert passed(0) == Passed([], Tip(0, GENESIS, None))


def test_nothing_has_passed_behind_the_head():
    *_, last = write_log(3)
    assert passed(3) == Passed([], Tip(3, last.hash, NOON))


@pytest.mark.parametrize("since", [0, 1])
def test_what_has_passed_is_told_in_order(since):
    *_, last = write_log(3)
    told = [(STREAM, "NoteAdded"), (OTHER, "NoteAdded"), (STREAM, "NoteAdded")]
    assert passed(since) == Passed(told[since:], Tip(3, last.hash, NOON))


@pytest.mark.parametrize("since", [0, 5])
def test_no_more_is_told_than_asked_for(since):
    write_log(9)
    found = passed(since, limit=4)
    assert (len(found.events), found.tip) == (4, None)


def test_the_log_goes_on_behind_the_tip_that_is_given():
    write_log(2)
    written = write(event(version=2), event(OTHER, version=2), state=State(passed(2).tip, {STREAM: 1, OTHER: 1}))
    assert [one.position for one in written] == [3, 4]
    assert verify().ok


@pytest.mark.parametrize("version", [1, 2, 4])
def test_a_version_that_does_not_follow_what_the_writer_has_read_is_refused(version):
    write_log(4)
    with pytest.raises(VersionConflictError):
        write(event(version=version), state=State(passed(4).tip, {STREAM: 2}))


@pytest.mark.parametrize("version", [1, 2])
def test_the_database_refuses_a_version_that_is_taken_whatever_the_writer_has_read(version):
    write_log(4)
    with pytest.raises(LogError) as refusal:
        write(event(version=version), state=State(passed(4).tip, {STREAM: version - 1}))
    assert refusal.value.code == "refused"


def test_behind_the_end_of_the_log_there_is_no_tip():
    write_log(3)
    assert passed(99) == Passed([], None)
