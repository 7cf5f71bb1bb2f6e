"""A coding with one thing broken: what is changed, and what the error has to say.

A fault replaces `old`, which stands once in the file, by `new`. The error has to name `field` and the line of `at`
(the changed text, if nothing else is said), and what it `says` is looked for as it stands.
"""

from typing import NamedTuple

from tests.imports.small import ARTICLES, KEYS, digest, rendered


class Fault(NamedTuple):
    name: str
    file: str
    old: str
    new: str
    field: str | None
    says: str
    at: str | None = None

    @property
    def marked(self) -> str:
        """The text whose line the error has to name."""
        return rendered(self.at or self.new)


H0, H1 = (digest(ARTICLES[KEYS[name]]) for name in ("h0", "h1"))
