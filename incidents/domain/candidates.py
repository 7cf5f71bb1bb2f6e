"""Which two incidents may belong together, and why: a score that is the sum of what they share.

Three kinds: a recurrence (the same sides again, by the same type of act or over the same issue), tit for tat (the sides
turned round, within some days), a duplicate (the same sides and type, at most a day apart). A score proposes; a person
decides. Every point has a reason, so that taking away what two incidents share lowers their score.
"""

from collections.abc import Iterable
from datetime import date

import msgspec

RECURRENCE, TIT_FOR_TAT, DUPLICATE = "recurrence", "tit_for_tat", "duplicate"

DAYS = 30  # between an act and its answer in kind
NEAR = 1  # days between two accounts of one act

# What the first shared thing of its sort is worth; each further one is worth less, and never nothing.
POINTS = {
    "same_initiator": 20,
    "same_target": 20,
    "same_party": 20,
    "reversed_initiator": 20,
    "reversed_target": 20,
    "same_type": 20,
    "same_issue": 10,
    "same_person": 12,
}
SAME_DAY, DAY_APART = 40, 25
ANSWERED_AT_ONCE, PERHAPS_IN_TIME = 20, 2


class Traits(msgspec.Struct, frozen=True, kw_only=True):
    """What of an incident is compared: countries of the sides (an actor's id where it has none), codes, persons, days.

    `earliest` and `latest` are the bounds of its date, either None where it is open.
    """

    type: str | None = None
    initiators: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()
    issues: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    earliest: date | None = None
    latest: date | None = None


class Reason(msgspec.Struct, frozen=True):
    """Why two incidents may belong together: a code, what it adds to the score, and the values that they share."""

    code: str
    points: int
    detail: tuple[str, ...] = ()


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """A way in which two incidents may belong together; its score is the sum of its reasons' points."""

    kind: str
    reasons: tuple[Reason, ...]

    @property
    def score(self) -> int:
        return sum(reason.points for reason in self.reasons)


def compare(one: Traits, other: Traits, *, days: int = DAYS) -> list[Match]:
    """Return the ways in which two incidents may belong together, best first; nothing if there is none."""
    found = (_duplicate(one, other), _recurrence(one, other), _tit_for_tat(one, other, days))
    return sorted((match for match in found if match), key=lambda match: -match.score)


def _recurrence(one: Traits, other: Traits) -> Match | None:
    sides, alike = _same_sides(one, other), _alike(one, other)
    if not sides or not alike or _is_duplicate(one, other):
        return None
    return Match(kind=RECURRENCE, reasons=(*sides, *alike, *_persons(one, other)))


def _duplicate(one: Traits, other: Traits) -> Match | None:
    if not _is_duplicate(one, other):
        return None
    apart = _days_apart(one, other)
    near = Reason("same_day", SAME_DAY) if apart == 0 else Reason("day_apart", DAY_APART)
    sides, alike = _same_sides(one, other), _alike(one, other)
    return Match(kind=DUPLICATE, reasons=(*sides, *alike, near, *_persons(one, other)))


def _is_duplicate(one: Traits, other: Traits) -> bool:
    apart = _days_apart(one, other)
    same_type = one.type is not None and one.type == other.type
    return same_type and apart is not None and apart <= NEAR and bool(_same_sides(one, other))


def _tit_for_tat(one: Traits, other: Traits, days: int) -> Match | None:
    answered = _in_time(one, other, days)
    sides = (
        _shared("reversed_initiator", one.initiators, other.targets),
        _shared("reversed_target", one.targets, other.initiators),
    )
    if answered is None or not all(sides):
        return None
    reasons = (*(side for side in sides if side), answered, *_alike(one, other), *_persons(one, other))
    return Match(kind=TIT_FOR_TAT, reasons=reasons)


def _same_sides(one: Traits, other: Traits) -> list[Reason]:
    """Return the sides that two incidents share: initiator and target, or, where there are none, two parties."""
    initiator = _shared("same_initiator", one.initiators, other.initiators)
    target = _shared("same_target", one.targets, other.targets)
    if initiator and target:
        return [initiator, target]
    parties = _shared("same_party", one.parties, other.parties)
    return [parties] if parties and len(parties.detail) > 1 else []


def _alike(one: Traits, other: Traits) -> list[Reason]:
    """Return what makes two acts alike: their type, their issues."""
    types = frozenset({one.type} - {None})
    found = (_shared("same_type", types, {other.type}), _shared("same_issue", one.issues, other.issues))
    return [reason for reason in found if reason]


def _persons(one: Traits, other: Traits) -> list[Reason]:
    shared = _shared("same_person", one.persons, other.persons)
    return [shared] if shared else []


def _shared(code: str, ours: Iterable[str], theirs: Iterable[str]) -> Reason | None:
    shared = sorted(set(ours) & set(theirs))
    if not shared:
        return None
    points = sum(max(1, POINTS[code] // number) for number in range(1, len(shared) + 1))
    return Reason(code, points, tuple(shared))


def _days_apart(one: Traits, other: Traits) -> int | None:
    """Return the least number of days between two acts, None where a date is missing or open on a side."""
    bounds = _bounds(one, other)
    if bounds is None:
        return None
    first, first_end, second, second_end = bounds
    return max(0, (second - first_end).days, (first - second_end).days)


def _in_time(one: Traits, other: Traits, days: int) -> Reason | None:
    """Return the reason that one act may answer another: the sooner, the more; little where the dates are vague."""
    bounds = _bounds(one, other)
    if bounds is None:
        return None
    first, first_end, second, second_end = bounds
    least = _days_apart(one, other)
    most = max(abs((second_end - first).days), abs((first_end - second).days))
    if least > days:
        return None
    if most > days:
        return Reason("perhaps_within_days", PERHAPS_IN_TIME, (str(days),))
    return Reason("within_days", PERHAPS_IN_TIME + 1 + (days - most) * ANSWERED_AT_ONCE // max(days, 1), (str(most),))


def _bounds(one: Traits, other: Traits) -> tuple[date, date, date, date] | None:
    bounds = (one.earliest, one.latest, other.earliest, other.latest)
    return None if None in bounds else bounds
