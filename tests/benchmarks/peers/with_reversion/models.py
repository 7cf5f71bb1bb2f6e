"""The models, registered with reversion."""

import reversion

from tests.benchmarks.peers.shapes import ClaimShape, FacetShape, IncidentShape, StatementShape


@reversion.register()
class Incident(IncidentShape):
    pass


@reversion.register()
class Statement(StatementShape):
    pass


@reversion.register()
class Claim(ClaimShape):
    pass


class Facet(FacetShape):
    pass
