"""The peer: plain `save` and `bulk_create`; the database's triggers do the rest."""

from contextlib import nullcontext

from django.db import models

from tests.benchmarks.peers.base import BATCH, ModelPeer
from tests.benchmarks.peers.with_pghistory.models import Claim, Facet, Incident, Statement


def _bulk(model: type[models.Model], rows: list[models.Model]) -> None:
    model.objects.bulk_create(rows, batch_size=BATCH)


PEER = ModelPeer({"incident": Incident, "statement": Statement, "claim": Claim, "facet": Facet}, _bulk, nullcontext)
