"""The peer: `save` for one, `bulk_create_with_history` for many."""

from contextlib import nullcontext

from django.db import models
from simple_history.utils import bulk_create_with_history

from tests.benchmarks.peers.base import BATCH, ModelPeer
from tests.benchmarks.peers.with_simple_history.models import Claim, Facet, Incident, Statement


def _bulk(model: type[models.Model], rows: list[models.Model]) -> None:
    bulk_create_with_history(rows, model, batch_size=BATCH)


PEER = ModelPeer({"incident": Incident, "statement": Statement, "claim": Claim, "facet": Facet}, _bulk, nullcontext)
