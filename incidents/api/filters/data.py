"""What exports and the log can be asked."""

from incidents.api.filters.base import Dated, Given, Parameters, ids, number, text, words
from incidents.api.filters.kinds import KINDS, filters_of, form, order
from incidents.exports.streams import formats_of
from incidents.following import LONGEST_WAIT, MOST_EVENTS

STREAM_KINDS = ("incident", "statement", "actor", "source", "link")


def _format(kind: str) -> dict[str, Given]:
    about = "As which kind of file; ndjson if not given."
    return {"format": words(formats_of(kind), about, listed=False, is_filter=False)}


# The filters and orders of lists; pages, fields and what is shown along are no matter of a file.
EXPORTS: dict[str, type[Parameters]] = {
    kind: form(f"{kind.capitalize()}Export", Dated, filters_of(kind), {"order": order(kind)}, _format(kind))
    for kind in KINDS
}
DICTIONARIES: dict[str, type[Parameters]] = {
    kind: form(f"{kind.capitalize()}Dictionary", Parameters, _format(kind)) for kind in KINDS
}


class Events(Dated):
    """Filters leave out what does not fit; `last` in the answer says how far the log was read all the same."""

    after = number(0, 10**18, "Events behind this position; 0 if not given.", is_filter=False)
    wait = number(0, LONGEST_WAIT, "Seconds to wait for new events where there are none yet.", is_filter=False)
    size = number(1, MOST_EVENTS, "Events read at most; 100 if not given.", is_filter=False)
    record = ids("Events of these records.")
    kind = words(STREAM_KINDS, "Events of records of these kinds.")
    type = text("Events of these types, such as ClaimRecorded.", listed=True)
    person = text("Events recorded by these people.", listed=True)
