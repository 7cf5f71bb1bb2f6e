"""Incidents, statements and links of a made-up world, as commands: opened, then worked on, as curators do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from incidents.domain.claiming import AddEvidence, AddNote, PreferClaim, RecordClaim
from incidents.domain.evidence import Report
from incidents.domain.incident import OpenIncident, SubmitIncident
from incidents.domain.link import LinkRecords
from incidents.domain.statement import RecordStatement, ReportStatement
from incidents.domain.values import Command, RecordRef
from tests.benchmarks.world import World

ROLES = {
    "SUMMONS": ("summoner", "summoned"),
    "NOTE_PROTEST": ("author", "recipient"),
    "RECALL": ("author", "recipient"),
}
TYPES = ("SUMMONS", "SUMMONS", "NOTE_PROTEST", "RECALL")
ISSUES = ("ARMS_TRANSFER", "TREATY_OR_PACT", "TROOP_DEPLOYMENT", "BORDER", "CYBER", "TRADE", "SANCTIONS", "ESPIONAGE")
ACTS = ("CONDEMN", "DEMAND", "WARN", "EXPRESS_CONCERN", "REJECT", "DENY", "APPEAL")
VENUES = ("meeting", "press_conference", "x", "written_statement")

INCIDENT_EVENTS = 8  # of an incident: so many versions of its row
STATEMENT_EVENTS = 5
STATEMENTS_EACH = 1.5  # of an incident
LINKS_EACH = 1.5


@dataclass
class Opened:
    """A record that stands, and what the next commands about it name."""

    id: str
    claims: dict[str, str]  # property -> claim
    used: set[str]  # days and witnesses that were claimed


class Records:
    """Makes commands; remembers what it opened, so that later commands fit."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.incidents: list[Opened] = []
        self.statements: list[Opened] = []

    # --- incidents

    def open_incident(self) -> Command:
        world, random = self.world, self.world.random
        type_code = random.choice(TYPES)
        day = world.day()
        place = {"name": world.name(), "country": world.codes[world.states.pick(random)[0]], "role": "where"}
        claims = [
            world.claim("type", type_code, 2),
            world.dated(day, 2),
            world.claim("place", {**place, "precision": "city"}),
            *self._participants(type_code),
            world.claim("issue", random.choice(ISSUES[:5])),
            world.claim("channel", "in_person"),
        ]
        incident = Opened(world.id(), {claim.property: claim.claim for claim in claims}, {day})
        self.incidents.append(incident)
        return OpenIncident(id=incident.id, title={"en": world.text(6), "id": world.text(6)}, claims=tuple(claims))

    def _participants(self, type_code: str) -> list:
        world = self.world
        persons, states = world.persons.pick(world.random, 2), world.states.pick(world.random, 2)
        sides = zip(ROLES[type_code], persons, states, strict=False)
        return [self._participant(person, role, state) for role, person, state in sides]

    def _participant(self, person: str, role: str, state: str) -> object:
        office = self.world.offices.pick(self.world.random)[0]
        return self.world.claim(f"participant:{person}:{role}", {"office": office, "on_behalf_of": state})

    def work_on_incident(self, incident: Opened, step: int) -> Command:
        """Return the command of a step, 1 to INCIDENT_EVENTS - 1; each changes the incident's row."""
        return INCIDENT_STEPS[step - 1](self, incident)

    def date(self, incident: Opened) -> Command:
        claim = self.world.dated(self._unused(incident, self.world.day), 2)
        incident.claims["rival"] = claim.claim
        return RecordClaim(kind="incident", id=incident.id, claim=claim)

    def _unused(self, incident: Opened, make: Callable[[], str]) -> str:
        """Return a value that was not claimed of this incident before: nobody claims the same twice."""
        while (value := make()) in incident.used:
            pass
        incident.used.add(value)
        return value

    def evidence(self, incident: Opened) -> Command:
        passage = self.world.passage()
        return AddEvidence(kind="incident", id=incident.id, claim=incident.claims["date"], evidence=(passage,))

    def occurrence(self, incident: Opened) -> Command:
        return RecordClaim(kind="incident", id=incident.id, claim=self.world.claim("occurrence", "reported"))

    def issue(self, incident: Opened) -> Command:
        code = self.world.random.choice(ISSUES[5:])
        return RecordClaim(kind="incident", id=incident.id, claim=self.world.claim("issue", code))

    def prefer(self, incident: Opened) -> Command:
        return PreferClaim(kind="incident", id=incident.id, claim=incident.claims["rival"])

    def note(self, incident: Opened) -> Command:
        return AddNote(kind="incident", id=incident.id, text=self.world.text(12))

    def submit(self, incident: Opened) -> Command:
        return SubmitIncident(id=incident.id)

    def place(self, incident: Opened) -> Command:
        name = f"{self.world.name()} {self.world.word()} {len(incident.used)}"
        value = {"name": name, "country": None, "role": "where", "precision": "site"}
        return RecordClaim(kind="incident", id=incident.id, claim=self.world.claim("place", value, 2))

    def witness(self, incident: Opened) -> Command:
        persons = self.world.persons.entries
        person = self._unused(incident, lambda: self.world.random.choice(persons))
        claim = self.world.claim(f"participant:{person}:witness", {"office": None, "on_behalf_of": None}, 2)
        return RecordClaim(kind="incident", id=incident.id, claim=claim)

    def edits(self, many: int) -> Iterator[Command]:
        """Yield edits of as many incidents, picked evenly: a rival date, a rival place, a further participant."""
        chosen = self.world.random.sample(self.incidents, many)
        kinds = (self.date, self.place, self.date, self.witness)
        for number, incident in enumerate(chosen):
            yield kinds[number % len(kinds)](incident)

    # --- statements and links

    def record_statement(self) -> Command:
        world, random = self.world, self.world.random
        incident = random.choice(self.incidents[-2000:])
        state, addressee = (world.states.pick(random)[0] for _ in range(2))
        speaker = {"actors": world.persons.pick(random), "mode": "alone"}
        claims = [
            world.claim("speaker", speaker),
            world.claim("on_behalf_of", state),
            world.claim("addressee", addressee),
            world.claim("act", random.choice(ACTS)),
            world.claim("gist", {"en": world.text(14), "id": world.text(14)}),
            world.claim("incident", incident.id),
            world.dated(world.day()),
            world.claim("modality", "asserted"),
        ]
        statement = Opened(world.id(), {claim.property: claim.claim for claim in claims}, set())
        self.statements.append(statement)
        return RecordStatement(id=statement.id, claims=tuple(claims), reports=(self._report(),))

    def _report(self) -> Report:
        passage = self.world.passage()
        place = {name: getattr(passage, name) for name in ("source", "paragraph", "start", "end", "quote_sha256")}
        return Report(report=self.world.id(), kind="body", directness="paraphrase", relay=passage.relay, **place)

    def work_on_statement(self, statement: Opened, step: int) -> Command:
        """Return the command of a step, 1 to STATEMENT_EVENTS - 1."""
        world = self.world
        match step:
            case 1:
                return ReportStatement(id=statement.id, report=self._report())
            case 2:
                claim = world.claim("venue", world.random.choice(VENUES))
                return RecordClaim(kind="statement", id=statement.id, claim=claim)
            case 3:
                gist, passage = statement.claims["gist"], world.passage()
                return AddEvidence(kind="statement", id=statement.id, claim=gist, evidence=(passage,))
        organisation = world.random.choice(world.outlets.entries)
        return RecordClaim(kind="statement", id=statement.id, claim=world.claim("addressee", organisation))

    def link(self) -> Command:
        """Return a link from a later incident to an earlier one, never the same twice."""
        at = self.world.random.randrange(1, len(self.incidents))
        later, earlier = self.incidents[at], self.incidents[self.world.random.randrange(at)]
        return LinkRecords(
            id=self.world.id(),
            from_=RecordRef(kind="incident", id=later.id),
            to=RecordRef(kind="incident", id=earlier.id),
            type="FOLLOWS",
            confidence="medium",
            rationale=self.world.text(10),
        )


INCIDENT_STEPS: tuple[Callable[[Records, Opened], Command], ...] = (
    Records.date,
    Records.evidence,
    Records.occurrence,
    Records.issue,
    Records.prefer,
    Records.note,
    Records.submit,
)


def cast(world: World) -> Iterator[Command]:
    yield from world.sources()
    yield from world.actors()


def history(records: Records, incidents: int) -> Iterator[Command]:
    """Yield the whole log of a world: its cast, all records opened, then worked on in turns, so that versions of every
    record are spread over the log; last the links. About twenty events an incident.
    """
    statements, links = int(incidents * STATEMENTS_EACH), int(incidents * LINKS_EACH)
    yield from cast(records.world)
    for _ in range(incidents):
        yield records.open_incident()
    for _ in range(statements):
        yield records.record_statement()
    for step in range(1, INCIDENT_EVENTS):
        for incident in records.incidents:
            yield records.work_on_incident(incident, step)
        if step < STATEMENT_EVENTS:
            for statement in records.statements:
                yield records.work_on_statement(statement, step)
    for _ in range(links):
        yield records.link()


def fresh(records: Records, incidents: int) -> Iterator[Command]:
    """Yield what an import brings: new incidents, worked on a little, with their statements."""
    for number in range(incidents):
        yield records.open_incident()
        yield records.evidence(records.incidents[-1])
        yield records.record_statement()
        if number % 2:
            yield records.record_statement()
