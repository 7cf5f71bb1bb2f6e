"""The health of the tracker: database, migrations, triggers and the head of the log."""

from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, JsonResponse

from incidents.log import triggers
from incidents.log.read import head as log_head


def healthz(request: HttpRequest) -> JsonResponse:
    """Answer {"healthy", "database", "migrations", "triggers", "head"}: 200 where all is well, else 503.

    Each part is {"ok", …}; `head` is {"ok", "position", "hash"}.
    """
    parts = {name: _examine(part) for name, part in PARTS.items()}
    healthy = all(part["ok"] for part in parts.values())
    return JsonResponse({"healthy": healthy, **parts}, status=200 if healthy else 503)


def _examine(part: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return part()
    except DatabaseError as error:
        return {"ok": False, "error": type(error).__name__}


def _database() -> dict[str, Any]:
    connection.ensure_connection()
    return {"ok": connection.is_usable(), "vendor": connection.vendor}


def _migrations() -> dict[str, Any]:
    loader = MigrationLoader(connection)
    missing = sorted(loader.graph.nodes.keys() - loader.applied_migrations.keys())
    return {"ok": not missing, "missing": [f"{app}.{name}" for app, name in missing]}


def _triggers() -> dict[str, Any]:
    missing = triggers.missing(connection)
    return {"ok": not missing, "missing": missing}


def _head() -> dict[str, Any]:
    head = log_head()
    return {"ok": True, "position": head.position, "hash": head.hash}


PARTS: dict[str, Callable[[], dict[str, Any]]] = {
    "database": _database,
    "migrations": _migrations,
    "triggers": _triggers,
    "head": _head,
}
