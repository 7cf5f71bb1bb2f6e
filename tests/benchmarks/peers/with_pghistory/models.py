"""The models, tracked by triggers."""

import pghistory

from tests.benchmarks.peers.shapes import ClaimShape, FacetShape, IncidentShape, StatementShape


@pghistory.track()
class Incident(IncidentShape):
    pass


@pghistory.track()
class Statement(StatementShape):
    pass


@pghistory.track()
class Claim(ClaimShape):
    pass


class Facet(FacetShape):
    pass
