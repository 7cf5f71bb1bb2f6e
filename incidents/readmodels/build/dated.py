"""The date of a record: what counts, its bounds, and what all its claims allow together."""

from incidents.domain.claims import Weighing
from incidents.readmodels.build.pool import Piece
from incidents.readmodels.build.snapshot import Surroundings, bounds, overlap, sort_date


def dated(weighing: Weighing, around: Surroundings) -> Piece:
    """Return the columns that follow from the property `date`."""
    date = weighing.one("date")
    return Piece(
        {
            "date": date,
            **bounds("date", date),
            "date_overlap": overlap(claim.value for claim in weighing.active("date")),
            "sort_date": sort_date(date),
        }
    )
