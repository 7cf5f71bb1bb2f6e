"""manage.py redact: erase one personal field of an event, or list those it has."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError, CommandParser

from incidents.dispatch.redaction import redact
from incidents.domain.errors import DomainError
from incidents.domain.person import Person
from incidents.log.errors import LogError
from incidents.log.redact import personal_fields
from incidents.management.base import TrackerCommand
from incidents.permissions import person_of


def position(text: str) -> int:
    """Read a position in the log; ValueError is said by argparse."""
    number = int(text)
    if not 1 <= number < 2**63:
        raise ValueError(text)
    return number


class Command(TrackerCommand):
    help = (
        "Erase one personal field of an event for good; the chain still verifies, and the log says that it was done. "
        "Without a field, list the personal fields of the event."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("position", type=position, help="the event's position in the log")
        parser.add_argument("field", nargs="?", help="the field, as the list names it")
        parser.add_argument("--person", help="user name of the administrator who answers for it")
        parser.add_argument("--reason", help="why it is erased; the log keeps it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["field"] is None:
                self._list(options["position"])
            else:
                self._redact(options)
        except (DomainError, LogError) as error:
            raise CommandError(str(error)) from error

    def _list(self, position: int) -> None:
        fields = personal_fields(position)
        for field, value in fields.items():
            self.stdout.write(f"{field}: {value}")
        if not fields:
            self.stdout.write(f"Event {position} has no personal field.")

    def _redact(self, options: dict[str, Any]) -> None:
        if not options["person"] or not options["reason"]:
            raise CommandError("Say who answers for it and why: --person NAME --reason “…”.")
        event = redact(
            options["position"], options["field"], person=self._person(options["person"]), reason=options["reason"]
        )
        self.stdout.write(
            f"{options['field']} of position {options['position']} erased; recorded at position {event.position}"
        )

    def _person(self, name: str) -> Person:
        user = get_user_model().objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"There is no user {name}.")
        return person_of(user)
