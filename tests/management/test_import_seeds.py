"""manage.py import_seeds: what it says, and what it refuses."""

import subprocess
import sys

import pytest
from django.core.management import CommandError

from incidents.log import read
from incidents.texts import SourceText
from tests.imports.small import ARTICLES
from tests.imports.support import last_line, nothing_recorded, run
from tests.paths import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("project")]

FIRST = "3 sources, 6 actors, 2 incidents, 2 statements, 2 links recorded; 24 events; 0 records were there already"
AGAIN = "0 sources, 0 actors, 0 incidents, 0 statements, 0 links recorded; 0 events; 15 records were there already"


def test_it_closes_with_a_line_of_counts():
    assert run("import_seeds") == f"{FIRST}\n"
    assert read.head().position == 24


def test_a_second_run_says_that_it_added_nothing():
    run("import_seeds")
    head = read.head()
    assert run("import_seeds") == f"{AGAIN}\n"
    assert read.head() == head


def test_a_dry_run_says_what_it_would_do_and_does_not(project):
    printed = run("import_seeds", dry_run=True, articles=project / "articles")
    assert last_line(printed) == f"Dry run, nothing recorded: {FIRST}"
    assert printed.startswith("2 texts attached, 0 there already, ")
    assert nothing_recorded() and not SourceText.objects.exists()


def test_a_dry_run_finds_faults_too(project):
    path = project / "seeds" / "links.yaml"
    path.write_text(path.read_text().replace("REPLIES_TO", "ANSWERS"))
    with pytest.raises(CommandError, match=r"^links\.yaml, line 11, links\[1\]\.type: “ANSWERS” is no code of links"):
        run("import_seeds", dry_run=True)


def test_it_attaches_the_originals(project):
    printed = run("import_seeds", articles=project / "articles").splitlines()
    assert printed[0].startswith("2 texts attached, 0 there already, ") and printed[0].endswith(" passages readable")
    assert printed[-1] == FIRST
    assert SourceText.objects.count() == 2


def test_what_is_refused_is_named_and_the_rest_goes_on(project):
    name = next(iter(ARTICLES))
    (project / "articles" / name).write_text("something else")
    printed = run("import_seeds", articles=project / "articles").splitlines()
    assert printed[0].startswith(f"{name}: refused, this is not the file that was coded")
    assert printed[1].startswith(f"{name}: not found in the folder")
    assert printed[2].startswith("1 texts attached, ")
    assert printed[-1] == FIRST


@pytest.mark.parametrize("name", ["nowhere", "seeds/links.yaml"])
def test_articles_that_are_no_folder_are_refused_before_anything_is_recorded(project, name):
    with pytest.raises(CommandError, match="is no folder; give the folder that holds the articles"):
        run("import_seeds", articles=project / name)
    assert nothing_recorded()


@pytest.mark.parametrize("option", ["dry_run", "articles"])
def test_a_fixture_is_written_by_itself(project, option):
    with pytest.raises(CommandError, match="Give --fixture alone"):
        run("import_seeds", fixture=project / "f.json", **{option: project / "articles"})
    assert not (project / "f.json").exists()


def test_without_seeds_it_says_what_is_missing(project):
    (project / "seeds").rename(project / "elsewhere")
    with pytest.raises(CommandError, match=r"^sources\.yaml, line 1: The file is missing: put it there\.$"):
        run("import_seeds")


def test_a_database_without_tables_is_told_what_it_needs(tmp_path, clean_environment):
    environment = {**clean_environment, "DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3"}
    command = [sys.executable, str(ROOT / "manage.py"), "import_seeds"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.strip() == "CommandError: The database has no tables yet; run manage.py migrate first."
