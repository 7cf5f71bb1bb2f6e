"""Every role × every command: who may, may; who may not is told so, and nothing is recorded."""

import pytest

from incidents.dispatch import dispatch
from incidents.domain.catalogue import CATALOGUE
from incidents.domain.person import ROLES, Person
from incidents.domain.values import Command
from incidents.log import read
from incidents.models import Receipt
from incidents.permissions import ROLE_FOR, ForbiddenError, may
from tests.permissions.commands import PREPARED

pytestmark = pytest.mark.django_db

COMMANDS = sorted(PREPARED, key=lambda command: command.__name__)
EVERYBODY = ("nobody in particular", *ROLES)


def somebody(role: str) -> Person:
    """Return a person who has worked on nothing, with one role."""
    return Person("nadia", frozenset((role,) if role in ROLES else ()))


def allowed(role: str, command: type[Command]) -> bool:
    return role in ROLES and ROLES.index(role) >= ROLES.index(ROLE_FOR[command])


def test_every_command_has_its_role_and_its_test():
    commands = {command for kind in CATALOGUE.values() for command in kind.commands}
    assert ROLE_FOR.keys() == commands == PREPARED.keys()
    assert set(ROLE_FOR.values()) <= set(ROLES)


@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.__name__)
def test_a_role_covers_its_commands_and_no_others(command, role):
    asked, person, before = PREPARED[command](), somebody(role), read.head()
    assert may(person, command) is allowed(role, command)
    if allowed(role, command):
        recorded = dispatch(asked, person=person, key="mine").events
        assert [event.metadata["person"] for event in recorded] == ["nadia"]
        return
    with pytest.raises(ForbiddenError) as refusal:
        dispatch(asked, person=person, key="mine")
    assert (refusal.value.code, refusal.value.command) == ("forbidden", 0)
    assert refusal.value.params == {"command": command.__name__, "role": ROLE_FOR[command]}
    assert read.head() == before
    assert not Receipt.objects.exists()


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.__name__)
def test_one_forbidden_command_keeps_a_whole_batch_out(command):
    """What comes before it in the batch would be allowed to somebody with this role."""
    rank = ROLES.index(ROLE_FOR[command])
    below = somebody(ROLES[rank - 1])
    others = [one for one in COMMANDS if ROLE_FOR[one] == ROLES[rank - 1]]
    batch = [PREPARED[one]() for one in others[:1]] + [PREPARED[command]()]
    before = read.head()
    with pytest.raises(ForbiddenError) as refusal:
        dispatch(batch, person=below)
    assert refusal.value.command == len(batch) - 1
    assert read.head() == before
