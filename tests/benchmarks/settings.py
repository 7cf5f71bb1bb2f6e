"""The project's settings, and the peers' apps where their packages are installed."""

from importlib.util import find_spec

from tracker.settings import *  # noqa: F403
from tracker.settings import DATABASES, INSTALLED_APPS, LOGGING

PEERS = {
    "simple_history": ["simple_history", "tests.benchmarks.peers.with_simple_history"],
    "reversion": ["reversion", "tests.benchmarks.peers.with_reversion"],
    "pghistory": ["pgtrigger", "pghistory", "tests.benchmarks.peers.with_pghistory"],
}
POSTGRESQL = DATABASES["default"]["ENGINE"].endswith("postgresql")
INSTALLED_APPS = [
    *INSTALLED_APPS,
    *(
        app
        for package, apps in PEERS.items()
        if find_spec(package) and (POSTGRESQL or package != "pghistory")
        for app in apps
    ),
]
PGTRIGGER_MIGRATIONS = False  # the tables of the benchmarks have no migrations
LOGGING = LOGGING | {"loggers": LOGGING["loggers"] | {"pgtrigger": {"level": "WARNING"}}}
