"""The row of an actor, and those of its claims."""

from incidents.domain.actor import Actor
from incidents.domain.claims import Weighed, Weighing
from incidents.domain.folding import fold
from incidents.readmodels.build.evidence import evidence_json
from incidents.readmodels.build.pool import Piece, in_order, pooled
from incidents.readmodels.build.snapshot import Member, Row, Snapshot, Surroundings, facets, with_dependencies

# Which kind of name stands for an actor where no name is preferred.
NAME_ORDER = ("official", "romanisation", "short", "abbreviation", "title", "description", "metonym", "surname")


def actor_snapshot(record: str, family: list[Member], around: Surroundings) -> Snapshot:
    """Return the rows and facets of an actor; one that was merged away keeps its own row only."""
    state: Actor = family[0].state
    pool = pooled("actor", record, family, around)
    survivor = around.merged_into("actor", record)
    pieces = (
        pool.piece(_naming, "name"),
        pool.piece(_offices, "tenure"),
        pool.piece(_belonging, "country", "rank", "belongs_to"),
    )
    status = "withdrawn" if state.withdrawn else "active"
    row = pool.row(pieces, kind=state.kind, merged_into_id=survivor, status=status)
    if survivor is not None:
        merged = facets(merged=(state.merge.into,))
        return Snapshot({("actor", record): row}, with_dependencies(around, merged))
    return Snapshot({("actor", record): row, **pool.rows}, pool.facets(pieces, kind=(state.kind,)))


def _naming(weighing: Weighing, around: Surroundings) -> Piece:
    names = in_order(weighing, "name")
    name = _display_name(names)
    row = {
        "name": name,
        "names": [
            {"text": n.value["text"], "language": n.value.get("language"), "kind": n.value["kind"]} for n in names
        ],
        "sort_name": name.casefold(),
    }
    return Piece(row, facets(name=(fold(name["text"]) for name in row["names"])))


def _offices(weighing: Weighing, around: Surroundings) -> Piece:
    tenures = [_tenure(claim) for claim in in_order(weighing, "tenure")]
    return Piece({"tenures": tenures}, facets(office=(tenure["office"] for tenure in tenures)))


def _belonging(weighing: Weighing, around: Surroundings) -> Piece:
    country, belongs_to = weighing.one("country"), weighing.one("belongs_to")
    belongs_to = around.survivor("actor", belongs_to) if belongs_to else None
    row = {"country": country, "rank": weighing.one("rank"), "belongs_to_id": belongs_to}
    return Piece(row, facets(country=(country,), belongs_to=(belongs_to,)))


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
