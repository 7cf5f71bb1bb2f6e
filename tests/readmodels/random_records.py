"""Random commands that open records and make claims, about a small world of ids that they keep meeting in."""

from collections.abc import Callable
from random import Random
from typing import Any

from incidents.domain import actor, incident, link, source, statement
from incidents.domain.bibliography import Bibliography
from incidents.domain.claims import Claim
from incidents.domain.evidence import Evidence
from incidents.domain.values import Command, RecordRef
from tests.factories import LENGTH, claim, credit, digest, judgement, passage, report, uid

# Pools: the first of each are there from the beginning, the others only once a command opens them.
HELD = [uid("history", "held", n) for n in range(4)]
CITED = [uid("history", "cited", n) for n in range(3)]
STATES, PERSONS, OFFICES, OUTLETS = (
    [uid("history", kind, n) for n in range(3)] for kind in ("state", "person", "office", "outlet")
)
LINKS = [uid("history", "link", n) for n in range(12)]
INCIDENTS, STATEMENTS = ([uid("history", kind, n) for n in range(4)] for kind in ("incident", "statement"))
ACTORS = {"state": STATES, "person": PERSONS, "office": OFFICES, "outlet": OUTLETS}
SOURCES, EVERY_ACTOR = HELD + CITED, [one for pool in ACTORS.values() for one in pool]
RECORDS = [("incident", one) for one in INCIDENTS] + [("statement", one) for one in STATEMENTS]
CLAIMED = [*RECORDS, *(("actor", one) for one in EVERY_ACTOR)]
KNOWN = 3  # incidents and statements that are there from the beginning
DATES = ["2024-06-21", "2024-06", "2024-06-20/2024-06-23", "2024-10-21", "../2024-06-21"]
RANKS = ["ambassador", "vice_minister", "minister"]
LINK_TYPES = ["FOLLOWS", "PART_OF", "SAME_EPISODE", "RESPONDS_TO"]


class Teller:
    """Makes requests up, each from one seed, without looking at what has happened.

    With `known` they name only sources, persons and incidents that are there from the beginning.
    """

    def __init__(self, seed: int, *, known: bool = False) -> None:
        self._random = Random(seed)
        self.any: Callable[[Any], Any] = self._random.choice
        self.held, self.persons = (HELD[:-1], PERSONS[:-1]) if known else (HELD, PERSONS)
        self.incidents = INCIDENTS[:KNOWN] if known else INCIDENTS

    def two(self, pool: list[Any]) -> list[Any]:
        return self._random.sample(pool, 2)

    def chance(self, share: float) -> bool:
        return self._random.random() < share

    def evidence(self) -> tuple[Evidence, ...]:
        if self.chance(0.2):
            return (judgement(),)
        start = self.any([100, 200, 300])
        relay = [self.any(CITED)] if self.chance(0.4) else []
        return (passage(self.any(self.held), start, paragraph=self.any([1, 3]), relay=relay),)

    def claim(self, kind: str, record: str, code: str, value: Any) -> Claim:
        changes = {"credibility": self.any([None, 1, 2, 3, 4, 6])}
        return claim(record, code, value, *self.evidence(), name=self.any([0, 1, 2]), **changes)

    def claim_of(self, kind: str, record: str) -> Claim:
        told = {"incident": self._incident, "statement": self._statement, "actor": self._actor}[kind](record)
        return self.claim(kind, record, *told)

    def _incident(self, record: str) -> tuple[str, Any]:
        role = self.any(["summoner", "summoned", "party", "witness"])
        person = {"office": self.any(OFFICES), "on_behalf_of": self.any(STATES)}
        options = [
            ("type", self.any(["SUMMONS", "MEETING", "RECALL"])),
            ("date", self.any(DATES)),
            (f"participant:{self.any(self.persons)}:{role}", {n: v for n, v in person.items() if self.chance(0.7)}),
            (f"participant:{self.any(STATES)}:{role}", {}),
            ("issue", self.any(["MILITARY_COOPERATION", "ESPIONAGE"])),
            ("place", {"name": "Seoul", "country": "KOR", "role": "where", "precision": self.any(["city", "site"])}),
            ("quantity:sent", {"unit": "person", "best": self.any([10, 20])}),
            ("occurrence", self.any(["reported", "disputed"])),
            ("level_of_summoned", self.any(RANKS)),
        ]
        return self.any(options)

    def _statement(self, record: str) -> tuple[str, Any]:
        kind, record = self.any(RECORDS)
        options = [
            ("speaker", {"actors": [self.any(EVERY_ACTOR)], "mode": "alone"}),
            ("speaker", {"actors": PERSONS[:2], "mode": "together"}),
            ("on_behalf_of", self.any(STATES)),
            ("addressee", self.any(EVERY_ACTOR)),
            ("act", self.any(["DEMAND", "DENY", "WARN"])),
            ("acts", self.any(["DEMAND", "WARN"])),
            ("date", self.any(DATES)),
            ("about", {"kind": kind, "id": record}),
            ("incident", self.any(INCIDENTS)),
            ("gist", {"en": self.any(["Stop.", "Go."])}),
        ]
        return self.any(options)

    def _actor(self, record: str) -> tuple[str, Any]:
        text = self.any(["Kim", "Zinoviev", "Moscow"])
        options = [
            ("name", {"text": text, "language": self.any(["en", "id"]), "kind": self.any(["official", "short"])}),
            ("country", self.any(["KOR", "RUS"])),
            ("belongs_to", self.any(EVERY_ACTOR)),
        ]
        if record in OFFICES:
            options += [("rank", rank) for rank in RANKS]
        if record in PERSONS:
            options += [(f"tenure:{office}", {"from": self.any(["2023", "2024-01"])}) for office in OFFICES]
        return self.any(options)

    # --- opening records

    def open_source(self) -> Command:
        record = self.any(SOURCES)
        return self.source(record, self.any([None, *OUTLETS]))

    def source(self, record: str, outlet: str | None) -> Command:
        held = record in HELD
        text = {"file_sha256": digest(record), "text_sha256": digest(record), "length": LENGTH} if held else {}
        about = Bibliography(kind="article" if held else "wire", outlet=outlet, language="id", **text)
        credits = (credit(record, self.any(CITED)),) if held and self.chance(0.4) else ()
        return source.RegisterSource(
            id=record, held=held, about=about, origins=credits, reliability=self.any([None, "B"])
        )

    def open_actor(self) -> Command:
        kind = self.any(list(ACTORS))
        return self.actor(kind, self.any(ACTORS[kind]))

    def actor(self, kind: str, record: str) -> Command:
        name = {"text": record[:8], "language": "en", "kind": "official"}
        return actor.RegisterActor(id=record, kind=kind, claims=(claim(record, "name", name, name="own"),))

    def open_incident(self) -> Command:
        return self.incident(self.any(INCIDENTS))

    def incident(self, record: str) -> Command:
        told = claim(record, "type", "SUMMONS", name="own")
        further = {(new := self.claim_of("incident", record)).property: new for _ in range(3)}
        return incident.OpenIncident(
            id=record,
            title={"en": record[:8]},
            claims=(told, *(new for stored, new in further.items() if stored != "type")),
        )

    def open_statement(self) -> Command:
        return self.statement(self.any(STATEMENTS))

    def statement(self, record: str) -> Command:
        values = {
            "speaker": {"actors": [self.any(PERSONS[:2])], "mode": "alone"},
            "act": "DEMAND",
            "gist": {"en": record[:8]},
            "incident": self.any(self.incidents),
            "about": {"kind": "incident", "id": self.any(self.incidents)},
        }
        del values[self.any(["incident", "about"])]
        claims = tuple(claim(record, stored, value, *self.evidence(), name="own") for stored, value in values.items())
        return statement.RecordStatement(id=record, claims=claims, reports=(report(HELD[0]),))

    def open_link(self) -> Command:
        start, end = (RecordRef(kind=kind, id=record) for kind, record in self.two(RECORDS))
        return link.LinkRecords(
            id=self.any(LINKS),
            from_=start,
            to=end,
            type=self.any(LINK_TYPES),
            confidence=self.any(["high", "low"]),
            rationale="The order of events.",
            evidence=self.evidence(),
        )
