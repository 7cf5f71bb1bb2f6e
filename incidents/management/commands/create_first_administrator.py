"""Create the first person who can log in and manage the others; does nothing where there is one."""

import secrets
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from incidents.management.base import TrackerCommand


class Command(TrackerCommand):
    help = "Create a first administrator with a random password, printed this once; does nothing where there is one."

    def handle(self, *args: Any, **options: Any) -> None:
        password = secrets.token_urlsafe(15)
        with transaction.atomic():
            if has_administrator():
                return
            user = get_user_model().objects.create_superuser(username=free_name(), password=password)
        self.stdout.write(f"user: {user.get_username()}")
        self.stdout.write(f"password: {password}")


def has_administrator() -> bool:
    """Tell whether a superuser can log in: active, and with a password."""
    superusers = get_user_model().objects.filter(is_superuser=True, is_active=True, is_staff=True)
    return any(user.has_usable_password() for user in superusers)


def free_name() -> str:
    """Return `admin`, or `admin2`, `admin3` … where that name is somebody's."""
    taken = set(get_user_model().objects.filter(username__startswith="admin").values_list("username", flat=True))
    return next(name for name in ("admin" if n == 1 else f"admin{n}" for n in count(1)) if name not in taken)
