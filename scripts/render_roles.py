"""Who may do and see what, as a page of Markdown tables: `python -m scripts.render_roles > docs/roles.md`.

What stands in `incidents.permissions` and in the migration that makes the groups is read from there; `render` is pure.
"""

import sys
from collections.abc import Iterable
from importlib import import_module

from incidents.domain import claiming
from incidents.domain.catalogue import CATALOGUE
from incidents.domain.person import ROLES
from incidents.domain.values import Command
from incidents.permissions import ROLE_FOR
from scripts.render_events import purpose

MIGRATION = "incidents.migrations.0002_roles"

INTRODUCTION = """\
# Roles

Made from the code by `python -m scripts.render_roles > docs/roles.md`; change the code, not this page.

Four groups, made by a migration, are the roles. They rise: each may do what the one before it may. A superuser counts
as an administrator and keeps people and their roles. Whoever has no role reads what is public, and nothing else.
Dispatch asks `incidents.permissions` before anything is decided, so a role holds for the admin, the API, importers and
scripts alike; a page that a role does not cover answers 403.

| Role | In short |
| --- | --- |
| `reader` | reads what is not public yet, but not the log |
| `curator` | reads the log; records, corrects, grades, links, submits |
| `editor` | also reviews, publishes, merges and withdraws |
| `administrator` | also erases personal fields |

That a review is somebody else's is no matter of roles but a rule of the domain
([decision 5](decisions/0005-four-eyes.md))."""
COMMANDS = """\
## Commands

Which command leads to which event is in [events.md](events.md)."""
ERASING = """\
Erasing a personal field (`manage.py redact`) is no command of a stream; it needs the role administrator."""
SEEING = """\
## What each role sees in the admin

Names are those of the permissions that the groups have (`view_…`)."""


def render() -> str:
    """Return the whole page, ending with a line break."""
    parts = [INTRODUCTION, COMMANDS]
    for name, kind in CATALOGUE.items():
        own = [command for command in kind.commands if command not in claiming.COMMANDS]
        parts += [f"### {name.capitalize()}", _commands(own)]
    parts += ["### Claims of incidents, statements and actors", _commands(claiming.COMMANDS), ERASING]
    return "\n\n".join([*parts, SEEING, _seen()]) + "\n"


def _commands(commands: Iterable[type[Command]]) -> str:
    rows = [(f"`{command.__name__}`", *_marks(ROLE_FOR[command]), purpose(command)) for command in commands]
    return _table(("Command", *ROLES, "What is asked"), rows)


def _marks(needed: str) -> list[str]:
    """Return a mark for each role, from the lowest one."""
    return ["yes" if rank >= ROLES.index(needed) else "–" for rank in range(len(ROLES))]


def _seen() -> str:
    seen_by = import_module(MIGRATION).SEEN_BY
    models = dict.fromkeys(model for role in ROLES for model in seen_by[role])
    rows = [(f"`{model}`", *("yes" if model in seen_by[role] else "–" for role in ROLES)) for model in models]
    return _table(("Rows of", *ROLES), rows)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    sys.stdout.write(render())
