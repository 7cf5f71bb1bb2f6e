"""Writes a coding as a Django fixture: the log of a fresh import, with fixed clock, ids and salts.

The import runs in a process of its own on a database of its own, so that neither the tracker nor its head matters.
Run as a module it is that process: `python -m incidents.management.fixture DIRECTORY FILE`.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path


class FixtureError(Exception):
    """The fixture could not be made; the message says why."""


def write_fixture(directory: Path, file: Path) -> int:
    """Write the fixture of a coding to a file and return how many events it holds. Raises FixtureError."""
    with tempfile.TemporaryDirectory() as scratch:
        environment = {**os.environ, "DATABASE_URL": f"sqlite:///{scratch}/fixture.sqlite3"}
        command = [sys.executable, "-m", __name__, str(directory.resolve()), str(file.resolve())]
        done = subprocess.run(command, env=environment, cwd=_project(), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise FixtureError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "The import failed.")
    return int(done.stdout)


def _project() -> Path:
    from django.conf import settings

    return settings.BASE_DIR


def _main(directory: str, file: str) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    django.setup()

    from django.core import serializers
    from django.core.management import call_command

    from incidents.dispatch.recording import fixed
    from incidents.imports.seeds import import_coding
    from incidents.log.models import Event

    call_command("migrate", verbosity=0)
    import_coding(Path(directory), recording=fixed())
    # The clock is fixed to whole seconds: Django's JSON serializer keeps no microseconds.
    with Path(file).open("w", encoding="utf-8") as stream:
        serializers.serialize("json", Event.objects.order_by("position"), stream=stream, indent=1)
        stream.write("\n")
    sys.stdout.write(str(Event.objects.count()))


if __name__ == "__main__":
    _main(*sys.argv[1:])
