"""tracker/settings.py: what the environment decides, and what production insists on."""

import subprocess
import sys
import threading

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.paths import ROOT
from tracker import settings

PRODUCTION = {
    "DEMARCHE_ENV": "production",
    "SECRET_KEY": "k" * 30 + "0123456789" * 3,
    "ALLOWED_HOSTS": "tracker.example, www.tracker.example",
}


@pytest.fixture
def loaded(clean_environment):
    """Return a function that loads the settings in a new process and evaluates an expression there."""

    def run(expression: str, **variables: str) -> subprocess.CompletedProcess:
        code = f"from tracker.settings import *; print(({expression}))"
        command = [sys.executable, "-c", code]
        return subprocess.run(command, cwd=ROOT, env=clean_environment | variables, capture_output=True, text=True)

    return run


def test_development_needs_nothing(loaded):
    result = loaded("ALLOWED_HOSTS, len(SECRET_KEY) >= 50, DATABASES['default']['NAME']")
    assert result.stdout.strip() == f"(['127.0.0.1', 'localhost'], True, {str(ROOT / 'db.sqlite3')!r})"


def test_the_secret_stays_the_same(loaded):
    assert loaded("SECRET_KEY").stdout == loaded("SECRET_KEY").stdout


def test_production_takes_its_own_values(loaded):
    result = loaded("ALLOWED_HOSTS, SECRET_KEY", **PRODUCTION)
    assert result.stdout.strip() == str((["tracker.example", "www.tracker.example"], PRODUCTION["SECRET_KEY"]))


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_production_insists(loaded, name):
    result = loaded("1", **(PRODUCTION | {name: " "}))
    assert result.returncode != 0
    assert (
        result.stderr.strip()
        .splitlines()[-1]
        .startswith(f"django.core.exceptions.ImproperlyConfigured: {name} is not set: ")
    )


def test_an_unknown_environment_is_refused(loaded):
    assert "set it to development or production" in loaded("1", DEMARCHE_ENV="prod").stderr


def test_production_is_fit_for_deployment(clean_environment):
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    environment = clean_environment | PRODUCTION | {"DATABASE_URL": "sqlite://:memory:"}
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert (result.returncode, result.stdout) == (0, "System check identified no issues (0 silenced).\n"), result.stderr


@pytest.mark.parametrize("url", ["mysql://localhost/demarche", "sqlserver"])
@pytest.mark.filterwarnings("ignore:Engine not recognized")
def test_other_databases_are_refused(url):
    with pytest.raises(ImproperlyConfigured, match="sqlite:// or postgres://"):
        settings.database(url)


@pytest.mark.parametrize("option", ["isolation_level=SERIALIZABLE", "server_side_binding=true"])
def test_options_that_the_log_cannot_work_with_are_refused(option):
    with pytest.raises(ImproperlyConfigured, match=f"must not set {option.split('=')[0]}: "):
        settings.database(f"postgres://u:p@h/n?{option}")


def test_neither_database_wraps_whole_requests():
    for url in ("sqlite:///x.sqlite3", "postgres://u:p@h/n"):
        assert settings.database(url)["ATOMIC_REQUESTS"] is False


def test_a_relative_sqlite_path_is_under_the_checkout():
    assert settings.database("sqlite:///x.sqlite3")["NAME"] == str(ROOT / "x.sqlite3")
    assert settings.database("sqlite:////srv/x.sqlite3")["NAME"] == "/srv/x.sqlite3"


@pytest.mark.django_db
def test_sqlite_is_set_for_one_writer_and_lasting_commits():
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("about SQLite")
    with connection.cursor() as cursor:
        values = [
            cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys", "wal_autocheckpoint")
        ]
    assert values == ["wal", 2, 30_000, 1, 16_000]
    assert connection.transaction_mode == "IMMEDIATE"


def test_processes_that_start_together_agree_on_the_secret(tmp_path):
    for round_number in range(20):
        path = tmp_path / f"secret-{round_number}"
        start, found = threading.Barrier(8), []

        def first_start(path=path, start=start, found=found):
            start.wait()
            found.append(settings.development_secret(path))

        threads = [threading.Thread(target=first_start) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(found) == 8 and len(set(found)) == 1
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(list(tmp_path.iterdir())) == 20
