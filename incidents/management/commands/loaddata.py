"""Django's loaddata with the guard open, so that a fixture of the log can be loaded into an empty tracker."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import loaddata
from django.core.serializers.base import DeserializationError, DeserializedObject
from django.db import DatabaseError

from incidents.log import lock
from incidents.log.models import Event
from incidents.log.read import head
from incidents.log.receipts import rebuild_receipts
from incidents.log.verify import verify


class Command(loaddata.Command):
    help = f"{loaddata.Command.help} Events are taken into an empty log only, and verified; run rebuild afterwards."

    def handle(self, *fixture_labels: str, **options: Any) -> None:
        self.brought_events = False
        try:
            with lock.writer():
                self.was_empty = head().position == 0
                super().handle(*fixture_labels, **options)
                if self.brought_events:
                    self.finish_log()
        except (DeserializationError, DatabaseError, ValueError) as error:
            # Django's deserializers raise without a word where the file is no JSON, no YAML …
            reason = f" {error.__cause__}" if isinstance(error, DeserializationError) and error.__cause__ else ""
            raise CommandError(f"{error}{reason}. Nothing was loaded.") from error

    def save_obj(self, obj: DeserializedObject) -> bool:
        """Save one object of the fixture. Raises CommandError for an event if the log has some already."""
        if isinstance(obj.object, Event):
            if not self.was_empty:
                raise CommandError("The log is not empty: load a fixture of events into a fresh database.")
            self.brought_events = True
        return super().save_obj(obj)

    def finish_log(self) -> None:
        """Bring the receipts back and verify the chain. Raises CommandError, which undoes the loading."""
        rebuild_receipts()
        outcome = verify()
        if not outcome.ok:
            raise CommandError(f"{outcome.line}. {outcome.problems[0].detail} Nothing was loaded.")
