"""One item at a time without scripts: a form with paragraph, first and last character, which makes the same draft."""

from collections.abc import Mapping
from typing import Any

import msgspec
from django.http import QueryDict
from django.utils.translation import gettext as _

from incidents.admin import labels
from incidents.admin.session import find, ids, shapes
from incidents.admin.session.batch import Answer
from incidents.admin.session.drafts import Draft, Ending, Item, Problem, Row
from incidents.admin.session.places import Place
from incidents.admin.session.schema import BEGINNINGS, KINDS, terms
from incidents.domain.person import Person
from incidents.domain.values import is_id

FURTHER = {"incident": ("place", "issue"), "statement": ("on_behalf_of", "date"), "actor": ("country",)}
OUTCOMES = ("coded", "open", "nothing_codable", "copy_of")


class Reading(msgspec.Struct, frozen=True):
    """What a form says, and what stands in the way of it."""

    draft: Draft
    problems: tuple[Problem, ...] = ()


class Wanted(msgspec.Struct, frozen=True):
    """The item that a form is for: `incident`, or `claim:incident:date`."""

    kind: str
    record_kind: str
    properties: tuple[str, ...]


def choices() -> list[tuple[str, str]]:
    """Return the items a form can be for, as (code, words)."""
    opened = [(kind, _("New record: {kind}").format(kind=labels.kind_name(kind))) for kind in KINDS]
    claims = [
        (f"claim:{kind}:{code}", _("Claim, {kind}: {property}").format(kind=labels.kind_name(kind), property=name))
        for kind in KINDS
        for code, name in _properties(kind)
    ]
    return [*opened, *claims, ("none", _("Nothing: only say how it ends"))]


def _properties(kind: str) -> list[tuple[str, str]]:
    found = shapes.codebook.current().properties_of(kind)
    return [(code, entry.label.get(labels.language())) for code, entry in found.items()]


def _wanted(code: str) -> Wanted | None:
    kind, _sep, rest = code.partition(":")
    if kind in KINDS and not rest:
        return Wanted(kind, kind, (*BEGINNINGS[kind], *FURTHER[kind]))
    record_kind, _sep, name = rest.partition(":")
    if kind == "claim" and shapes.definition(record_kind, name):
        return Wanted("claim", record_kind, (name,))
    return None


# --- the form as it is shown


def form(typed: Mapping[str, str], answer: Answer | None) -> dict[str, Any]:
    """Return the form for the item that was asked for, with what was typed and what stands in its way."""
    wanted = _wanted(typed.get("item", ""))
    problems = answer.problems if answer else ()
    return {
        "choices": choices(),
        "item": typed.get("item", ""),
        "wanted": wanted,
        "typed": {name: typed.get(name, "") for name in (*Place.__struct_fields__, "record", "title_en", "title_id")},
        "reason": typed.get("reason", ""),
        "actor_kind": typed.get("actor_kind", "person"),
        "passage_kind": typed.get("passage_kind", "body"),
        "actor_kinds": terms("actor_kinds"),
        "passage_kinds": terms("passage_kinds"),
        "outcome": typed.get("outcome", "coded"),
        "of": typed.get("of", ""),
        "key": typed.get("key") or ids.fresh(),
        "id": typed.get("id") or ids.fresh(),
        "new_record": typed.get("new_record") or ids.fresh(),
        "version": typed.get("version", ""),
        "rows": [_row(number, code, wanted, typed, problems) for number, code in enumerate(wanted.properties)]
        if wanted
        else [],
    }


def _row(number: int, code: str, wanted: Wanted, typed: Mapping[str, str], problems: Any) -> dict[str, Any]:
    found = shapes.definition(wanted.record_kind, code)
    name = f"r{number}"
    return {
        "label": found.label.get(labels.language()),
        "problems": [problem.message for problem in problems if problem.row == name],
        "inputs": [
            {
                "name": f"{name}-{part.name}",
                "part": part,
                "value": typed.get(f"{name}-{part.name}", part.default),
                "terms": terms(part.terms) if part.terms else [],
            }
            for part in shapes.parts(found)
        ],
    }


# --- the form as it is sent


def read(typed: QueryDict, who: Person) -> Reading:
    """Return the draft that a form makes."""
    problems: list[Problem] = []
    items = [_item(wanted, typed, who, problems)] if (wanted := _wanted(typed.get("item", ""))) else []
    of = _one(typed.get("of", ""), ("source",), who, problems, "of") if typed.get("outcome") == "copy_of" else ""
    outcome = typed.get("outcome", "")
    draft = Draft(
        key=typed.get("key", ""),
        version=_whole(typed.get("version", "")) or 0,
        items=tuple(items),
        ending=Ending(outcome=outcome if outcome in OUTCOMES else "open", of=of),
        reason=typed.get("reason", ""),
    )
    return Reading(draft, tuple(problems))


def _item(wanted: Wanted, typed: QueryDict, who: Person, problems: list[Problem]) -> Item:
    record = typed.get("new_record", "")
    if wanted.kind == "claim":
        record = _one(typed.get("record", ""), (wanted.record_kind,), who, problems, "record")
    place = Place(
        start=_whole(typed.get("start", "")),
        end=_whole(typed.get("end", "")),
        paragraph=_whole(typed.get("paragraph", "")),
        kind=typed.get("passage_kind", "body"),
        words=typed.get("words", "").replace("\r\n", "\n"),
    )
    return Item(
        id=typed.get("id", ""),
        kind=wanted.kind,
        record=record,
        record_kind=wanted.record_kind,
        title={"en": typed.get("title_en", ""), "id": typed.get("title_id", "")},
        actor_kind=typed.get("actor_kind", ""),
        passages=(place,),
        rows=tuple(_read_row(number, code, wanted, typed) for number, code in enumerate(wanted.properties)),
    )


def _read_row(number: int, code: str, wanted: Wanted, typed: QueryDict) -> Row:
    name = f"r{number}"
    found = shapes.definition(wanted.record_kind, code)
    given = {part.name: typed.get(f"{name}-{part.name}", "") for part in shapes.parts(found)}
    return Row(id=name, property=code, given=given)


def _one(words: str, kinds: tuple[str, ...], who: Person, problems: list[Problem], part: str) -> str:
    """Return the id of the record that was named; a problem where it is none or several."""
    if is_id(words.strip()):
        return words.strip()
    found = find.named(words, kinds=kinds, person=who) if words.strip() else []
    if len(found) == 1:
        return found[0].id
    found = found or (find.find(words, kinds=kinds, person=who) if words.strip() else [])
    names = "; ".join(f"{one.text} ({one.detail}): {one.id}" for one in found)
    sentence = _("Name one record by its id or its exact name. {names}").format(names=names)
    problems.append(Problem(message=sentence, code="which_record", part=part))
    return ""


def _whole(told: str) -> int | None:
    """Return a whole number, None where there is none."""
    text = told.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else None
