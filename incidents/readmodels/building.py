"""One lot of a rebuild: the rows of some streams over the whole log, as what has to be carried out to write them."""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from incidents.domain.references import named
from incidents.log.models import Event
from incidents.log.read import RecordedEvent, Span, spans
from incidents.readmodels.histories import READER, Histories, recorded
from incidents.readmodels.surroundings import Past
from incidents.readmodels.survivors import MERGING, Survivors
from incidents.readmodels.tables import STAGING, Place
from incidents.readmodels.trace import Changes, trace
from incidents.readmodels.write import Writing, writings

STREAMS = 500  # of a lot


class Lot(NamedTuple):
    """The streams of these kinds from one id to another."""

    kinds: tuple[str, ...]
    streams: Span


class Built(NamedTuple):
    """How many events a lot had, and what writes its rows."""

    events: int
    writings: list[Writing]


def lots(kinds: tuple[str, ...]) -> Iterator[Lot]:
    """Yield all streams of these kinds, in order of id."""
    return (Lot(kinds, span) for span in spans(kinds, STREAMS))


def survivors_up_to(last: int, place: Place) -> Survivors:
    """Return all merges of the log up to a position."""
    survivors = Survivors(place, 1, knows_all=True)
    for event in _merges(last):
        survivors.learn(event.stream_id, recorded(event))
    return survivors


def _merges(last: int) -> Iterator[RecordedEvent]:
    positions = Event.objects.filter(type__in=MERGING, position__lte=last).order_by("position")
    for position in positions.values_list("position", flat=True).iterator():
        yield READER.event(position)


def build(lot: Lot, last: int, survivors: Survivors) -> Built:
    """Build the rows of a lot up to a position; what they ask of sources and actors is read from the staging tables."""
    histories = Histories(1, last)
    records: list[tuple[str, str]] = []
    found = READER.iterate_by_stream(lot.kinds, last, streams=lot.streams)
    for record, group in groupby(found, key=lambda event: (event.stream_kind, event.stream_id)):
        histories.add(*record, group)
        records.append(record)
    past = Past(STAGING, 1, survivors)
    past.load(lot.kinds[0], named([histories.get(record).state for _, record in records]))
    changes = Changes()
    for kind, record in records:
        trace(kind, record, histories, past, changes)
    events = sum(len(histories.get(record).positions) for _, record in records)
    return Built(events, list(writings(changes, STAGING)))
