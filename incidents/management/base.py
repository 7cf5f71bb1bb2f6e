"""What our commands share: a database that cannot be used is a sentence, not a traceback."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError

from incidents.log.errors import LogError


class TrackerCommand(BaseCommand):
    """A command on the tracker's database."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except (OperationalError, ProgrammingError) as error:
            reason = str(error).strip().splitlines()[0]
            raise CommandError(
                f"The database cannot be used ({reason}). Check DATABASE_URL, and run manage.py migrate first."
            ) from error
        except LogError as error:
            raise CommandError(str(error)) from error
