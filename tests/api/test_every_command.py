"""Every command of the domain has an address, needs its role there, and can be sent in a batch."""

import pytest
from django.urls import resolve

from incidents.api.writing.actions import ACTIONS, COMMANDS
from incidents.domain import claiming
from incidents.domain.catalogue import CATALOGUE, CLAIMED
from incidents.permissions import ROLE_FOR
from tests.api.support import program
from tests.factories import uid
from tests.people import COLLEAGUE, OUTSIDER, OWNER, READER

EVERY = {command for kind in CATALOGUE.values() for command in kind.commands}


def address(action) -> str:
    path = action.path
    for name in ("id", "credit", "report"):
        path = path.replace(f"<str:{name}>", uid(name))
    return path


def test_every_command_has_an_address():
    assert {action.command for action in ACTIONS} == EVERY == set(COMMANDS.values())


def test_claims_of_every_kind_have_one():
    for command in (claiming.RecordClaim, claiming.AddNote, claiming.WithdrawPreference):
        assert {action.kind for action in ACTIONS if action.command is command} == set(CLAIMED)


def test_no_two_actions_share_an_address_or_a_name():
    assert len({action.path for action in ACTIONS}) == len({action.name for action in ACTIONS}) == len(ACTIONS)


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_every_address_is_there(action):
    assert resolve(f"/api/v1/{address(action)}").func.view_initkwargs["action"] is action


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_every_address_asks_for_its_role_before_anything_else(action, db):
    path = address(action)
    assert program().send(path).status_code == 401
    assert program(OUTSIDER).send(path).status_code == 403
    assert program(READER).send(path).status_code == 403
    assert program(COLLEAGUE, scope="read").send(path).status_code == 403
    needs = ROLE_FOR[action.command]
    allowed = program(OWNER).send(path).status_code
    assert (allowed == 403) is (needs == "editor")
    assert program(COLLEAGUE).send(path).status_code in (400, 404, 422, 428)
    assert (program(COLLEAGUE, scope="curate").send(path).status_code == 403) is (needs == "editor")
