"""The fixed names that the codebook's files use: sides, cardinalities, shapes of values, lists there must be.

Imports: the standard library only.
"""

from __future__ import annotations

from typing import Literal

RecordsAs = Literal["incident", "statement", "none"]
Side = Literal["initiating", "target", "party", "third"]
RankLine = Literal["government", "mission", "organisation"]
Cardinality = Literal["one", "many", "keyed"]
RecordKind = Literal["incident", "statement", "actor"]
EndKind = Literal["incident", "statement"]

RECORDS_AS: tuple[RecordsAs, ...] = ("incident", "statement", "none")
SIDES: tuple[Side, ...] = ("initiating", "target", "party", "third")
RANK_LINES: tuple[RankLine, ...] = ("government", "mission", "organisation")
CARDINALITIES: tuple[Cardinality, ...] = ("one", "many", "keyed")
RECORD_KINDS: tuple[RecordKind, ...] = ("incident", "statement", "actor")
END_KINDS: tuple[EndKind, ...] = ("incident", "statement")
QUADS = (1, 2, 3, 4)
# The one score system that is not written under `scores`: it follows from the rung.
LADDER = "rung"

SMALL_LISTS = (
    "occurrences",
    "scopes",
    "modalities",
    "directness",
    "venues",
    "publicity",
    "channels",
    "outcomes",
    "place_roles",
    "place_precisions",
    "quantity_units",
    "quantity_predicates",
    "speaker_modes",
    "name_kinds",
    "passage_kinds",
    "source_kinds",
    "assessments",
    "date_bases",
    "credit_bases",
    "credit_extents",
    "proposal_outcomes",
    "review_decisions",
    "reliability",
    "credibility",
    "actor_kinds",
    "confidences",
    "statuses",
    "claim_statuses",
    "tracks",
    "score_systems",
)

# What a value looks like; the domain has one parser for each.
SHAPES = (
    "code",  # a code of the property's term list
    "edtf",  # a date as text
    "actor",  # the id of an actor
    "incident",  # the id of an incident
    "record",  # {kind, id}
    "country",  # ISO 3166-1 alpha-3
    "place",  # {name, country, role, precision}
    "participation",  # {office, on_behalf_of}
    "quantity",  # {unit, low, best, high}
    "ordinal",  # {n, window}
    "speakers",  # {actors, mode}
    "bilingual",  # {en, id}, one of them at least
    "name",  # {text, language, kind}
    "tenure",  # {from, to}
)
