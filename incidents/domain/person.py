"""Who asks: a name and roles. Four roles, each with all that the one before it may do."""

import msgspec

# Readers see what is not public yet, curators record and propose, editors publish, merge and withdraw, administrators
# keep the tracker.
ROLES = ("reader", "curator", "editor", "administrator")


class Person(msgspec.Struct, frozen=True):
    """Who sends a command or reads: a user name, as the log keeps it, and roles."""

    name: str
    roles: frozenset[str] = frozenset()

    def has(self, role: str) -> bool:
        """Say whether one of the person's roles covers this one."""
        return any(own in ROLES and ROLES.index(own) >= ROLES.index(role) for own in self.roles)


ANONYMOUS = Person("")
