"""Stories of one stream, without a database: given events, when a command, then events or a refusal.

    given("incident", opened()).when(SubmitIncident(id=OWN)).then(IncidentSubmitted())

`when` also holds every command of the suite to three rules: `decide` needs no fact that `references` does not name,
a refusal is a readable sentence, and events survive the log's JSON.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import msgspec

from incidents.domain.catalogue import CATALOGUE
from incidents.domain.claims import Claim, StandingClaim
from incidents.domain.errors import DomainError
from incidents.domain.evidence import Evidence, Report
from incidents.domain.facts import ActorFacts, Facts, RecordFacts, SourceFacts
from incidents.domain.incident import IncidentOpened
from incidents.domain.references import references
from incidents.domain.values import Command, Event, Recorded

ANA, BEN, CARA = "ana", "ben", "cara"  # who recorded it, a colleague, somebody from outside
NOW = datetime(2024, 11, 4, 9, 30, tzinfo=UTC)


def uid(name: str) -> str:
    """Return the id that stands for a name in these stories."""
    return str(uuid5(NAMESPACE_URL, name))


OWN, UNKNOWN = uid("own"), uid("unknown")  # the record of the story; one that nobody has recorded
ARTICLE, WIRE, READOUT, DATA_SET, GONE_SOURCE = map(uid, ("article", "wire", "readout", "data set", "gone source"))
KIM, ZINOVIEV, MINISTRY, KOREA, RUSSIA = map(uid, ("kim", "zinoviev", "ministry", "korea", "russia"))
VICE_MINISTER, PAPER, KIM_AGAIN, GONE_ACTOR = map(uid, ("vice minister", "paper", "kim again", "gone actor"))
PACT, PACT_AGAIN, GONE_INCIDENT = map(uid, ("pact", "pact again", "gone incident"))
DEMAND, GONE_STATEMENT = map(uid, ("demand", "gone statement"))
LENGTH = 1_000  # characters of the article

WORLD = Facts(
    person=ANA,
    now=NOW,
    sources={
        OWN: SourceFacts(kind="article", length=LENGTH),
        ARTICLE: SourceFacts(kind="article", length=LENGTH),
        WIRE: SourceFacts(kind="wire"),
        READOUT: SourceFacts(kind="readout"),
        DATA_SET: SourceFacts(kind="data_set"),
        GONE_SOURCE: SourceFacts(kind="article", length=LENGTH, withdrawn=True),
    },
    actors={
        KIM: ActorFacts(kind="person"),
        ZINOVIEV: ActorFacts(kind="person"),
        MINISTRY: ActorFacts(kind="body"),
        KOREA: ActorFacts(kind="state"),
        RUSSIA: ActorFacts(kind="state"),
        VICE_MINISTER: ActorFacts(kind="office"),
        PAPER: ActorFacts(kind="outlet"),
        KIM_AGAIN: ActorFacts(kind="person", merged_into=KIM),
        GONE_ACTOR: ActorFacts(kind="person", withdrawn=True),
    },
    records={
        ("incident", PACT): RecordFacts(),
        ("incident", PACT_AGAIN): RecordFacts(merged_into=PACT),
        ("incident", GONE_INCIDENT): RecordFacts(withdrawn=True),
        ("statement", DEMAND): RecordFacts(),
        ("statement", GONE_STATEMENT): RecordFacts(withdrawn=True),
    },
)


def world(**changes: Any) -> Facts:
    """Return the facts of these stories with some replaced; entries are added to the dictionaries."""
    merged = {
        name: {**getattr(WORLD, name), **value} if isinstance(value, Mapping) else value
        for name, value in changes.items()
    }
    return msgspec.structs.replace(WORLD, **merged)


# --- pieces


def digest(words: str) -> str:
    return sha256(words.encode()).hexdigest()


def passage(start: int = 100, end: int = 120, **changes: Any) -> Evidence:
    given = {"source": ARTICLE, "paragraph": 3, "kind": "body", "quote_sha256": digest(f"{start}–{end}"), **changes}
    return Evidence(start=start, end=end, **given)


def judgement(reason: str = "The texts leave no other reading.") -> Evidence:
    return Evidence(judgement=reason)


def report(name: str = "report", start: int = 100, end: int = 120, **changes: Any) -> Report:
    given = {"source": ARTICLE, "paragraph": 3, "kind": "body", "directness": "paraphrase", **changes}
    return Report(report=uid(name), start=start, end=end, quote_sha256=digest(f"{start}–{end}"), **given)


def claim(name: str, stored: str, value: Any, *evidence: Evidence, **changes: Any) -> Claim:
    """Return a claim whose id stands for `name`; without evidence given it rests on a passage."""
    if stored == "date":
        changes = {"basis": "explicit", **changes}
    return Claim(claim=uid(name), property=stored, value=value, evidence=evidence or (passage(),), **changes)


def recorded_at(position: int, *claims: Claim) -> dict[str, StandingClaim]:
    """Return claims as the state of their record keeps them."""
    return {
        told.claim: StandingClaim(claim=told, position=position, number=number) for number, told in enumerate(claims)
    }


TYPE = claim("type", "type", "SUMMONS")
NAME = claim("name", "name", {"text": "Kim Hong-kyun", "language": "en", "kind": "romanisation"})
SPEAKER = claim("speaker", "speaker", {"actors": [KIM], "mode": "alone"})
ACT = claim("act", "act", "DEMAND")
GIST = claim("gist", "gist", {"en": "Russia should end the cooperation."})
TITLE = {"en": "Envoy summoned", "id": "Utusan dipanggil"}


def opened(*claims: Claim) -> IncidentOpened:
    """Return the opening event of an incident with its type and further claims."""
    return IncidentOpened(title=TITLE, claims=(TYPE, *claims))


# --- the story


def by(person: str, event: Event) -> Recorded:
    """Say that somebody else than Ana recorded an event of `given`."""
    return Recorded(position=0, version=0, person=person, event=event)


def given(kind: str, *events: Event | Recorded) -> "Story":
    """Tell what has happened in a stream so far; Ana did it unless `by` says otherwise."""
    story = Story(kind, None, 0)
    for event in events:
        story = story.after(event if isinstance(event, Recorded) else by(ANA, event))
    return story


class Story:
    """A stream as it stands. Its events have positions 101, 102, … and versions 1, 2, …"""

    def __init__(self, kind: str, state: Any, version: int) -> None:
        self.kind, self.state, self.version = kind, state, version

    def after(self, told: Recorded) -> "Story":
        version = self.version + 1
        recorded = msgspec.structs.replace(told, position=100 + version, version=version)
        return Story(self.kind, CATALOGUE[self.kind].evolve(self.state, recorded), version)

    def when(self, command: Command, facts: Facts = WORLD) -> "Answer":
        answer = ask(self.kind, self.state, command, facts)
        assert answer == ask(self.kind, self.state, command, restricted(facts, command)), (
            "references() names too little"
        )
        if isinstance(answer, list):
            return Answer(self, facts.person, answer, None)
        return Answer(self, facts.person, [], answer)


class Answer:
    """What became of a command."""

    def __init__(self, story: Story, person: str, events: list[Event], error: tuple | None) -> None:
        self.events, self.error = events, error
        self._story, self._person = story, person

    def then(self, *events: Event) -> Story:
        """Hold the answer to these events; the story goes on from there."""
        assert self.error is None, f"refused: {self.error}"
        assert self.events == list(events)
        return self.accepted()

    def accepted(self) -> Story:
        assert self.error is None, f"refused: {self.error}"
        story = self._story
        for event in self.events:
            story = story.after(by(self._person, survived(event)))
        return story

    def refused(self, code: str, field: str | None, /, **params: Any) -> None:
        """Hold the answer to a refusal, its field and, where given, what its sentence speaks of."""
        assert self.error is not None, f"accepted: {self.events}"
        _, actual_code, actual_field, actual = self.error
        assert (actual_code, actual_field) == (code, field)
        assert {name: actual.get(name) for name in params} == params


def ask(kind: str, state: Any, command: Command, facts: Facts) -> list[Event] | tuple:
    """Return what `decide` answers: events, or the class, code, field and params of a refusal."""
    try:
        return CATALOGUE[kind].decide(state, command, facts)
    except DomainError as error:
        check_readable(error)
        return type(error), error.code, error.field, error.params


def check_readable(error: DomainError) -> None:
    """A refusal says in a sentence what to do; nothing in it is left open."""
    assert error.message[0].isupper() or error.message[0] in "“{", error.message
    assert not error.message.isupper(), error.message
    assert str(error).endswith("."), str(error)
    assert "XX" not in error.message
    assert not [name for name, told in error.params.items() if told is None and name != "value"], error.params


def restricted(facts: Facts, command: Command) -> Facts:
    """Return what dispatch would look up for a command: only what `references` names."""
    named = references(command)
    return msgspec.structs.replace(
        facts,
        sources={source: found for source, found in facts.sources.items() if source in named.sources},
        actors={actor: found for actor, found in facts.actors.items() if actor in named.actors},
        records={record: found for record, found in facts.records.items() if record in named.records},
        quotes={place: quote for place, quote in facts.quotes.items() if place in named.passages},
        digests={text: source for text, source in facts.digests.items() if text == named.digest},
    )


def survived(event: Event) -> Event:
    """Return an event as the log gives it back: through JSON, and equal."""
    back = msgspec.convert(msgspec.json.decode(msgspec.json.encode(event)), type(event))
    assert back == event
    return back
