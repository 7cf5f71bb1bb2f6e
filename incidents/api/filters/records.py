"""What a single record's address takes."""

from incidents.api.filters.base import Dated, Parameters
from incidents.api.filters.kinds import KINDS, form, shown

ONE: dict[str, type[Parameters]] = {kind: form(f"One{kind.capitalize()}", Dated, shown(kind)) for kind in KINDS}
