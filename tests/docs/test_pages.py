"""The pages are true to the project: links, paths, functions, commands and variables that they name are there."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.core.management import get_commands

from tests.docs.pages import DECISIONS, PAGES, WRITTEN, anchors, blocks, links, name, prose, spans
from tests.paths import ROOT

NAMED_PATH = re.compile(
    r"(?:incidents|tracker|scripts|tests|docs|seeds|fixtures)(?:/[\w.-]+)+/?\Z|\w+\.(?:md|toml|txt)\Z"
)
NAMED_CODE = re.compile(r"`(incidents/[\w/]+\.py)(?:: |` `)(\w+)`")
MAKE = re.compile(r"(?<!apt install git )\bmake ([a-z][\w-]*)")
MANAGE = re.compile(r"\bmanage\.py ([a-z]\w+)")
OWN_COMMANDS = sorted(path.stem for path in (ROOT / "incidents/management/commands").glob("[!_]*.py"))


def commands(page: Path, pattern: re.Pattern[str]) -> set[str]:
    """Return what a pattern finds in the code of a page, not in its sentences."""
    code = [*spans(page), *(text for _, text in blocks(page))]
    return {found for text in code for found in pattern.findall(text)}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_to_files_and_headings(page):
    for target in links(page):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = unquote(target).partition("#")
        reached = page.parent / path if path else page
        assert reached.exists(), f"{name(page)} links to {target}, which is not there"
        if anchor:
            assert anchor in anchors(reached), f"{name(page)} links to {target}: {name(reached)} has no such heading"


@pytest.mark.parametrize("page", [*WRITTEN, *DECISIONS], ids=name)
def test_paths_that_are_named_exist(page):
    for span in spans(page):
        if NAMED_PATH.match(span):
            assert any((place / span).exists() for place in (ROOT, ROOT / "incidents", ROOT / "docs")), span


@pytest.mark.parametrize("page", [*WRITTEN, *DECISIONS], ids=name)
def test_functions_that_are_named_are_defined_there(page):
    for path, thing in NAMED_CODE.findall(page.read_text("utf-8")):
        defined = re.search(rf"^\s*(?:def|class) {thing}\b|^{thing}\b", (ROOT / path).read_text("utf-8"), re.MULTILINE)
        assert defined, f"{path} defines no {thing}"


@pytest.mark.parametrize("page", [*WRITTEN, *DECISIONS], ids=name)
def test_commands_that_are_named_exist(page):
    targets = set(re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert commands(page, MAKE) <= targets
    assert commands(page, MANAGE) <= get_commands().keys()


@pytest.mark.parametrize("command", OWN_COMMANDS)
def test_every_management_command_is_on_a_page(command):
    named = {word for page in WRITTEN for text in spans(page) for word in re.findall(r"\w+", text)}
    named |= {found for page in WRITTEN for found in commands(page, MANAGE)}
    assert command in named, f"say in README.md or docs/operations.md what manage.py {command} is for"


def test_every_setting_is_in_the_readme():
    sources = [*(ROOT / "tracker").glob("*.py"), *(ROOT / "scripts").glob("*.py")]
    reads = re.compile(r"(?:environ\.get|environ\[|required)\(?[\"']([A-Z_]+)[\"']")
    used = {found for path in sources for found in reads.findall(path.read_text("utf-8"))}
    assert {"DATABASE_URL", "SECRET_KEY"} <= used
    assert used - {"DJANGO_SETTINGS_MODULE"} <= set(spans(ROOT / "README.md"))


def test_decisions_are_numbered_without_gaps():
    assert [int(page.name[:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    for number, page in enumerate(DECISIONS, 1):
        assert prose(page).startswith(f"# {number}. "), f"{name(page)} begins with another number"


@pytest.mark.parametrize("page", DECISIONS, ids=name)
def test_a_decision_is_one_page_with_all_its_parts(page):
    text = page.read_text("utf-8")
    titles = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert [title for title in titles if title != "Figures"] == [
        "Context",
        "Considered",
        "Decision",
        "Consequences",
        "What would change our mind",
    ]
    assert "\nStatus: " in text
    assert len(text.splitlines()) <= 60
