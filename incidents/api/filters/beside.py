"""What addresses beside lists and records take."""

from incidents import codebook, search
from incidents.api.codes import lists
from incidents.api.filters.base import LARGEST_SIZE, Dated, Parameters, day, ids, number, one_id, text, words
from incidents.api.filters.kinds import KINDS, filters_of, form
from incidents.readmodels import queries

COUNTS: dict[str, type[Parameters]] = {
    kind: form(
        f"{kind.capitalize()}Counts",
        Dated,
        filters_of(kind),
        {"by": words(queries.DIMENSIONS[kind], "What to count by, one to four of these.", is_filter=False)},
    )
    for kind in KINDS
}


class History(Dated):
    after = number(0, 10**15, "Only what is behind this position.", is_filter=False)
    size = number(1, LARGEST_SIZE, "Steps at most; 50 if not given.", is_filter=False)


class Codes(Parameters):
    list = words(lists(), "Only the terms of these lists.", is_filter=False)
    code = text("Only these codes.", listed=True, is_filter=False)


class Searching(Dated):
    q = text("Words, “phrases”, -word, one OR other.", is_filter=False, needed=True)
    kind = words(search.KINDS, "Only these kinds of record.", is_filter=False)
    size = number(1, 100, "Records of each kind at most; 20 if not given.", is_filter=False)


class Finding(Dated):
    q = text("Words of a name or of an office, perhaps with a day.", is_filter=False, needed=True)
    on = day("Who held the office on this day.")
    office_in = ids("Only those who hold or held one of these offices.")
    size = number(1, LARGEST_SIZE, "Actors at most; 50 if not given.", is_filter=False)


class Holding(Dated):
    office = one_id("This office.")
    country = words(codebook.current().countries, "Offices of this country.", listed=False)
    rank = words(codebook.current().ranks, "Offices of this rank.", listed=False)
    host = text("Offices at this place: a country's code, or a name of its state, such as Seoul.")
    on = day("Who held it on this day.")
