"""What ids stand for: looked up for a whole page at once, in one query for each kind of record."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any
from uuid import UUID

import msgspec
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from incidents.admin import labels
from incidents.models import Actor, Incident, Link, Source, Statement
from incidents.readmodels import related

ID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
END = 60  # characters of a link's end in its name
# Which names may stand for an actor in another language than English, best first: states go by their short ones.
OWN_NAMES = ("official", "short", "romanisation")
STATE_NAMES = ("short", "official")


def ids_in(value: Any) -> Iterator[str]:
    """Yield every record id in JSON, keys of properties included."""
    if isinstance(value, str):
        yield from ID.findall(value)
    elif isinstance(value, UUID):
        yield str(value)
    elif isinstance(value, dict):
        yield from ids_in(list(value.values()))
    elif isinstance(value, list | tuple | set):
        for item in value:
            yield from ids_in(item)


def actor_text(actor: Actor) -> str:
    """Return an actor's name in the page's language where it has a proper one, else the one it goes by."""
    if labels.language() == "en":
        return actor.name
    kinds = STATE_NAMES if actor.kind == "state" else OWN_NAMES
    own = [name for name in actor.names if name["language"] == "id" and name["kind"] in kinds]
    return min(own, key=lambda name: kinds.index(name["kind"]))["text"] if own else actor.name


def incident_text(incident: Incident) -> str:
    """Return an incident's title in the page's language."""
    return labels.bilingual(incident.titles, incident.title)


def statement_text(statement: Statement) -> str:
    """Return a statement's gist in the page's language."""
    return labels.bilingual(statement.gist, _("(no gist)"))


def source_text(source: Source) -> str:
    """Return what a source is called: its outlet and its title, else its kind and date."""
    outlet = actor_text(source.outlet) if source.outlet_id and source.outlet else _("unknown outlet")
    if source.title:
        return f"{outlet}: “{source.title}”"
    parts = (outlet, labels.label("source_kinds", source.kind), source.published)
    return ", ".join(part for part in parts if part)


def link_text(link: Link) -> str:
    """Return what a link says, with its ends where they were looked up."""
    words = labels.label("links", link.type)
    ends = getattr(link, "ends", None)
    return f"{Truncator(ends[0]).chars(END)} → {words} → {Truncator(ends[1]).chars(END)}" if ends else words


def claim_text(claim: Any) -> str:
    """Return the property of a claim."""
    return labels.property_name(claim.subject_kind, claim.property.split(":")[0])


TEXTS = {
    "actor": actor_text,
    "incident": incident_text,
    "statement": statement_text,
    "source": source_text,
    "link": link_text,
    "claim": claim_text,
}


def page_of(kind: str, id: Any) -> str:
    """Return the address of a record's page."""
    return reverse(f"admin:incidents_{kind}_change", args=[id])


class Named(msgspec.Struct, frozen=True):
    """A record by its name; `row` holds what the name is made of."""

    kind: str
    id: str
    row: Any

    @property
    def text(self) -> str:
        return TEXTS[self.kind](self.row)

    @property
    def url(self) -> str:
        return page_of(self.kind, self.id)

    @property
    def withdrawn(self) -> bool:
        return self.row.status == "withdrawn"

    @property
    def kind_name(self) -> str:
        return labels.kind_name(self.kind)

    @property
    def survivor(self) -> str:
        """The id of the record that stands for this one: its own unless it was merged."""
        return str(getattr(self.row, "merged_into_id", None) or self.id)

    def link(self) -> SafeString:
        """Return the name as a link, struck through where the record was withdrawn."""
        css = "record withdrawn" if self.withdrawn else "record"
        return format_html('<a class="{}" href="{}">{}</a>', css, self.url, self.text or _("(no name)"))


ById = Callable[[Iterable[str], Collection[str]], dict[str, tuple[str, Any]]]


def _today(ids: Iterable[str], kinds: Collection[str]) -> dict[str, tuple[str, Any]]:
    return related.by_id(ids, kinds=kinds)


class Names:
    """Records by id. An id that is none, or of a kind not asked for, is shown as it is."""

    def __init__(
        self, ids: Iterable[str] = (), kinds: Collection[str] = related.RECORD_KINDS, by_id: ById = _today
    ) -> None:
        found = by_id(ids, kinds)
        self._found = {id: Named(kind, id, row) for id, (kind, row) in found.items()}

    @classmethod
    def within(cls, *values: Any, kinds: Collection[str] = related.RECORD_KINDS, by_id: ById = _today) -> "Names":
        """Look up every id in JSON; links are named with their ends. `by_id` looks up what names were at another time.

        `by_id` is a function of ids and kinds, with the answer of `related.by_id`.
        """
        names = cls(set(ids_in(values)), kinds, by_id)
        links = [named.row for named in names.of_kind("link")]
        ends = cls({str(end) for row in links for end in (row.from_id, row.to_id)}, ("incident", "statement"), by_id)
        for row in links:
            row.ends = (ends.text(row.from_id), ends.text(row.to_id))
        return names

    def get(self, id: Any) -> Named | None:
        return self._found.get(str(id))

    def of_kind(self, kind: str) -> list[Named]:
        return [named for named in self._found.values() if named.kind == kind]

    def text(self, id: Any) -> str:
        """Return the name of a record, or its id."""
        named = self.get(id)
        return named.text if named else str(id)

    def link(self, id: Any) -> str | SafeString:
        """Return the name of a record as a link; a dash for None."""
        if not id:
            return labels.EMPTY
        named = self.get(id)
        return named.link() if named else format_html("<code>{}</code>", id)

    def links(self, ids: Iterable[Any]) -> list[str | SafeString]:
        return [self.link(id) for id in ids]
