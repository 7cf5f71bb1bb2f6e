"""Many records of every kind at once, so that lists and pages can be measured."""

from typing import Any

from incidents.dispatch import dispatch
from incidents.domain.claiming import AddNote
from incidents.domain.values import Command
from incidents.log import guard
from incidents.models import Receipt, SourceText
from tests.factories import (
    ActorFactory,
    IncidentFactory,
    LinkFactory,
    SourceFactory,
    StatementFactory,
    digest,
    passage,
    report,
    uid,
)
from tests.people import OWNER


class Named:
    """A record that is opened in the same batch: what factories ask of a row."""

    def __init__(self, kind: str, *name: Any) -> None:
        self.id = uid(kind, *name)
        self._meta = type("Meta", (), {"model_name": kind})

    def __str__(self) -> str:
        return self.id


def make_many(count: int, name: str) -> None:
    """Record that many sources, actors, incidents, statements and links, each naming its own neighbours."""
    commands = [command for number in range(count) for command in _one(name, number)]
    dispatch(commands, person=OWNER)
    for number in range(count):
        text = f"{name} {number}"
        SourceText.objects.create(text_sha256=digest(f"held {text}"), file_sha256=digest(f"file {text}"), text=text)
        with guard.writing():
            Receipt.objects.create(
                id=uid("receipt", text),
                person="alice",
                key=text,
                body_sha256=digest(text),
                first_position=number + 1,
                last_position=number + 2,
            )


def _one(name: str, number: int) -> list[Command]:
    source, outlet, state, speaker, incident, statement = (
        str(Named(kind, name, number, part))
        for kind, part in (
            ("source", ""), ("actor", "outlet"), ("actor", "state"), ("actor", "speaker"), ("incident", ""),
            ("statement", ""),
        )
    )  # fmt: skip
    told = {
        "date": "2024-06-21",
        f"participant:{state}:represented_state_protesting": {},
        "issue": ["BORDER", "SANCTIONS"],
        "occurrence": "reported",
    }
    where = (passage(source),)
    actor = {"name": f"{name} {number}", "country": None, "rank": None, "claims": {}, "evidence": ()}
    return [
        ActorFactory.command(id=outlet, kind="outlet", **actor),
        ActorFactory.command(id=state, kind="state", **{**actor, "country": "KOR"}),
        ActorFactory.command(id=speaker, kind="person", **actor),
        SourceFactory.command(
            id=source, held=True, kind="article", outlet=outlet, about={"language": "id"}, evidence=(), reliability="B"
        ),
        IncidentFactory.command(
            id=incident, title={"en": f"Incident {number}"}, type="SUMMONS", claims=told, evidence=where
        ),
        AddNote(kind="incident", id=incident, text="A remark."),
        StatementFactory.command(
            id=statement,
            speaker=speaker,
            act="DEMAND",
            gist={"en": f"Gist {number}"},
            incident=incident,
            about=None,
            claims={"addressee": state, "on_behalf_of": state},
            reports=(report(source),),
            evidence=where,
        ),
        LinkFactory.command(
            id=uid("link", name, number),
            start=Named("statement", name, number, ""),
            end=Named("incident", name, number, ""),
            type="RESPONDS_TO",
            confidence="high",
            rationale=None,
            evidence=where,
        ),
    ]
