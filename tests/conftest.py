"""What every test stands on: a test database like the real one, no network, and a log that the flush may empty."""

import gc
import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.db import connections
from django.test import TransactionTestCase, override_settings
from whitenoise.middleware import WhiteNoiseMiddleware

from tests.paths import SEEDS

# One fixed set of examples, so that a red suite is red again; no deadline, because two suites share two cores.
# `make test ARGS=--hypothesis-profile=explore` looks for new ones.
hypothesis.settings.register_profile("suite", derandomize=True, deadline=None, max_examples=100, database=None)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=2000, database=None, print_blob=True)
hypothesis.settings.load_profile("suite")


def pytest_collection() -> None:
    """Collect no garbage while tests are found: next to nothing of what that makes is ever let go."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Leave what is there now out of every later collection; thousands of tests and modules would be walked again."""
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
    gc.enable()


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class LoopbackSocket(socket.socket):
    """A socket that refuses every address outside this machine: tests reach nothing and nobody."""

    def connect(self, address):
        refuse_outside(self.family, address)
        return super().connect(address)

    def connect_ex(self, address):
        refuse_outside(self.family, address)
        return super().connect_ex(address)


def refuse_outside(family, address) -> None:
    if family in (socket.AF_INET, socket.AF_INET6) and not is_loopback(address[0]):
        raise AssertionError(f"A test tried to reach {address[0]}: tests stay on this machine.")


@pytest.fixture(scope="session", autouse=True)
def loopback_only() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "socket", LoopbackSocket)
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Hash passwords quickly: the real hasher takes its time on purpose."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="module", autouse=True)
def ids_from_the_beginning() -> None:
    """Count what factories make from the beginning for each module: its ids are the same whatever ran before it."""
    from tests.factories import RecordFactory

    for made in RecordFactory.__subclasses__():
        made.reset_sequence()


@pytest.fixture(scope="session", autouse=True)
def static_files_found_once() -> Iterator[None]:
    """Give every test client the static files that the first one found: each would look for all of them anew."""
    find, found = WhiteNoiseMiddleware.add_files_from_finders, {}

    def find_once(middleware: WhiteNoiseMiddleware) -> None:
        if not found:
            find(middleware)
            found.update(middleware.files)
        middleware.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", find_once)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, pytestconfig, tmp_path_factory) -> None:
    """Keep SQLite's test database in a file: in memory there is neither WAL nor a lock between connections.

    On PostgreSQL a second run (scripts/sharing.py) has a database of its own.
    """
    settings = connections["default"].settings_dict
    if connections["default"].vendor == "sqlite":
        settings["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
    elif pytestconfig.getoption("second", default=False):
        settings["TEST"]["NAME"] = f"test_{settings['NAME']}_second"


@pytest.fixture(scope="session", autouse=True)
def flush_opens_the_log() -> Iterator[None]:
    """Let the flush after a `transaction=True` test empty the tables that nobody else may empty."""
    flush = TransactionTestCase._fixture_teardown

    def flush_with_open_log(case: TransactionTestCase) -> None:
        from incidents.log import guard, triggers

        with guard.writing(), triggers.lifted(connections["default"]):
            flush(case)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", flush_with_open_log)
        yield


@pytest.fixture(scope="session")
def seed_articles() -> Path:
    """The directory with the original seed articles; tests that need it are skipped, saying so, where it is not."""
    if not SEEDS.is_dir():
        pytest.skip("needs the original seed articles in ../shared/seeds, which are not there")
    return SEEDS


@pytest.fixture
def clean_environment() -> dict[str, str]:
    """The environment for a command run by a test: this test's own, without what a person may have set."""
    own = (
        "DEMARCHE_ENV",
        "DEMARCHE_FOUR_EYES",
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "DATABASE_URL",
        "TEST_DATABASE_URL",
        "PORT",
        "ARTICLES",
    )
    make = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")
    return {name: value for name, value in os.environ.items() if name not in own + make}
