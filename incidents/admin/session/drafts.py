"""What a browser sends of a session: the items of its basket as they were typed, and how the session ends."""

import unicodedata
from typing import Any, Literal

import msgspec

from incidents.admin.session.places import Place


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One value of one property; `given` by input. Without passages and judgement it rests on those of its item."""

    id: str
    property: str
    given: dict[str, Any] = {}
    passages: tuple[Place, ...] = ()
    judgement: str = ""
    credibility: int | None = None
    note: str = ""


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that the basket records.

    incident, statement and actor open the record `record`, source registers one that the article cites (`about` is
    what is known of it); claim puts its rows on a record that is there (or is opened in the same basket), evidence
    rests `claim` on further passages, report adds an account of a statement, credit says what the source credits as
    its origin. `version` is that of a record which was there when it was chosen.
    """

    id: str
    kind: Literal["source", "incident", "statement", "actor", "claim", "evidence", "report", "credit"]
    record: str
    record_kind: str = ""
    version: int | None = None
    title: dict[str, str] = {}
    actor_kind: str = ""
    directness: str = ""
    claim: str = ""
    basis: str = ""
    about: dict[str, str] = {}
    passages: tuple[Place, ...] = ()
    relay: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


class Ending(msgspec.Struct, frozen=True, kw_only=True):
    """How the session ends; `open` leaves the source as it was assessed before."""

    outcome: Literal["coded", "nothing_codable", "copy_of", "open"] = "coded"
    of: str = ""
    submit: bool = False


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A whole session. `version` is that of the source when the page was made."""

    key: str
    version: int
    items: tuple[Item, ...] = ()
    ending: Ending = Ending()
    reason: str = ""


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a session was not recorded, and where: an item, a row of it and an input of that; empty for the whole.

    `claim` is one that says the same already, `actual` the version that a record has by now, `changes` what happened
    to it in between.
    """

    message: str
    code: str
    item: str = ""
    row: str = ""
    part: str = ""
    claim: str = ""
    record: str = ""
    actual: int | None = None
    changes: tuple[str, ...] = ()


def normalised(text: str | None) -> str:
    """Return a text as the domain wants it: trimmed, line ends as one character, in Unicode form NFC."""
    return unicodedata.normalize("NFC", (text or "").replace("\r\n", "\n").replace("\r", "\n")).strip()
