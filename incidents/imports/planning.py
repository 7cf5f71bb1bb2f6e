"""From rows to commands: what a table says and the tracker does not know yet, and nothing else."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from incidents.domain.bibliography import Bibliography
from incidents.domain.claiming import AddEvidence, AddNote, RecordClaim
from incidents.domain.claims import Claim
from incidents.domain.evidence import Evidence
from incidents.domain.incident import OpenIncident
from incidents.domain.person import Person
from incidents.domain.source import RegisterSource
from incidents.domain.values import Command
from incidents.imports.actors_named import ActorsNamed
from incidents.imports.cells import RowError
from incidents.imports.keys import claim_id, record_id
from incidents.imports.mapped import MappedRow, NamedActor, NamedParticipant
from incidents.imports.mapping import Mapping
from incidents.readmodels import queries

RECORDED, EVIDENCE_ADDED, SKIPPED = "recorded", "evidence_added", "skipped"

Valued = tuple[str, str]  # a property, and its value as JSON


class Standing(msgspec.Struct):
    """A claim that an incident has: the rows of the data set that it rests on; None after it was withdrawn."""

    claim: str
    rows: set[str] | None


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """Commands, each with the row it comes from (None: the data set itself), and what becomes of each row."""

    commands: list[tuple[Command, MappedRow | None]]
    outcomes: list[tuple[MappedRow, str]]
    faults: list[tuple[MappedRow, str]]


class Planner:
    """Plans for one import: its data set, its actors, and the incidents that earlier runs recorded."""

    def __init__(self, mapping: Mapping, person: Person) -> None:
        self._mapping = mapping
        self._actors = ActorsNamed(mapping.name, person)
        self.source = record_id(f"import/{mapping.name}")

    def plan(self, rows: Iterable[MappedRow]) -> Planned:
        """Return what is to be sent for some rows, in their order."""
        rows = list(rows)
        planned = Planned(commands=[(command, None) for command in self._source()], outcomes=[], faults=[])
        known = self._known({self.incident_id(row) for row in rows})
        registered: dict[str, str] = {}
        for row in rows:
            try:
                opening, actors = self._with_actors(row, registered)
            except RowError as error:
                planned.faults.append((row, str(error)))
                continue
            commands, outcome = self._of_row(row, actors, known)
            planned.outcomes.append((row, outcome))
            if commands:
                registered |= {command.id: command.id for command in opening}
                planned.commands.extend((command, row) for command in (*opening, *commands))
        return planned

    def incident_id(self, row: MappedRow) -> str:
        """Return the id of the incident that a row is about: the same in every run."""
        return record_id(f"import/{self._mapping.name}/incident/{row.incident}")

    def _source(self) -> Iterator[Command]:
        if not queries.existing("source", [self.source]):
            told = msgspec.structs.asdict(self._mapping.source)
            basis = "explicit" if told["published"] else None
            about = Bibliography(kind="data_set", published_basis=basis, **told)
            yield RegisterSource(id=self.source, held=False, about=about)

    def _evidence(self, row: MappedRow) -> Evidence:
        return Evidence(source=self.source, row=row.row)

    def _with_actors(self, row: MappedRow, registered: dict[str, str]) -> tuple[list[Command], dict[tuple, str]]:
        """Return the commands that register who is new in a row, and the actors' ids by key. Raises RowError."""
        opening: list[Command] = []
        ids: dict[tuple, str] = {}
        for actor in row.actors():
            found = registered.get(self._actors.new_id(actor)) or self._actors.find(actor)
            if found is None and actor.key not in ids:
                command = self._actors.registering(actor, self._evidence(row))
                opening.append(command)
                found = command.id
            ids.setdefault(actor.key, found)
        return opening, ids

    def _of_row(
        self, row: MappedRow, actors: dict[tuple, str], known: dict[str, dict[Valued, Standing] | None]
    ) -> tuple[list[Command], str]:
        id = self.incident_id(row)
        claims = self._claims(id, row, actors)
        if id not in known:
            known[id] = {_valued(claim): Standing(claim.claim, {row.row}) for claim in claims}
            notes = [AddNote(kind="incident", id=id, text=row.note)] if row.note else []
            return [OpenIncident(id=id, title=row.title, claims=tuple(claims)), *notes], RECORDED
        standing = known[id]
        if standing is None:  # the incident was withdrawn
            return [], SKIPPED
        commands = [command for claim in claims for command in self._beside(id, row, claim, standing)]
        return commands, EVIDENCE_ADDED if commands else SKIPPED

    def _beside(self, id: str, row: MappedRow, claim: Claim, standing: dict[Valued, Standing]) -> Iterator[Command]:
        """Yield what a row adds to an incident by one of its claims."""
        known = standing.get(_valued(claim))
        if known is None:
            standing[_valued(claim)] = Standing(claim.claim, {row.row})
            yield RecordClaim(kind="incident", id=id, claim=claim)
        elif known.rows is not None and row.row not in known.rows:
            known.rows.add(row.row)
            yield AddEvidence(kind="incident", id=id, claim=known.claim, evidence=(self._evidence(row),))

    def _claims(self, id: str, row: MappedRow, actors: dict[tuple, str]) -> list[Claim]:
        values = [*row.values, *(_participation(p, actors) for p in row.participants)]
        found: dict[str, Claim] = {}
        for stored, value in values:
            claim = Claim(
                claim=claim_id(id, stored, value),
                property=stored,
                value=value,
                evidence=(self._evidence(row),),
                credibility=self._mapping.credibility,
                basis=row.date_basis if stored == "date" else None,
            )
            if not stored.startswith("participant:") or stored not in {kept.property for kept in found.values()}:
                found.setdefault(claim.claim, claim)
        return list(found.values())

    def _known(self, incidents: set[str]) -> dict[str, dict[Valued, Standing] | None]:
        """Return {incident: {property and value: claim}} of those that are there, None for a withdrawn one."""
        rows = queries.CURRENT_MODELS["incident"].objects.filter(id__in=incidents).values_list("id", "status")
        known: dict[str, Any] = {str(id): None if status == "withdrawn" else {} for id, status in rows}
        claims = queries.CURRENT_MODELS["claim"].objects.filter(recorded_in__in=known.keys()).order_by("position", "id")
        for claim in claims:
            standing = known[str(claim.recorded_in)]
            if standing is None:
                continue
            cited = {piece["row"] for piece in claim.evidence if piece.get("source") == self.source and "row" in piece}
            valued = (claim.property, _json(claim.value))
            if claim.status == "active" or valued not in standing:
                standing[valued] = Standing(str(claim.id), cited if claim.status == "active" else None)
        return known


def _participation(participant: NamedParticipant, actors: dict[tuple, str]) -> tuple[str, dict[str, str]]:
    others: dict[str, NamedActor | None] = {
        "office": participant.office,
        "on_behalf_of": participant.on_behalf_of,
    }
    value = {name: actors[actor.key] for name, actor in others.items() if actor is not None}
    return f"participant:{actors[participant.actor.key]}:{participant.role}", value


def _valued(claim: Claim) -> Valued:
    return claim.property, _json(claim.value)


def _json(value: Any) -> str:
    """Return a value as it compares: without parts that are empty."""
    if isinstance(value, dict):
        value = {name: part for name, part in value.items() if part is not None}
    return msgspec.json.encode(value, order="sorted").decode()
