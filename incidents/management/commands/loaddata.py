"""Django's loaddata with the guard open, so that a fixture of the log can be loaded into an empty tracker."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import loaddata
from django.core.serializers.base import DeserializedObject

from incidents.log import lock
from incidents.log.models import Event
from incidents.log.read import head
from incidents.log.receipts import rebuild_receipts
from incidents.log.verify import verify


class Command(loaddata.Command):
    help = f"{loaddata.Command.help} Events are taken into an empty log only, and verified; run rebuild afterwards."

    def handle(self, *fixture_labels: str, **options: Any) -> None:
        self.was_empty = head().position == 0
        self.brought_events = False
        with lock.writer():
            super().handle(*fixture_labels, **options)
            if self.brought_events:
                self.finish_log()

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
