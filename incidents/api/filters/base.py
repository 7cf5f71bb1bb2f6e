"""The strict base of all forms of parameters: what it does not know, it refuses and names.

They are django-filter's FilterSets, for the declarations; filtering itself is left to `readmodels.queries`, which
filters today's rows and those of the past alike.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django_filters import Filter, FilterSet

from incidents.api.filters.fields import (
    FALSE,
    LONGEST,
    TRUE,
    Check,
    Parameter,
    Schema,
    a_day,
    an_id,
    one_of,
    some_text,
    whole,
    yes_or_no,
)
from incidents.api.filters.fields import UUID_PATTERN as UUID
from incidents.api.problems import Fault, Problem

SIZE, LARGEST_SIZE = 50, 500

TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST}
ID: Schema = {"type": "string", "pattern": f"^{UUID}$"}
COUNTRY: Schema = {"type": "string", "pattern": "^[A-Z]{3}$"}
ID_OR_COUNTRY: Schema = {"type": "string", "pattern": f"^({UUID}|[A-Z]{{3}})$"}


class Given(Filter):
    """A parameter. `about` is its description; `is_filter` is False for what does not choose rows, `needed` is True
    for what has to be given.
    """

    field_class = Parameter

    def __init__(
        self,
        about: str,
        *,
        check: Check,
        schema: Schema,
        listed: bool = False,
        is_filter: bool = True,
        needed: bool = False,
    ) -> None:
        super().__init__(label=about, check=check, schema=schema, listed=listed)
        self.about = about
        self.is_filter = is_filter
        self.needed = needed


def words(known: Iterable[str], about: str, *, listed: bool = True, **more: Any) -> Given:
    """Return the parameter for one or several of a few words."""
    known = tuple(known)
    return Given(about, check=one_of(known), schema={"type": "string", "enum": list(known)}, listed=listed, **more)


def ids(about: str) -> Given:
    """Return the parameter for records' ids."""
    return Given(about, check=an_id, schema=ID, listed=True)


def one_id(about: str) -> Given:
    """Return the parameter for one record's id."""
    return Given(about, check=an_id, schema=ID)


def number(low: int, high: int, about: str, *, listed: bool = False, **more: Any) -> Given:
    """Return the parameter for a whole number."""
    check, schema = whole(low, high)
    return Given(about, check=check, schema=schema, listed=listed, **more)


def day(about: str) -> Given:
    """Return the parameter for a day."""
    return Given(about, check=a_day, schema={"type": "string", "format": "date"})


def flag(about: str, **more: Any) -> Given:
    """Return the parameter for true or false."""
    return Given(about, check=yes_or_no, schema={"type": "string", "enum": [*TRUE, *FALSE]}, **more)


def text(about: str, **more: Any) -> Given:
    """Return the parameter for some text."""
    return Given(about, check=some_text, schema=TEXT, **more)


def as_of() -> Given:
    """Return the parameter for the point in the past that is asked about."""
    return text("What the tracker knew then: a position in the log, a day (its end, UTC), or an instant with its zone.",
                is_filter=False)  # fmt: skip


class Parameters(FilterSet):
    """A form of parameters; an address that takes none has this one."""

    class Meta:
        fields: tuple[str, ...] = ()

    @classmethod
    def known(cls) -> Mapping[str, Given]:
        """Return the parameters by name."""
        return cls.base_filters

    @classmethod
    @cache
    def needed(cls) -> tuple[str, ...]:
        """Return the parameters that have to be given."""
        return tuple(name for name, given in cls.known().items() if given.needed)

    @classmethod
    def read(cls, given: Mapping[str, str]) -> dict[str, Any]:
        """Return the values of the parameters that were given. Raises Problem (400) that names each fault."""
        known = cls.known()
        values: dict[str, Any] = {}
        faults = [_missing(name) for name in cls.needed() if name not in given]
        for name, told in given.items():
            if name not in known:
                faults.append(Fault(code="unknown_parameter", detail=_unknown(known), parameter=name[:LONGEST]))
                continue
            try:
                values[name] = known[name].field.clean(told)
            except ValidationError as error:
                faults.append(Fault(code=error.code or "invalid", detail=error.message, parameter=name))
        if faults:
            raise Problem.of(400, faults)
        return values

    @classmethod
    def wanted(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return those of the values that choose rows."""
        return {name: value for name, value in values.items() if cls.known()[name].is_filter}


def _missing(name: str) -> Fault:
    return Fault(code="missing_parameter", detail=_("This address needs this parameter."), parameter=name)


def _unknown(known: Mapping[str, Given]) -> str:
    if not known:
        return _("This address takes no parameters.")
    return _("There is no such parameter here; known are: {known}.").format(known=", ".join(known))


class Dated(Parameters):
    """What can be asked as of a point in the past."""

    as_of = as_of()


class Listing(Dated):
    """What every list takes."""

    cursor = Given("The page that `next` or `previous` leads to; leave it to them.", check=str,
                   schema={"type": "string"}, is_filter=False)  # fmt: skip
    size = number(1, LARGEST_SIZE, "Records on a page; 50 if not given.", is_filter=False)
