"""Every package is pinned, also those that packages need; and no list of packages names where to get them."""

import re
from importlib.metadata import requires

import pytest
from packaging.requirements import Requirement

from tests.paths import ROOT

PIN = re.compile(r"^[A-Za-z0-9._-]+(\[[a-z]+\])?==[A-Za-z0-9.]+ +# .+ \(.+\)$")


def lines(name: str) -> list[str]:
    text = (ROOT / name).read_text()
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def pinned(name: str) -> dict[str, Requirement]:
    """Return the requirements of a file and of those it includes, by normalised name."""
    found: dict[str, Requirement] = {}
    for line in lines(name):
        if line.startswith("-r "):
            found |= pinned(line.removeprefix("-r "))
        else:
            requirement = Requirement(line.split("#")[0].strip())
            found[normalised(requirement.name)] = requirement
    return found


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_each_line_is_a_pin_with_its_purpose_and_licence(name):
    assert [line for line in lines(name) if not line.startswith("-r ") and not PIN.match(line)] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_what_the_packages_need_is_pinned_too(name):
    pins = pinned(name)
    for requirement in pins.values():
        for extra in requirement.extras or {""}:
            needs = [Requirement(text) for text in requires(requirement.name) or []]
            missing = [
                need.name
                for need in needs
                if (need.marker is None or need.marker.evaluate({"extra": extra})) and normalised(need.name) not in pins
            ]
            assert missing == [], f"{requirement.name} needs {missing}"
