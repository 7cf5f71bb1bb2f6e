"""Writes a coding as a Django fixture: the log of a fresh import, with fixed clock, ids and salts.

The import runs in a process of its own on a database of its own, so that neither the tracker nor its head matters.
Run as a module it is that process: `python -m incidents.management.fixture DIRECTORY FILE`.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path


class FixtureError(Exception):
    """The fixture could not be made; the message says why."""


def write_fixture(directory: Path, file: Path) -> int:
    """Write the fixture of a coding to a file and return how many events it holds.

    The file appears, or is replaced, when the fixture is complete. Raises FixtureError and OSError.
    """
    part = file.with_name(f"{file.name}.part")
    if file.is_dir():
        raise FixtureError(f"{file} is a folder; give the name of a file in it.")
    part.touch()  # before the work: whether it can be written at all
    try:
        with tempfile.TemporaryDirectory() as scratch:
            events = _run(directory, Path(scratch))
            shutil.copyfile(Path(scratch) / FIXTURE, part)
        os.replace(part, file)
    finally:
        part.unlink(missing_ok=True)
    return events


FIXTURE = "fixture.json"


def _run(directory: Path, scratch: Path) -> int:
    """Import into a database in `scratch`, write the fixture beside it, and return the number of events."""
    from django.conf import settings

    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{scratch}/fixture.sqlite3"}
    command = [sys.executable, "-m", __name__, str(directory.resolve()), str(scratch / FIXTURE)]
    done = subprocess.run(command, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = done.stderr.strip().splitlines()
        raise FixtureError(said[-1] if said else "The import failed without a word.")
    return int(done.stdout)


def _main(directory: str, file: str) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    django.setup()

    from django.core import serializers
    from django.core.management import call_command

    from incidents.codebook.errors import CodebookError
    from incidents.dispatch.recording import fixed
    from incidents.imports.seeds import import_coding
    from incidents.log.models import Event

    call_command("migrate", verbosity=0)
    try:
        import_coding(Path(directory), recording=fixed())
    except CodebookError as error:
        sys.exit(str(error))
    # The clock is fixed to whole seconds: Django's JSON serializer keeps no microseconds.
    with Path(file).open("w", encoding="utf-8") as stream:
        serializers.serialize("json", Event.objects.order_by("position"), stream=stream, indent=1)
        stream.write("\n")
    sys.stdout.write(str(Event.objects.count()))


if __name__ == "__main__":
    _main(*sys.argv[1:])
