"""The row of an incident, and those of its claims."""

from collections.abc import Iterable

from incidents import codebook
from incidents.domain.claims import Weighed, Weighing
from incidents.domain.incident import Incident
from incidents.readmodels.build.dated import dated
from incidents.readmodels.build.pool import Piece, in_order, pooled
from incidents.readmodels.build.snapshot import (
    Member,
    Row,
    Snapshot,
    Surroundings,
    complete,
    countries,
    facets,
    unique,
    with_dependencies,
)

PLAIN = ("type", "occurrence", "publicity", "channel", "outcome", "scope")
LEVELS = ("level_of_summoner", "level_of_summoned")


def incident_snapshot(record: str, family: list[Member], around: Surroundings) -> Snapshot:
    """Return the rows and facets of an incident; one that was merged away keeps its own row only."""
    state: Incident = family[0].state
    pool = pooled("incident", record, family, around)
    survivor = around.merged_into("incident", record)
    participation = pool.piece(_participation, "type", "participant", *LEVELS)
    pieces = (participation, pool.piece(_description, *DESCRIBING), pool.piece(dated, "date"))
    row = pool.row(
        pieces,
        **around.part("title", (state.title,), lambda: _title(state.title)),
        **{code: pool.weighing.one(code) for code in PLAIN},
        status=state.status,
        published_at=state.published_at,
        merged_into_id=survivor,
    )
    if survivor is not None:
        merged = facets(merged=(state.merge.into,))
        return Snapshot({("incident", record): row}, with_dependencies(around, merged))
    parties = {actor for key, actor in participation.facets if key in ("participant", "party")}
    origins = pool.origins
    one_side = around.part(("one side", origins), (), lambda: _one_side(origins, around))
    found = pool.facets(pieces, claimed=pool.actors - parties, origin=origins, one_sided=(one_side,))
    return Snapshot({("incident", record): row, **pool.rows}, found)


def _title(title: dict[str, str]) -> Row:
    return {"title": title.get("en") or title["id"], "titles": complete(title, "en", "id")}


DESCRIBING = ("issue", "place", "quantity", "ordinal")


def _description(weighing: Weighing, around: Surroundings) -> Piece:
    issues = unique(claim.value for claim in in_order(weighing, "issue"))
    quantities = [_quantity(claim) for claim in in_order(weighing, "quantity")]
    row = {
        "issues": issues,
        "place": complete(weighing.one("place"), "name", "country", "role", "precision"),
        "quantities": quantities,
        "ordinal": complete(weighing.one("ordinal"), "n", "window"),
    }
    return Piece(row, facets(issue=issues, quantity=(quantity["predicate"] for quantity in quantities)))


def _participation(weighing: Weighing, around: Surroundings) -> Piece:
    participants = [_participant(claim, around) for claim in in_order(weighing, "participant")]
    sides = _sides(weighing.one("type"), participants, around)
    levels = {level: weighing.one(level) or _rank(participants, level.split("_")[-1], around) for level in LEVELS}
    roles = [(actor, p["role"]) for p in participants for actor in _concerned(p)]
    involved = unique(actor for actor, _ in roles)
    found = facets(
        participant=involved,
        role=(role for _, role in roles),
        participant_role=(f"{actor}:{role}" for actor, role in roles),
        initiator=sides["initiators"],
        target=sides["targets"],
        party=sides["parties"],
        initiator_country=countries(sides["initiators"], around),
        target_country=countries(sides["targets"], around),
        country=countries([*involved, *sides["parties"]], around),
    )
    return Piece({"participants": participants, **sides, **levels}, found)


def _participant(claim: Weighed, around: Surroundings) -> Row:
    actor, role = claim.key.parts
    office, principal = claim.value.get("office"), claim.value.get("on_behalf_of")
    return {
        "actor": actor,
        "role": role,
        "side": codebook.current().roles[role].side,
        "office": around.survivor("actor", office) if office else None,
        "on_behalf_of": around.survivor("actor", principal) if principal else None,
    }


def _quantity(claim: Weighed) -> Row:
    return {"predicate": claim.key.parts[0], **complete(claim.value, "unit", "low", "best", "high")}


def _sides(type_code: str | None, participants: list[Row], around: Surroundings) -> Row:
    """Return who stands on which side: those for whom the participants act, states before others as the lead."""
    found = codebook.current().types.get(type_code) if type_code else None
    if found is not None and found.symmetric:
        parties = _principals(participants, ("party", "initiating", "target"))
        return {"initiator_id": None, "target_id": None, "initiators": [], "targets": [], "parties": parties}
    initiators = _principals(participants, ("initiating",))
    targets = _principals(participants, ("target",))
    return {
        "initiator_id": _lead(initiators, around),
        "target_id": _lead(targets, around),
        "initiators": initiators,
        "targets": targets,
        "parties": _principals(participants, ("party",)),
    }


def _principals(participants: list[Row], sides: tuple[str, ...]) -> list[str]:
    return unique(p["on_behalf_of"] or p["actor"] for p in participants if p["side"] in sides)


def _lead(actors: list[str], around: Surroundings) -> str | None:
    views = [(actor, around.actor(actor)) for actor in actors]
    states = [actor for actor, view in views if view and view.kind == "state"]
    return next(iter(states or actors), None)


def _rank(participants: list[Row], role: str, around: Surroundings) -> str | None:
    """Return the highest rank of an office in which somebody has this role."""
    ranks = codebook.current().ranks
    views = [around.actor(p["office"]) for p in participants if p["role"] == role and p["office"]]
    held = [view.rank for view in views if view and view.rank]
    return max(held, key=lambda rank: ranks[rank].order, default=None)


def _concerned(participant: Row) -> list[str]:
    """Return the actor of a participation, the office as printed, and whom it is on behalf of."""
    return [participant[part] for part in ("actor", "office", "on_behalf_of") if participant[part] is not None]


def _one_side(origins: Iterable[str], around: Surroundings) -> str | None:
    """Return the country whose side alone speaks of an incident: all that is known from no outlet comes from there.

    What an outlet says in its own words is no side's; None where no side speaks, or several do.
    """
    views = [view for view in map(around.actor, origins) if view and view.kind != "outlet"]
    sides = {view.country for view in views}
    return sides.pop() if len(sides) == 1 else None
