"""Imports in incidents/ point downwards only, and the other rules that keep one write door."""

import ast
from pathlib import Path

import pytest

from tests.architecture.layers import EDGES, LAYERS, imports, violations
from tests.paths import ROOT


def modules(top: str) -> list[Path]:
    return sorted((ROOT / top).rglob("*.py"))


def dotted(path: Path) -> str:
    """Return a file's module name; a package's __init__.py has the package's."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_every_module_keeps_to_its_layer():
    found = [
        sentence
        for path in modules("incidents")
        for sentence in violations(dotted(path), path.read_text(), package=path.name == "__init__.py")
    ]
    assert not found, "\n" + "\n".join(found)


def test_the_package_itself_imports_nothing():
    assert list(imports(ast.parse((ROOT / "incidents" / "__init__.py").read_text()), "incidents", True)) == []


def test_the_project_package_reaches_the_edges_only():
    reached = {
        target
        for path in modules("tracker")
        for _, target in imports(ast.parse(path.read_text()), dotted(path), path.name == "__init__.py")
        if target.startswith("incidents")
    }
    assert {target.split(".")[1] for target in reached} <= set(EDGES)


def test_every_folder_with_code_is_a_known_layer():
    folders = {path.relative_to(ROOT / "incidents").parts[0] for path in modules("incidents")}
    assert {name.removesuffix(".py") for name in folders} - {"__init__"} <= LAYERS.keys()


BAD = {
    "a lower layer reaches up": ("incidents.domain.incident", "from incidents.log import append"),
    "inside a function": ("incidents.log.append", "def f():\n    import incidents.readmodels.project"),
    "under TYPE_CHECKING": ("incidents.log.append", "if TYPE_CHECKING:\n    from incidents.domain import claims"),
    "relative, two levels": ("incidents.log.append", "from ..readmodels import project"),
    "relative, from a package": ("incidents.readmodels.models", "from ...incidents.texts import Text"),
    "one name of the app": ("incidents.log.read", "from incidents import dispatch"),
    "relative, one name of the app": ("incidents.log.read", "from .. import dispatch"),
    "an edge reaches another": ("incidents.admin.incidents", "from incidents.api import serializers"),
    "the facade from below": ("incidents.readmodels.project", "from incidents.models import Event"),
    "more than the importers' part": ("incidents.imports.seeds", "from incidents.readmodels import models"),
    "a name that only begins alike": ("incidents.imports.seeds", "from incidents.log import reader"),
    "Django in the domain": ("incidents.domain.dates", "from django.db import models"),
    "Django in the codebook": ("incidents.codebook.loader", "import django.conf"),
    "Django while reading": ("incidents.reading.quotes", "from django.db import models"),
    "YAML in the domain": ("incidents.domain.values", "import yaml"),
    "a write below the cursor": ("incidents.dispatch.desk", "from incidents.log.driver import run"),
    "the way below the cursor": ("incidents.api.finding", "from incidents.log import driver"),
    "a driver in the log": ("incidents.log.append", "import psycopg"),
    "a clock in the domain": ("incidents.domain.incident", "import datetime\nx = datetime.datetime.now()"),
    "random ids in the domain": ("incidents.domain.incident", "import uuid\nx = uuid.uuid4()"),
    "time in the domain": ("incidents.domain.incident", "from time import monotonic"),
    "a raw cursor": ("incidents.dispatch", "with connection.cursor() as cursor: pass"),
    "a copy": ("incidents.imports.rows", "with cursor.copy('COPY x FROM STDIN') as copy: pass"),
    "a signal": ("incidents.readmodels.project", "from django.db.models.signals import post_save"),
    "signals by attribute": ("incidents.readmodels.project", "from django.db import models\nmodels.signals.post_save"),
    "a signal of our own": ("incidents.dispatch", "from django.dispatch import Signal"),
    "another signal in apps.py": ("incidents.apps", "from django.db.models.signals import post_save"),
    "an import by name": ("incidents.dispatch", "import importlib\nimportlib.import_module('incidents.api')"),
    "a model in the facade": ("incidents.models", "class Extra: pass"),
    "the tests": ("incidents.imports.seeds", "from tests.factories import incident"),
    "an unknown layer": ("incidents.helpers.strings", ""),
    "an unknown module": ("incidents.utils", ""),
}
GOOD = {
    "its own layer": ("incidents.domain.incident", "from incidents.domain import claims\nfrom .dates import parse"),
    "a package's own module": ("incidents.log", "from .append import append", True),
    "downwards": ("incidents.dispatch", "from incidents.domain import incident\nfrom incidents.log import append"),
    "a question below the cursor": ("incidents.dispatch.desk", "from incidents.log.driver import Question, ask"),
    "the importers' part": ("incidents.imports.seeds", "from incidents.log.read import head\nimport yaml"),
    "Django's post_migrate in apps.py": ("incidents.apps", "from django.db.models.signals import post_migrate"),
    "the facade from an edge": ("incidents.admin.incidents", "from incidents.models import Incident"),
    "a raw cursor in the log": ("incidents.log.append", "with connection.cursor() as cursor: pass"),
    "a dictionary's copy": ("incidents.dispatch", "facts = facts.copy()"),
}


@pytest.mark.parametrize("sample", BAD.values(), ids=BAD.keys())
def test_a_broken_rule_is_found(sample):
    assert violations(*sample)


@pytest.mark.parametrize("sample", GOOD.values(), ids=GOOD.keys())
def test_what_is_allowed_is_left_alone(sample):
    module, source, *package = sample
    assert violations(module, source, package=bool(package)) == []
