"""Print the end of the log: keep it, and `verify_log --against` proves later that nothing before it has changed."""

from typing import Any

from incidents.log.read import head
from incidents.management.base import TrackerCommand


class Command(TrackerCommand):
    help = "Print POSITION HASH of the last event; keep it to prove later that nothing before it has changed."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(head()))
