"""The streams that a batch of commands works on, and the facts that each command may know.

Facts come from the read models, except where the batch itself has already changed the record. A batch may refer to
records that it opens itself, in any order: it is recorded as a whole or not at all.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings

from incidents import texts
from incidents.dispatch.linking import Links, link_facts
from incidents.dispatch.reviewing import authors, newest
from incidents.domain import actor, claiming, incident, link, source, statement
from incidents.domain.catalogue import KINDS, kind_of
from incidents.domain.facts import ActorFacts, Facts, LinkFacts, RecordFacts, SourceFacts
from incidents.domain.person import Person
from incidents.domain.references import References, references, united
from incidents.domain.values import Command, Recorded, is_id
from incidents.log.driver import Question
from incidents.log.order import Passed, State, asking_passed
from incidents.readmodels import lookups
from incidents.readmodels.ground import Ground
from incidents.readmodels.histories import READER
from incidents.readmodels.project import Told


class Desk:
    """States and facts for one batch of commands. It is made before the lock is taken, and settled under it."""

    def __init__(self, commands: Sequence[Command], person: Person) -> None:
        self.person = person
        self.changed: dict[str, set[str]] = {kind: set() for kind in KINDS}  # the streams with events of this batch
        self.told: list[Told] = []  # the events of this batch, in order
        self.links = Links()
        self._commands = commands
        self._announced = {command.id: command for command in commands if type(command) in OPENING}
        self._references = [references(command) for command in commands]
        every = united(self._references)
        kinds = {command.id: kind_of(command) for command in reversed(commands)}  # the first one says what it is
        self._records: dict[tuple[str, str], RecordFacts] = {}
        self._quotes: dict[tuple[str, int, int], str] = {}
        self.ground = Ground.gather(kinds, every, *self._asking_named(every))
        self.histories = self.ground.histories

    def _asking_named(self, every: References) -> Iterator[Question]:
        """Yield what has to be asked about the records and passages that the commands name (in order: see `gather`)."""
        sources = {record for record, _, _ in every.passages}
        yield from lookups.asking_texts_of(sources, texts.SourceText, partial(self._quote, every.passages))
        for kind in ("incident", "statement"):
            named = {record for of, record in every.records if of == kind}
            yield from lookups.asking_record_facts(kind, named, self._records.update)

    def asking(self) -> list[Question]:
        """Return what has to be asked under the lock: what has passed since, and what no other stream may have."""
        self._claims: dict[str, str] = {}  # {claim: the stream it was recorded in}
        self._digests: dict[str, str] = {}  # {text digest: source}; one that the batch withdraws drops out
        claims = {claim for command in self._commands for claim in _new_claims(command)}
        return [
            asking_passed(self.ground.head, MANY, self._take_passed),
            *lookups.asking_claims(claims, self._claims.update),
            *lookups.asking_texts({found.digest for found in self._references if found.digest}, self._digests.update),
        ]

    def _take_passed(self, passed: Passed) -> None:
        self._passed = passed

    def settle(self, now: datetime) -> bool:
        """Let the batch be decided at this instant, behind the last event; False if what was read no longer holds."""
        self._now = now
        tip = self._passed.tip
        if tip is None or self.ground.outdated(self._passed.events):
            return False
        self.ground.move_to(tip.position)
        self.state_of_log = State(tip, {stream: history.version for stream, history in self.histories.items()})
        return True

    def _quote(self, passages: set[tuple[str, int, int]], held: dict[str, str]) -> None:
        for record, start, end in passages:
            if record in held:
                self._quotes[record, start, end] = texts.quote_sha256(held[record], start, end)

    def advance(self, stream: str, recorded: Recorded) -> None:
        """Apply an event to the stream it belongs to."""
        self._claims |= dict.fromkeys(_new_claims(recorded.event), stream)
        self.histories[stream].advance(recorded)
        self.changed[self.histories[stream].kind].add(stream)
        self.told.append((self.histories[stream].kind, stream, recorded))
        state = self.histories[stream].state
        if isinstance(state, link.Link | incident.Incident):
            self.links.advance(self, stream, state)
        if isinstance(state, source.Source) and state.about.text_sha256:
            if state.withdrawn:
                self._digests.pop(state.about.text_sha256, None)
            else:
                self._digests[state.about.text_sha256] = stream

    def version(self, stream: str) -> int:
        """Return the version of any stream, of those too that the batch does not change; 0 where there is none."""
        if stream in self.histories:
            return self.histories[stream].version
        events = READER.stream(stream)
        return events[-1].version if events else 0

    def state(self, stream: str) -> Any:
        """Return the state of a stream of this batch, None of any other."""
        found = self.histories.get(stream)
        return found.state if found is not None else None

    def facts(self, number: int, command: Command) -> Facts:
        """Return what `decide` may know for the command with this number in the batch."""
        wanted = self._references[number]
        return Facts(
            person=self.person.name,
            roles=self.person.roles,
            now=self._now,
            sources=_known(wanted.sources, self._source),
            actors=_known(wanted.actors, self._actor),
            records=_known(wanted.records, lambda record: self._resolved(*record)),
            quotes={passage: self._quotes[passage] for passage in wanted.passages if passage in self._quotes},
            digests={text: self._digests[text] for text in (wanted.digest,) if text in self._digests},
            claims=frozenset(c for c in _new_claims(command) if self._claims.get(c, command.id) != command.id),
            authors=authors(self, command.id) if isinstance(command, incident.ReviewIncident) else frozenset(),
            newest=newest(self, command.id) if isinstance(command, PUBLISHING) else 0,
            link=link_facts(self, command) if isinstance(command, link.LinkRecords) else LinkFacts(),
            four_eyes=settings.DEMARCHE_FOUR_EYES,
        )

    def _source(self, record: str) -> SourceFacts | None:
        match self.state(record):
            case source.Source(about=about, withdrawn=withdrawn):
                return SourceFacts(kind=about.kind, length=about.length, withdrawn=withdrawn)
        match self._announced.get(record):
            case source.RegisterSource(about=about):
                return SourceFacts(kind=about.kind, length=about.length)
        return self.ground.past.source_facts.get(record)

    def _actor(self, record: str) -> ActorFacts | None:
        match self.state(record):
            case actor.Actor(kind=kind, merge=merge, withdrawn=withdrawn):
                survivor = self.survivor("actor", merge.into) if merge else None
                return ActorFacts(kind=kind, merged_into=survivor, withdrawn=withdrawn)
        match self._announced.get(record):
            case actor.RegisterActor(kind=kind):
                return ActorFacts(kind=kind)
        return self.ground.past.actor_facts.get(record)

    def _record(self, kind: str, record: str) -> RecordFacts | None:
        match self.state(record):
            case incident.Incident(merge=merge, status=status) if kind == "incident":
                survivor = self.survivor("incident", merge.into) if merge else None
                return RecordFacts(merged_into=survivor, withdrawn=status == "withdrawn")
            case statement.Statement(withdrawn=withdrawn) if kind == "statement":
                return RecordFacts(withdrawn=withdrawn)
        opening = self._announced.get(record)
        if opening is not None and kind_of(opening) == kind:
            return RecordFacts()
        return self._records.get((kind, record))

    def _resolved(self, kind: str, record: str) -> RecordFacts | None:
        """Return the facts of a record, with the one that stands for it at the end of all merges."""
        found = self._record(kind, record)
        if found is None or found.merged_into is None:
            return found
        return RecordFacts(merged_into=self.survivor(kind, record), withdrawn=found.withdrawn)

    def survivor(self, kind: str, record: str) -> str:
        """Return the record that stands for this one after all merges, those of this batch too."""
        if kind == "actor":
            facts = self._actor(record) or lookups.actor_facts(record)
        else:
            facts = self._record(kind, record) or lookups.record_facts(kind, record)
        return self.survivor(kind, facts.merged_into) if facts and facts.merged_into else record


MANY = 1_000  # events that were recorded while a command was read; with more it is read again
PUBLISHING = (incident.ReviewIncident, incident.PublishIncident)
OPENING = (
    source.RegisterSource,
    actor.RegisterActor,
    incident.OpenIncident,
    statement.RecordStatement,
    link.LinkRecords,
)


def _known(names: set[Any], look: Any) -> dict[Any, Any]:
    return {name: found for name in names if (found := look(name)) is not None}


def _new_claims(told: Any) -> list[str]:
    """Return the ids of the claims that a command or event records; what is no id is left for `decide` to refuse."""
    match told:
        case claiming.RecordClaim(claim=claim) | claiming.ClaimRecorded(claim=claim):
            claims = (claim,)
        case actor.RegisterActor() | incident.OpenIncident() | statement.RecordStatement():
            claims = told.claims
        case actor.ActorRegistered() | incident.IncidentOpened() | statement.StatementRecorded():
            claims = told.claims
        case _:
            claims = ()
    return [claim.claim for claim in claims if is_id(claim.claim)]
