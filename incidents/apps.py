"""The app: guards the tables that only dispatch may write, and sees to the log's triggers after every migrate."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class IncidentsConfig(AppConfig):
    name = "incidents"
    label = "incidents"
    verbose_name = _("Diplomatic incidents")

    def ready(self) -> None:
        connection_created.connect(guard_tables, dispatch_uid="incidents.guard_tables")
        post_migrate.connect(install_triggers, sender=self, dispatch_uid="incidents.install_triggers")


def guard_tables(connection: Any, **_: Any) -> None:
    """Refuse writes to the log and the read models by any other door than dispatch."""
    from incidents.log import guard
    from incidents.log.models import Event, Receipt, RedactionDoor
    from incidents.readmodels.tables import ALL

    log_tables = [model._meta.db_table for model in (Event, Receipt, RedactionDoor)]
    guard.protect(connection, [*log_tables, *(table.name for table in ALL)])


def install_triggers(using: str, **_: Any) -> None:
    """Install the log's triggers: Django drops them whenever it makes a SQLite table anew."""
    from incidents.log import triggers

    triggers.install(connections[using])
