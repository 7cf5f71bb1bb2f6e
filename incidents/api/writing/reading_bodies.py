"""From a body to a command: the command's own fields, ids made where a program gives none, faults with pointers."""

import re
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid5

import msgspec
import uuid6
from django.utils.translation import gettext as _

from incidents.api.problems import Fault, Problem, pointer
from incidents.domain import claiming, source, statement
from incidents.domain.values import Command

NAMESPACE = UUID("5d6f0b5c-90b1-5c57-9a3e-0d0c3f2b7e21")
PLACE = re.compile(r" - at `\$\.?(.*)`$")
UNKNOWN = re.compile(r"unknown field `(.*?)`")
MISSING = re.compile(r"missing required field `(.*?)`")

NewId = Callable[[str], str]

# Where ids stand that may be left out: a field, or a list of values, and the name of the id in it.
IDS: dict[type[Command], tuple[tuple[str, str], ...]] = {
    claiming.RecordClaim: (("claim", "claim"),),
    statement.ReportStatement: (("report", "report"),),
    source.CreditOrigin: (("credit", "credit"),),
}
LISTED_IDS = (("claims", "claim"), ("reports", "report"), ("origins", "credit"))
# Where a field of a refusal stands that the domain names without the value it belongs to.
NESTED: dict[type[Command], str] = {
    claiming.RecordClaim: "claim",
    source.RegisterSource: "about",
    source.CorrectSource: "changes",
    source.AssessSource: "assessment",
}


def new_ids(person: str, key: str | None) -> NewId:
    """Return what makes ids: under a key the same ones each time, so that sending again is the same command."""
    if key is None:
        return lambda place: str(uuid6.uuid7())
    return lambda place: str(uuid5(NAMESPACE, f"{len(person)}:{person}:{len(key)}:{key}:{place}"))


def an_object(body: Any, place: str = "") -> dict[str, Any]:
    """Return a body that is a JSON object. Raises Problem (400)."""
    if isinstance(body, Mapping):
        return dict(body)
    detail = _("Send a JSON object with the fields of the command.")
    raise Problem.of(400, [Fault(code="malformed", detail=detail, pointer=place)])


def command_of(
    form: type[Command], body: dict[str, Any], given: Mapping[str, str], new_id: NewId, place: str = ""
) -> Command:
    """Return the command that a body says; `given` are the fields from the path. Raises Problem (400)."""
    for name in given:
        if name in body:
            raise _unknown_field(name, place)
    told = _with_ids(form, {**body, **given}, new_id, place)
    try:
        return msgspec.convert(told, form)
    except msgspec.ValidationError as error:
        raise Problem.of(400, [_fault(str(error), place)]) from error


def _with_ids(form: type[Command], body: dict[str, Any], new_id: NewId, place: str) -> dict[str, Any]:
    """Return a body with an id wherever one may be left out."""
    found = {"id": new_id(f"{place}/id"), **body}
    for name, key in IDS.get(form, ()):
        found |= _with_id(found, name, key, lambda field: new_id(f"{place}/{field}"))
    for name, key in LISTED_IDS:
        if isinstance(values := found.get(name), list):
            found[name] = [
                {key: new_id(f"{place}/{name}/{number}"), **value} if isinstance(value, dict) else value
                for number, value in enumerate(values)
            ]
    return found


def _with_id(body: dict[str, Any], name: str, key: str, new_id: NewId) -> dict[str, Any]:
    value = body.get(name)
    return {name: {key: new_id(name), **value}} if isinstance(value, dict) else {}


def _unknown_field(name: str, place: str) -> Problem:
    detail = _("There is no field “{name}” here.").format(name=name[:100])
    return Problem.of(400, [Fault(code="unknown_field", detail=detail, pointer=pointer(name, place))])


def _fault(message: str, place: str) -> Fault:
    """Return the fault that msgspec tells of: what was expected, and where."""
    found = PLACE.search(message)
    where = pointer(found[1], place) if found and found[1] else place
    reason = PLACE.sub("", message)
    if unknown := UNKNOWN.search(reason):
        detail = _("There is no field “{name}” here.").format(name=unknown[1][:100])
        return Fault(code="unknown_field", detail=detail, pointer=pointer(unknown[1], where))
    if missing := MISSING.search(reason):
        detail = _("The field “{name}” is missing.").format(name=missing[1])
        return Fault(code="missing_field", detail=detail, pointer=pointer(missing[1], where))
    detail = _("This value has the wrong form: {reason}.").format(reason=reason)
    return Fault(code="malformed", detail=detail, pointer=where)


def place_in(command: Command, field: str | None, place: str = "") -> str | None:
    """Return the JSON pointer for a field of a refused command, as the body has it."""
    if field is None:
        return place or None
    head = re.split(r"[.\[]", field)[0]
    own = {told.encode_name for told in msgspec.structs.fields(command)}
    nested = NESTED.get(type(command))
    if head not in own and nested is not None:
        return pointer(field, f"{place}/{nested}")
    return pointer(field, place)
