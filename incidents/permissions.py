"""Who may send which command. Dispatch asks, and so do the edges before they offer a thing."""

from collections.abc import Iterable
from typing import Any

from incidents.domain import actor, claiming, incident, link, source, statement
from incidents.domain.errors import DomainError
from incidents.domain.person import ANONYMOUS, ROLES, Person
from incidents.domain.values import Command

EDITORS_COMMANDS: tuple[type[Command], ...] = (
    source.WithdrawSource,
    actor.MergeActors,
    actor.ReverseActorMerge,
    actor.WithdrawActor,
    incident.ReviewIncident,
    incident.PublishIncident,
    incident.WithdrawIncident,
    incident.MergeIncidents,
    incident.ReverseIncidentMerge,
    statement.WithdrawStatement,
)
CURATORS_COMMANDS: tuple[type[Command], ...] = (
    source.RegisterSource,
    source.CorrectSource,
    source.CreditOrigin,
    source.ConfirmOrigin,
    source.WithdrawOrigin,
    source.GradeSource,
    source.AssessSource,
    source.DecideProposal,
    actor.RegisterActor,
    incident.OpenIncident,
    incident.RetitleIncident,
    incident.SubmitIncident,
    statement.RecordStatement,
    statement.ReportStatement,
    statement.WithdrawReport,
    *claiming.COMMANDS,
    link.LinkRecords,
    link.CorrectLink,
    link.WithdrawLink,
)
ROLE_FOR: dict[type[Command], str] = {
    **dict.fromkeys(CURATORS_COMMANDS, "curator"),
    **dict.fromkeys(EDITORS_COMMANDS, "editor"),
}


class ForbiddenError(DomainError):
    """The person's role does not cover the command (HTTP 403)."""


def person_of(user: Any, groups: Iterable[str] | None = None) -> Person:
    """Return the person behind a Django user: their groups are their roles; a superuser is an administrator.

    `groups` are the names of the user's groups where they are known; else they are looked up.
    """
    if not user.is_authenticated or not user.is_active:
        return ANONYMOUS
    names = user.groups.values_list("name", flat=True) if groups is None else groups
    groups = set(names) & set(ROLES)
    return Person(user.get_username(), frozenset(groups | ({"administrator"} if user.is_superuser else set())))


def may(person: Person, command: type[Command]) -> bool:
    """Say whether a person may send commands of this type."""
    return person.has(ROLE_FOR[command])


def require(person: Person, command: Command) -> None:
    """Refuse a command that the person's role does not cover. Raises ForbiddenError."""
    if not may(person, type(command)):
        raise ForbiddenError(
            "forbidden",
            "{command} needs the role {role}; ask an administrator for it.",
            None,
            command=type(command).__name__,
            role=ROLE_FOR[type(command)],
        )
