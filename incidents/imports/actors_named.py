"""Which actor of the tracker a table means by a name: the one that has this very name, or a new one.

Nobody is joined to somebody else because names resemble each other, and nobody by a surname or a description.
"""

from typing import Any

from incidents import codebook
from incidents.domain.actor import RegisterActor
from incidents.domain.claims import Claim
from incidents.domain.evidence import Evidence
from incidents.domain.folding import fold
from incidents.domain.person import Person
from incidents.imports.cells import RowError
from incidents.imports.keys import claim_id, record_id
from incidents.imports.mapped import NamedActor
from incidents.readmodels import queries

# The kinds of name that say alone who is meant.
TELLING = ("official", "romanisation", "short", "abbreviation")
REMEMBERED = 50_000


class ActorsNamed:
    """Looks actors up for one import, each once; `name` is the mapping's."""

    def __init__(self, name: str, person: Person) -> None:
        self._name = name
        self._person = person
        self._known: dict[tuple, str] = {}

    def find(self, actor: NamedActor) -> str | None:
        """Return the id of the actor that is meant, None where there is none yet. Raises RowError."""
        key = (*actor.key, actor.id)
        if key not in self._known:
            found = self._look(actor)
            if found is None:
                return None
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[key] = found
        return self._known[key]

    def _look(self, actor: NamedActor) -> str | None:
        own = self._standing(actor.id or self.new_id(actor))
        if own is not None or actor.id is not None:
            if own is None:
                raise RowError(f"“{actor.name}”: the mapping names actor {actor.id}, which is not there.")
            return own
        found = [str(row.record) for row in self._candidates(actor)]
        if len(found) > 1:
            told = ", ".join(sorted(found))
            raise RowError(f"“{actor.name}” may be several actors ({told}): say in the mapping's “ids” which one.")
        return found[0] if found else None

    def _standing(self, record: str) -> str | None:
        """Return the actor that stands for a record, None where there is none. Raises RowError."""
        row = queries.record("actor", id=record, person=self._person)
        if row is not None and row.status == "withdrawn":
            raise RowError(f"Actor {record} was withdrawn: name another one in the mapping's “ids”.")
        return str(row.record) if row is not None else None

    def _candidates(self, actor: NamedActor) -> list[Any]:
        rows = queries.records("actor", person=self._person).filter(kind=actor.kind)
        if actor.kind == "state" and actor.country:
            return list(rows.filter(country=actor.country)[:5])
        wanted = fold(actor.name)
        named = queries.filtered(rows, "name", {wanted, actor.name.casefold()})
        return [row for row in named[:50] if _is_called(row, wanted) and _is_of(row, actor.country)]

    def new_id(self, actor: NamedActor) -> str:
        """Return the id that an actor gets where there is none yet: the same in every run."""
        return record_id(f"import/{self._name}/actor/{'/'.join(part or '' for part in actor.key)}")

    def registering(self, actor: NamedActor, evidence: Evidence) -> RegisterActor:
        """Return the command that registers an actor on the evidence of a row."""
        id, name = self.new_id(actor), actor.name
        if actor.kind == "state" and actor.country:
            name = codebook.current().countries[actor.country].en
        values = [("name", {"text": name, "kind": "official"})]
        if actor.country:
            values.append(("country", actor.country))
        claims = (
            Claim(claim=claim_id(id, stored, value), property=stored, value=value, evidence=(evidence,))
            for stored, value in values
        )
        return RegisterActor(id=id, kind=actor.kind, claims=tuple(claims))


def _is_called(row: Any, wanted: str) -> bool:
    return any(fold(name["text"]) == wanted and name["kind"] in TELLING for name in row.names)


def _is_of(row: Any, country: str | None) -> bool:
    return country is None or row.country in (country, None)
