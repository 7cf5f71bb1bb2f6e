"""What a projection stands on: streams, merges, sources and actors, as they were at one position of the log.

A command gathers it before it asks for the writer's lock, so that the others wait less. Under the lock it still holds
unless something of it was recorded meanwhile: then it is gathered again.
"""

from collections.abc import Iterable, Mapping

from incidents.domain.references import References, named
from incidents.log import read
from incidents.log.driver import Question, ask
from incidents.log.read import PlainEvent
from incidents.readmodels.histories import READER, Histories, History, history
from incidents.readmodels.surroundings import Past
from incidents.readmodels.survivors import MERGING, Survivors
from incidents.readmodels.tables import LIVE, Place
from incidents.readmodels.trace import Family


class Ground:
    """`head` is the position it was gathered at; `histories` are the streams by id, without a window yet."""

    def __init__(self, place: Place, head: int) -> None:
        self.head = head
        self.histories: dict[str, History] = {}
        self.survivors = Survivors(place, head + 1)
        self.past = Past(place, head + 1, self.survivors)
        self._named: set[str] = set()
        self._families: dict[str, Family] = {}

    @classmethod
    def gather(cls, streams: Mapping[str, str], more: References, *questions: Question) -> "Ground":
        """Read streams, given as {id: kind that it is taken for}, and what they and `more` name; before that the head.

        Questions are asked in the same breath as the first of that. What is asked in one breath stands in the order of
        `tables.ALL`: PostgreSQL holds the tables until the last is answered, and so does a rebuild that empties them.
        """
        ground = cls(LIVE, 0)
        ask(
            read.asking_head(lambda head: ground.move_to(head.position)),
            READER.asking_plain(streams, lambda found: ground._take_streams(found, streams)),
            *questions,
            ground.survivors.asking_whether_any(),
        )
        ground._load(more)
        return ground

    def _load(self, more: References) -> None:
        every = named([found.state for found in self.histories.values()])
        every.sources |= more.sources
        every.actors |= more.actors
        every.records |= more.records
        self._named = {*every.sources, *every.actors, *(record for _, record in every.records)}
        self.past.load("incident", every)
        for kind in ("incident", "actor"):
            self.survivors.load(kind, [stream for stream, found in self.histories.items() if found.kind == kind])
        self._build()

    def _build(self) -> None:
        """Build the rows of the streams as they are, so that nobody has to wait for that under the lock."""
        histories = Histories(self.head + 1, self.head, self.histories)
        for stream, found in self.histories.items():
            if found.state is not None:
                self._families[stream] = Family(found.kind, stream, histories, self.past)
                self._families[stream].before(self.head + 1)
                self._named |= self._families[stream].members

    def family(self, stream: str) -> Family | None:
        """Return a stream's record with its rows as they were, if they were built and nothing is merged meanwhile."""
        return None if self.survivors.changed else self._families.get(stream)

    def outdated(self, passed: Iterable[tuple[str, str]]) -> bool:
        """Say whether one of these events, (stream, type), touches what was read; any merge may."""
        return any(kind in MERGING or stream in self._named or self._knows(stream) for stream, kind in passed)

    def _knows(self, stream: str) -> bool:
        return stream in self.histories or self.past.knows(stream)

    def move_to(self, head: int) -> None:
        """Take it as read at a later head: nothing in it has changed until then."""
        self.head = head
        self.past.move_to(head + 1)

    def _take_streams(self, found: Mapping[str, list[PlainEvent]], kinds: Mapping[str, str]) -> None:
        for stream, events in found.items():
            kind = events[0].stream_kind if events else kinds[stream]
            self.histories[stream] = history(kind, events)
