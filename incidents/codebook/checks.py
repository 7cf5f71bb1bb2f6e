"""References from one part of the codebook to another: every name that is used has to be there.

Imports: fields, names, model.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from incidents.codebook.fields import Fields, Keys
from incidents.codebook.model import Codebook, Crosswalk, IncidentType, Property, Score, SpeechAct
from incidents.codebook.names import LADDER

# Where each term stands: (list, code) -> the fields of its entry.
Origins = Mapping[tuple[str, str], Fields]

_ACTOR = "actor"


def check(codebook: Codebook, origins: Origins) -> None:
    """Raises YamlError at the first name that leads nowhere."""
    for incident_type in codebook.types.values():
        _check_type(codebook, incident_type, origins["types", incident_type.code])
    for act in codebook.acts.values():
        _check_coding(codebook, act, origins["acts", act.code])
    for found in codebook.properties.values():
        _check_property(codebook, found, origins[f"properties.{found.kind}", found.code])


def _check_type(codebook: Codebook, found: IncidentType, entry: Fields) -> None:
    if found.track is not None:
        _known(codebook, entry, "track", "tracks", found.track)
    _all_known(codebook, entry, "track_also", "tracks", found.track_also)
    _all_known(codebook, entry, "acts", "acts", found.acts)
    if (found.records_as == "statement") != bool(found.acts):
        message = "Name the speech acts of a type that is recorded as a statement, and of no other."
        raise entry.error("acts_and_records_as", "acts", message)
    _check_coding(codebook, found, entry)


def _check_coding(codebook: Codebook, coded: IncidentType | SpeechAct, entry: Fields) -> None:
    for role in coded.crosswalk.toward:
        _known(codebook, entry, ("crosswalk", "toward", role), "roles", role)
    written = [score for score in coded.scores if score.system != LADDER]
    for index, score in enumerate(written):
        _known(codebook, entry, ("scores", index, "system"), "score_systems", score.system)
        if score.toward is not None:
            _known(codebook, entry, ("scores", index, "toward"), "roles", score.toward)
        if score.system == "goldstein" and score.code not in _cameo(coded.crosswalk, score):
            message = f"Add CAMEO {score.code} to the crosswalk, or remove its score."
            raise entry.error("score_without_code", ("scores", index, "code"), message)


def _cameo(crosswalk: Crosswalk, score: Score) -> tuple[str, ...]:
    walk = crosswalk.toward.get(score.toward, crosswalk) if score.toward else crosswalk
    return walk.cameo


def _check_property(codebook: Codebook, found: Property, entry: Fields) -> None:
    lists = tuple(codebook.lists)
    if found.codes is not None and found.codes not in lists:
        raise entry.error("unknown_list", "codes", _no_list(found.codes, lists))
    for field, parts in (("keys", found.keys), ("parts", found.parts)):
        for part, name in parts.items():
            if name not in lists and name != _ACTOR:
                raise entry.error("unknown_list", (field, part), _no_list(name, (_ACTOR, *lists)))
    _all_known(codebook, entry, "of", "actor_kinds", found.of)


def _no_list(name: str, known: Iterable[str]) -> str:
    return f"There is no list “{name}”; name one of: {', '.join(known)}."


def _all_known(codebook: Codebook, entry: Fields, field: str, list_name: str, codes: Iterable[str]) -> None:
    for index, code in enumerate(codes):
        _known(codebook, entry, (field, index), list_name, code)


def _known(codebook: Codebook, entry: Fields, field: str | Keys, list_name: str, code: str) -> None:
    if code not in codebook.codes(list_name):
        message = f"“{code}” is no code of {list_name}; write one of: {', '.join(codebook.lists[list_name])}."
        raise entry.error("unknown_code", field, message)
