"""How a process begins that builds rows beside a rebuild.

Nothing of the app is imported here, because Django is not ready before `begin`.
"""

import gc
import os
import signal
from multiprocessing import parent_process
from pathlib import Path
from threading import Thread

import django
from django.db import DEFAULT_DB_ALIAS, connections

VIEWS = "views.sqlite3"  # the file with the versions of sources and actors, where the database is SQLite's


def begin(database: str, shared: Path | None) -> None:
    """Make Django ready for the database of this name; VIEWS in the directory `shared` is read beside it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who interrupts a rebuild means the rebuild, which ends this process
    Thread(target=_end_with_parent, daemon=True).start()
    gc.disable()  # building makes no circles of objects
    django.setup()
    connection = connections[DEFAULT_DB_ALIAS]
    connection.settings_dict["NAME"] = database
    if shared is not None:
        with connection.cursor() as cursor:
            cursor.execute("ATTACH DATABASE %s AS shared", [str(shared / VIEWS)])


def _end_with_parent() -> None:
    parent_process().join()
    os._exit(1)
