"""Every refusal of the domain has a code, a sentence that says what to do, and a test that names the code."""

import ast
from pathlib import Path

import pytest

from incidents import domain
from incidents.domain import errors

HERE = Path(__file__).parent
MODULES = sorted(Path(domain.__file__).parent.rglob("*.py"))
ERRORS = {name for name, one in vars(errors).items() if isinstance(one, type) and issubclass(one, Exception)}


def raised(module: Path) -> list[ast.Call]:
    """Return the calls in a module that make an error of the domain."""
    return [
        node
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ERRORS
    ]


REFUSALS = [(module.stem, call) for module in MODULES for call in raised(module)]
CODES = {call.args[0].value for _, call in REFUSALS if call.args and isinstance(call.args[0], ast.Constant)}


def named_in(module: Path) -> set[str]:
    """Return the strings that a module of tests holds outside its docstrings."""
    return {
        node.value
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_code_is_named_by_a_test():
    tests = [module for module in HERE.glob("*.py") if module != Path(__file__)]
    named = set().union(*map(named_in, tests))
    assert CODES - named == set()
    assert len(CODES) > 60


@pytest.mark.parametrize(("module", "call"), REFUSALS, ids=lambda part: part if isinstance(part, str) else "")
def test_a_refusal_is_written_out_where_it_is_raised(module, call):
    code, message, *field = call.args
    assert isinstance(code, ast.Constant) and isinstance(message, ast.Constant), f"{module}:{call.lineno}"
    assert code.value.isidentifier() and code.value == code.value.lower()
    assert message.value.endswith(".") or message.value == "{reason}"  # a date's own advice
    assert len(field) <= 1


def test_a_code_means_one_thing():
    """The same code may be raised in several places, but not as a malformed value here and a refusal there."""
    classes = {}
    for _, call in REFUSALS:
        classes.setdefault(call.args[0].value, set()).add(call.func.id)
    assert {code: found for code, found in classes.items() if len(found) > 1} == {}
