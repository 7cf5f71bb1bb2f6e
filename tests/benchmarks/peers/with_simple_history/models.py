"""The models, with their history tracked."""

from simple_history.models import HistoricalRecords

from tests.benchmarks.peers.shapes import ClaimShape, FacetShape, IncidentShape, StatementShape


class Incident(IncidentShape):
    history = HistoricalRecords()


class Statement(StatementShape):
    history = HistoricalRecords()


class Claim(ClaimShape):
    history = HistoricalRecords()


class Facet(FacetShape):
    pass
