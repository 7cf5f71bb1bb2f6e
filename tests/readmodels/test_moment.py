"""What is worked out for a record at one position is kept for the next, until what it rests on changes."""

from incidents.readmodels.build.snapshot import ActorView
from incidents.readmodels.surroundings import Moment, Past
from incidents.readmodels.survivors import Survivors
from incidents.readmodels.tables import LIVE

KIM, LEE = "0190e000-0000-7000-8000-00000000000a", "0190e000-0000-7000-8000-00000000000b"


class Known(Past):
    """Actors whose country says when it was asked for."""

    def __init__(self):
        super().__init__(LIVE, 1, Survivors(LIVE, 1, knows_all=True))

    def actor(self, actor):
        return self

    def at(self, position):
        return ActorView(kind="person", country=f"as of {position}")


class Worked:
    """Counts how often it is worked out."""

    def __init__(self, moment, *actors):
        self.times = 0
        self._moment = moment
        self._actors = actors

    def __call__(self):
        self.times += 1
        return [self._moment.actor(actor).country for actor in self._actors]


def moment_at(position):
    moment = Moment(Known())
    moment.move_to(position, set())
    return moment


def test_a_part_is_worked_out_once():
    moment = moment_at(1)
    work, claims = Worked(moment, KIM), [object()]
    assert moment.part("speakers", claims, work) == ["as of 1"]
    moment.move_to(2, set())
    assert moment.part("speakers", list(claims), work) == ["as of 1"]
    assert work.times == 1


def test_other_objects_make_another_part():
    moment = moment_at(1)
    work, claim = Worked(moment), object()
    moment.part("speakers", [claim], work)
    moment.part("speakers", [claim, object()], work)
    moment.part("speakers", [], work)
    moment.part("addressees", [claim], work)
    assert work.times == 4


def test_what_was_asked_is_told_again_with_a_part_that_was_kept():
    moment = moment_at(1)
    moment.part("speakers", [], Worked(moment, KIM))
    assert moment.asked == {KIM}
    moment.move_to(2, set())
    assert moment.asked == set()
    moment.part("speakers", [], Worked(moment, KIM))
    assert moment.asked == {KIM}


def test_a_part_within_a_part_hands_on_what_was_asked():
    moment = moment_at(1)
    inner, outer = Worked(moment, KIM), Worked(moment, LEE)
    moment.part("row", [], lambda: (moment.part("speakers", [], inner), outer()))
    assert moment.asked == {KIM, LEE}
    moment.move_to(2, {KIM})
    moment.part("row", [], lambda: (moment.part("speakers", [], inner), outer()))
    assert (inner.times, outer.times) == (2, 2)


def test_only_what_rests_on_a_record_that_changed_is_worked_out_anew():
    moment = moment_at(1)
    kim, lee = Worked(moment, KIM), Worked(moment, LEE)
    moment.part("kim", [], kim)
    moment.part("lee", [], lee)
    moment.move_to(7, {KIM})
    assert moment.part("kim", [], kim) == ["as of 7"]
    assert moment.part("lee", [], lee) == ["as of 1"]
    assert (kim.times, lee.times) == (2, 1)


def test_the_objects_of_a_part_are_kept_so_that_no_other_one_gets_their_id():
    moment = moment_at(1)
    results = [moment.part("one", [object()], Worked(moment, KIM)) for _ in range(100)]
    assert len({id(result) for result in results}) == 100
