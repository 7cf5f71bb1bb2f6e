"""The row of an actor, and those of its claims."""

from incidents.domain.actor import Actor
from incidents.domain.claims import Weighed, Weighing
from incidents.domain.folding import fold
from incidents.readmodels.build.claims import (
    cited,
    claim_rows,
    counting,
    disputed_codes,
    evidence_json,
    note_rows,
    pooled,
    provenance,
)
from incidents.readmodels.build.snapshot import Member, Row, Snapshot, Surroundings, facets

# Which kind of name stands for an actor where no name is preferred.
NAME_ORDER = ("official", "romanisation", "short", "abbreviation", "title", "description", "metonym", "surname")


def actor_snapshot(record: str, family: list[Member], around: Surroundings) -> Snapshot:
    """Return the rows and facets of an actor; one that was merged away keeps its own row only."""
    own = family[0]
    state: Actor = own.state
    weighing = pooled("actor", family, around)
    names = counting(weighing, "name")
    name = _display_name(names)
    survivor = around.merged_into("actor", record)
    belongs_to = weighing.one("belongs_to")
    row = {
        "kind": state.kind,
        "name": name,
        "names": [
            {"text": n.value["text"], "language": n.value.get("language"), "kind": n.value["kind"]} for n in names
        ],
        "country": weighing.one("country"),
        "tenures": [_tenure(claim) for claim in counting(weighing, "tenure")],
        "rank": weighing.one("rank"),
        "belongs_to_id": around.survivor("actor", belongs_to) if belongs_to else None,
        "merged_into_id": survivor,
        "disputed": list(weighing.disputed),
        "notes": note_rows(family),
        "status": "withdrawn" if state.withdrawn else "active",
        "sort_name": name.casefold(),
        "version": own.version,
    }
    if survivor is not None:
        return Snapshot({("actor", record): row}, facets(around, merged=(state.merge.into,)))
    rows = {("actor", record): row, **claim_rows("actor", record, family, weighing, around.memo)}
    return Snapshot(rows, _facets(row, weighing, around))


def _display_name(names: list[Weighed]) -> str:
    """Return the preferred name, else the best kind, else the first recorded."""
    if not names:
        return ""

    def order(name: Weighed) -> tuple[bool, int, bool]:
        return (
            name.decided_by != "preferred",
            NAME_ORDER.index(name.value["kind"]),
            name.value.get("language") != "en",
        )

    return min(names, key=order).value["text"]


def _tenure(claim: Weighed) -> Row:
    return {
        "office": claim.key.parts[0],
        "from": claim.value.get("from"),
        "to": claim.value.get("to"),
        "evidence": evidence_json(claim.standing.claim.evidence),
    }


def _facets(row: Row, weighing: Weighing, around: Surroundings) -> frozenset[tuple[str, str]]:
    return facets(
        around,
        kind=(row["kind"],),
        name=(fold(name["text"]) for name in row["names"]),
        office=(tenure["office"] for tenure in row["tenures"]),
        country=(row["country"],),
        belongs_to=(row["belongs_to_id"],),
        disputed=disputed_codes(weighing),
        **provenance(cited(weighing), around),
    )
