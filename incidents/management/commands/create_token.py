"""Make a token for a program, and print it: the token alone, this once."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError

from incidents import tokens
from incidents.management.base import TrackerCommand


class Command(TrackerCommand):
    help = "Make a token with which a program signs in as a person; it is printed this once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user", metavar="USER", help="the person it acts for, by user name")
        parser.add_argument("--scope", choices=sorted(tokens.SCOPES), help="what it may do at most")
        parser.add_argument("--days", type=int, metavar="N", help="how long it lasts; for ever if not given")
        parser.add_argument("--note", default="", help="what it is for, shown in the admin")

    def handle(self, *args: Any, **options: Any) -> None:
        users = get_user_model()
        name, days = options["user"], options["days"]
        if options["scope"] is None:
            raise CommandError(f"Say what the token may do at most: --scope {'|'.join(tokens.SCOPES)}.")
        user = users.objects.filter(**{users.USERNAME_FIELD: name}).first()
        if user is None:
            raise CommandError(f"There is no person {name}: make one in the admin first.")
        if not user.is_active:
            raise CommandError(f"{name} is not active: nobody signs in as them.")
        if days is not None and not 1 <= days <= tokens.LONGEST:
            raise CommandError(f"A token lasts 1 to {tokens.LONGEST} days: give --days one of these.")
        if len(options["note"]) > 100:
            raise CommandError("The note has 100 characters at most: shorten it.")
        _, words = tokens.create(user, scope=options["scope"], days=days, note=options["note"])
        self.stdout.write(words)
