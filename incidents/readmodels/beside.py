"""How a process begins that builds rows beside a rebuild.

Nothing of the app is imported here but how such processes begin, because Django is not ready before `begin`.
"""

import gc
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connections

from incidents.log import beside

VIEWS = "views.sqlite3"  # the file with the versions of sources and actors, where the database is SQLite's


def begin(database: str, shared: Path | None) -> None:
    """Make Django ready for the database of this name; VIEWS in the directory `shared` is read beside it."""
    beside.begin(database)
    gc.disable()  # building makes no circles of objects
    if shared is not None:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute("ATTACH DATABASE %s AS shared", [str(shared / VIEWS)])
