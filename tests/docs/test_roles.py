"""docs/roles.md is what the renderer makes of today's permissions, and says what each role may do."""

import re

from incidents.domain.person import ROLES
from incidents.permissions import ROLE_FOR
from scripts.render_roles import render
from tests.paths import ROOT

ROW = re.compile(r"^\| `(\w+)` \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|", re.MULTILINE)


def test_the_page_is_fresh():
    page = (ROOT / "docs" / "roles.md").read_text("utf-8")
    assert page == render(), "Run: python -m scripts.render_roles > docs/roles.md"


def test_it_has_a_row_for_each_command_and_a_mark_for_each_role():
    rows = {name: marks for name, *marks in ROW.findall(render()) if name[0].isupper()}
    lowest = {command.__name__: ROLES.index(role) for command, role in ROLE_FOR.items()}
    assert rows == {
        name: ["yes" if rank >= needed else "–" for rank in range(len(ROLES))] for name, needed in lowest.items()
    }
