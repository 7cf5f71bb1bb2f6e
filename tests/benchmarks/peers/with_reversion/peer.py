"""The peer: one revision an edit; for many, `bulk_create` and one revision that every row is added to."""

import reversion
from django.db import models

from tests.benchmarks.peers.base import BATCH, ModelPeer
from tests.benchmarks.peers.with_reversion.models import Claim, Facet, Incident, Statement


def _bulk(model: type[models.Model], rows: list[models.Model]) -> None:
    for row in model.objects.bulk_create(rows, batch_size=BATCH):
        reversion.add_to_revision(row)


PEER = ModelPeer(
    {"incident": Incident, "statement": Statement, "claim": Claim, "facet": Facet},
    _bulk,
    lambda: reversion.create_revision(atomic=False),  # it stands in a transaction already
)
