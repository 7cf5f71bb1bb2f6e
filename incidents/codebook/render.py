"""The codebook as a page of Markdown tables: `python -m incidents.codebook.render > docs/codebook.md`.

`render` is pure. Imports: names, model.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence

from incidents.codebook.model import (
    Codebook,
    Crosswalk,
    IncidentType,
    LinkType,
    Plover,
    Property,
    Score,
    SpeechAct,
    Term,
)
from incidents.codebook.names import RECORD_KINDS, SMALL_LISTS

_INTRODUCTION = """\
# Codebook, version {version}

Made from `incidents/codebook/v{version}/*.yaml` by `python -m incidents.codebook.render > docs/codebook.md`; change the
YAML, not this page. Codes are stable; labels and definitions are in English and Indonesian.

- *Records as*: what is made only of words is recorded as a statement, with one of the acts named; `none` stays a note.
- *Rung*: place on this version's ladder of escalation, ties included. It is never stored with an incident.
- *Scores* stand side by side, each as its system has it, and are never averaged. A Goldstein value belongs to the CAMEO
  code before it: recall, persona non grata, closure and severance share one, so it is no ladder. CAMEO codes are text.
- *Quad*: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict; in brackets another.
- Credibility 6 and reliability F mean that it *cannot be judged*. They are unknown, not worst."""

_MEANING = ("Code", "English", "Indonesian", "Definition", "Definisi")


def render(codebook: Codebook) -> str:
    """The whole page, ending with a line break."""
    parts = [
        _INTRODUCTION.format(version=codebook.version),
        *_section("Types of incident", codebook.types, _types(codebook.types)),
        *_section("Speech acts", codebook.acts, _acts(codebook.acts)),
        *_section("Roles", codebook.roles, _roles(codebook)),
        *_section("Ranks of office", codebook.ranks, _ranks(codebook)),
        *_section("Issues", codebook.issues),
        *_section("Links", codebook.links, _links(codebook.links)),
        *_properties(codebook),
        "## Small lists",
    ]
    for name in SMALL_LISTS:
        parts += [f"### {name}", _meanings(codebook.lists[name])]
    return "\n\n".join([*parts, "## Read in", _references(codebook)]) + "\n"


def _section(title: str, terms: Mapping[str, Term], *tables: str) -> Iterable[str]:
    yield f"## {title}"
    yield _meanings(terms)
    yield from tables


def _meanings(terms: Mapping[str, Term]) -> str:
    rows = (
        (f"`{term.code}`", term.label.en, term.label.id, term.definition.en, term.definition.id)
        for term in terms.values()
    )
    return _table(_MEANING, rows)


def _types(types: Mapping[str, IncidentType]) -> str:
    head = ("Code", "Records as", "Track", "Rung", "Symmetric", "Quad", "CAMEO", "PLOVER", "Scores", "Wikidata")
    rows = (
        (
            f"`{item.code}`",
            _records_as(item),
            "/".join(filter(None, (item.track, *item.track_also))),
            _or_dash(item.rung),
            _yes(item.symmetric),
            _quad(item),
            _cameo(item.crosswalk),
            _plovers(item.crosswalk),
            _scores(item.scores),
            item.wikidata or "–",
        )
        for item in types.values()
    )
    return _table(head, rows)


def _acts(acts: Mapping[str, SpeechAct]) -> str:
    rows = (
        (
            f"`{item.code}`",
            ", ".join(item.cues),
            _quad(item),
            _cameo(item.crosswalk),
            _plovers(item.crosswalk),
            _scores(item.scores),
        )
        for item in acts.values()
    )
    return _table(("Code", "Indonesian cues", "Quad", "CAMEO", "PLOVER", "Scores"), rows)


def _roles(codebook: Codebook) -> str:
    return _table(("Code", "Side"), ((f"`{item.code}`", item.side) for item in codebook.roles.values()))


def _ranks(codebook: Codebook) -> str:
    ranks = sorted(codebook.ranks.values(), key=lambda item: -item.order)
    rows = ((f"`{item.code}`", str(item.order), item.line) for item in ranks)
    return _table(("Code", "Order (higher is more senior)", "Line"), rows)


def _links(links: Mapping[str, LinkType]) -> str:
    head = (
        "Code",
        "Inverse",
        "Kebalikan",
        "Directed",
        "Acyclic",
        "One parent",
        "Passage",
        "Stored",
        "Derived",
        "Ends",
        "HURIDOCS",
    )
    rows = (
        (
            f"`{item.code}`",
            item.inverse.en,
            item.inverse.id,
            _yes(item.directed),
            _yes(item.acyclic),
            _yes(item.one_parent),
            _yes(item.passage_required),
            _yes(item.stored),
            _yes(item.derived),
            ", ".join(f"{start} → {end}" for start, end in item.ends) or "–",
            ", ".join(item.huridocs) or "–",
        )
        for item in links.values()
    )
    return _table(head, rows)


def _properties(codebook: Codebook) -> Iterable[str]:
    yield "## Properties"
    for kind in RECORD_KINDS:
        properties = codebook.properties_of(kind)
        yield f"### {kind}"
        yield _meanings(properties)
        yield _table(
            ("Code", "Cardinality", "Value", "Terms", "Basis", "Only for"),
            (
                (
                    f"`{item.code}`",
                    item.cardinality,
                    item.value,
                    _terms_of(item),
                    _yes(item.basis),
                    ", ".join(item.of) or "–",
                )
                for item in properties.values()
            ),
        )


def _terms_of(item: Property) -> str:
    named = {**item.keys, **item.parts}
    return ", ".join([*filter(None, [item.codes]), *(f"{part}: {name}" for part, name in named.items())]) or "–"


def _references(codebook: Codebook) -> str:
    rows = ((item.key, item.title, item.where, item.version, item.licence or "–") for item in codebook.references)
    return _table(("Key", "Title", "Where", "Version", "Licence"), rows)


def _records_as(item: IncidentType) -> str:
    return f"{item.records_as}: {', '.join(item.acts)}" if item.acts else item.records_as


def _quad(item: IncidentType | SpeechAct) -> str:
    also = f" ({', '.join(map(str, item.quad_also))})" if item.quad_also else ""
    return f"{_or_dash(item.quad)}{also}"


def _cameo(walk: Crosswalk) -> str:
    toward = (f"toward {role}: {', '.join(other.cameo)}" for role, other in walk.toward.items())
    return "; ".join(filter(None, [", ".join(walk.cameo), *toward])) or "–"


def _plovers(walk: Crosswalk) -> str:
    own = [_plover(item) for item in (walk.plover, *walk.plover_also) if item]
    toward = [f"toward {role}: {_plovers(other)}" for role, other in walk.toward.items()]
    return "; ".join(([] if walk.plover else ["none"]) + own + toward)


def _plover(item: Plover) -> str:
    return " / ".join((item.type, item.mode or "–", ", ".join(item.context) or "–"))


def _scores(scores: Iterable[Score]) -> str:
    return "; ".join(
        f"{item.key} {item.code} {item.value}" + (f" (toward {item.toward})" if item.toward else "") for item in scores
    )


def _or_dash(value: int | None) -> str:
    return "–" if value is None else str(value)


def _yes(value: bool) -> str:
    return "yes" if value else "–"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


if __name__ == "__main__":
    from incidents.codebook import current

    sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.write(render(current()))
