"""What the tests of imports and of commands share: a tracker with the seeds, and every row of it."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction

from incidents.imports.seeds import import_coding
from incidents.log import guard, triggers
from incidents.log.models import Event, Receipt
from incidents.log.sql import is_postgresql
from incidents.models import Facet
from incidents.readmodels.queries import CURRENT_MODELS, VERSION_MODELS
from tests.paths import ROOT
from tests.snapshots import Snapshot

CODING = ROOT / "seeds"
FIXTURE = ROOT / "fixtures" / "seeds.json"
MODELS = (*CURRENT_MODELS.values(), *VERSION_MODELS.values(), Facet)

_imported: dict[tuple[tuple[str, bytes], ...], Snapshot] = {}


def run(command: str, *arguments: Any, **options: Any) -> str:
    """Run a management command and return what it printed."""
    output = io.StringIO()
    call_command(command, *arguments, stdout=output, stderr=output, **options)
    return output.getvalue()


def last_line(printed: str) -> str:
    return printed.strip().splitlines()[-1]


def read_model_rows() -> dict[str, list[dict[str, Any]]]:
    """Return every row of every read model, by table, in order of its key."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in MODELS}


def log_rows() -> list[dict[str, Any]]:
    """Return every event as it is stored, and every receipt."""
    return [*Event.objects.order_by("position").values(), *Receipt.objects.order_by("id").values()]


def nothing_recorded() -> bool:
    return not any(model.objects.exists() for model in (Event, Receipt, *MODELS))


def wipe() -> None:
    """Empty the log and the read models by the doors that only tests have."""
    from django.db import connection

    with guard.writing(), triggers.lifted(connection):
        for model in (Event, Receipt, *MODELS):
            model.objects.all().delete()


def count_rows() -> None:
    """Tell PostgreSQL how many rows there are, as autovacuum would: nobody but this transaction sees them."""
    if is_postgresql():
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE " + ", ".join(f'"{model._meta.db_table}"' for model in (Event, *MODELS)))


@contextmanager
def tracker_with(coding: Path) -> Iterator[None]:
    """Import a coding in a transaction around many tests, and roll it back at the end.

    What the first import of these very files gave is put back for the next.
    """
    files = tuple((file.name, file.read_bytes()) for file in sorted(coding.iterdir()))
    with transaction.atomic():
        if files in _imported:
            _imported[files].put_back()
        else:
            import_coding(coding)
            _imported[files] = Snapshot()
        count_rows()
        yield
        transaction.set_rollback(True)
