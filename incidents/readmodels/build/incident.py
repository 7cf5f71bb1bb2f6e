"""The row of an incident, and those of its claims."""

from incidents import codebook
from incidents.domain.claims import Weighed, Weighing
from incidents.domain.incident import Incident
from incidents.readmodels.build.claims import (
    actors_claimed,
    cited,
    claim_rows,
    counting,
    disputed_codes,
    note_rows,
    pooled,
    provenance,
)
from incidents.readmodels.build.snapshot import (
    Member,
    Row,
    Snapshot,
    Surroundings,
    bounds,
    complete,
    facets,
    overlap,
    sort_date,
    unique,
)

PLAIN = ("type", "occurrence", "publicity", "channel", "outcome", "scope")


def incident_snapshot(record: str, family: list[Member], around: Surroundings) -> Snapshot:
    """Return the rows and facets of an incident; one that was merged away keeps its own row only."""
    own = family[0]
    state: Incident = own.state
    weighing = pooled("incident", family, around)
    survivor = around.merged_into("incident", record)
    date = weighing.one("date")
    participants = [_participant(claim, around) for claim in counting(weighing, "participant")]
    row = {
        "title": state.title.get("en") or state.title["id"],
        "titles": complete(state.title, "en", "id"),
        **{code: weighing.one(code) for code in PLAIN},
        "date": date,
        **bounds("date", date),
        "date_overlap": overlap(claim.value for claim in weighing.active("date")),
        "participants": participants,
        **_sides(weighing.one("type"), participants, around),
        "issues": unique(claim.value for claim in counting(weighing, "issue")),
        "place": complete(weighing.one("place"), "name", "country", "role", "precision"),
        "quantities": [_quantity(claim) for claim in counting(weighing, "quantity")],
        "ordinal": complete(weighing.one("ordinal"), "n", "window"),
        "level_of_summoner": weighing.one("level_of_summoner") or _level(participants, "summoner", around),
        "level_of_summoned": weighing.one("level_of_summoned") or _level(participants, "summoned", around),
        "disputed": list(weighing.disputed),
        "notes": note_rows(family),
        "status": state.status,
        "published_at": state.published_at,
        "merged_into_id": survivor,
        "sort_date": sort_date(date),
        "version": own.version,
    }
    if survivor is not None:
        return Snapshot({("incident", record): row}, facets(around, merged=(state.merge.into,)))
    rows = {("incident", record): row, **claim_rows("incident", record, family, weighing, around.memo)}
    return Snapshot(rows, _facets(row, weighing, around))


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


def _level(participants: list[Row], role: str, around: Surroundings) -> str | None:
    """Return the highest rank of an office in which somebody has this role."""
    ranks = codebook.current().ranks
    views = [around.actor(p["office"]) for p in participants if p["role"] == role and p["office"]]
    held = [view.rank for view in views if view and view.rank]
    return max(held, key=lambda rank: ranks[rank].order, default=None)


def _facets(row: Row, weighing: Weighing, around: Surroundings) -> frozenset[tuple[str, str]]:
    roles = [(actor, p["role"]) for p in row["participants"] for actor in _concerned(p)]
    involved = unique(actor for actor, _ in roles)
    origins = sorted({root for claim in weighing.claims if not claim.standing.withdrawn for root in claim.origins})
    return facets(
        around,
        issue=row["issues"],
        participant=involved,
        role=(role for _, role in roles),
        participant_role=(f"{actor}:{role}" for actor, role in roles),
        initiator=row["initiators"],
        target=row["targets"],
        party=row["parties"],
        claimed=set(actors_claimed(weighing, around)) - {*involved, *row["parties"]},
        initiator_country=_countries(row["initiators"], around),
        target_country=_countries(row["targets"], around),
        country=_countries([*involved, *row["parties"]], around),
        quantity=(quantity["predicate"] for quantity in row["quantities"]),
        disputed=disputed_codes(weighing),
        origin=origins,
        one_sided=(_one_side(origins, around),),
        **provenance(cited(weighing), around),
    )


def _concerned(participant: Row) -> list[str]:
    """Return the actor of a participation, the office as printed, and whom it is on behalf of."""
    return [participant[part] for part in ("actor", "office", "on_behalf_of") if participant[part] is not None]


def _one_side(origins: list[str], around: Surroundings) -> str | None:
    """Return the country whose side alone speaks of an incident: all that is known from no outlet comes from there.

    What an outlet says in its own words is no side's; None where no side speaks, or several do.
    """
    views = [view for view in map(around.actor, origins) if view and view.kind != "outlet"]
    countries = {view.country for view in views}
    return countries.pop() if len(countries) == 1 else None


def _countries(actors: list[str], around: Surroundings) -> list[str | None]:
    return [view.country for view in map(around.actor, actors) if view]
