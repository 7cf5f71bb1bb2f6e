"""How a process begins that works beside another one (see `processes`).

Nothing of the app is imported here, because Django is not ready before `begin`.
"""

import os
import signal
from multiprocessing import parent_process
from threading import Thread

import django
from django.db import DEFAULT_DB_ALIAS, connections


def begin(database: str) -> None:
    """Make Django ready for the database of this name, and end when the process that asked for this one ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is meant for that process, which ends this one
    Thread(target=_end_with_parent, daemon=True).start()
    django.setup()
    connections[DEFAULT_DB_ALIAS].settings_dict["NAME"] = database


def _end_with_parent() -> None:
    parent_process().join()
    os._exit(1)
