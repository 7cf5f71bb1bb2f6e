"""Filters of sources."""

from incidents.readmodels.filtering.base import (
    COMMON,
    Filters,
    boolean_column,
    code_column,
    days,
    facet_actor,
    facet_id,
    facet_language,
    id_column,
)

SOURCES: Filters = {
    "kind": code_column("kind", "source_kinds"),
    "held": boolean_column("held"),
    "language": facet_language(),
    "outlet": facet_actor("outlet"),
    "reliability": code_column("reliability", "reliability"),
    "assessment": code_column("assessment", "assessments"),
    "origin": facet_id("origin", "source"),
    "cited_in": facet_id("cited_in", "source"),
    "copy_of": id_column("copy_of_id", "source"),
    **days("published"),
    **COMMON,
}
