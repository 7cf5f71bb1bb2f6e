"""What passed behind a position, and where the log ends: asked in one breath with the lock."""

import pytest

from incidents.log.chain import GENESIS
from incidents.log.driver import ask
from incidents.log.errors import LogError
from incidents.log.order import Passed, Tip, asking_passed
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
    written = write(event(version=2), event(OTHER, version=2), tip=passed(2).tip)
    assert [one.position for one in written] == [3, 4]
    assert verify().ok


@pytest.mark.parametrize("version", [1, 2])
def test_the_database_refuses_a_version_that_is_taken_whatever_the_writer_has_read(version):
    write_log(4)
    with pytest.raises(LogError):
        write(event(version=version), tip=passed(4).tip)
