"""Finding actors by any of their names, or by an office and a day: who was Russia's ambassador in Seoul?"""

from typing import Any

from django.http import HttpResponse

from incidents.api.filters.base import SIZE
from incidents.api.reading import ReadEndpoint
from incidents.api.records.writing import Asked, written
from incidents.readmodels import queries


class FoundEndpoint(ReadEndpoint):
    """What lists of found actors share."""

    def found(self, found: list[queries.Found]) -> HttpResponse:
        """Answer with the actors that were found, each with what it was found by."""
        asked = Asked(person=self.person, as_of=self.as_of)
        actors = written("actor", [one.actor for one in found], asked)
        told = ("by", "matched", "office", "since", "until", "certainly")
        results: list[dict[str, Any]] = [
            {"actor": actor, **{name: getattr(one, name) for name in told}}
            for actor, one in zip(actors, found, strict=True)
        ]
        return self.enveloped(results)


class FindEndpoint(FoundEndpoint):
    """Actors by words: names in any form, or an office, perhaps with a day."""

    def read(self) -> HttpResponse:
        return self.found(
            queries.find_actors(
                self.given["q"],
                person=self.person,
                as_of=self.as_of,
                office_in=self.given.get("office_in"),
                on=self.given.get("on"),
                size=self.given.get("size", SIZE),
            )
        )


class HoldersEndpoint(FoundEndpoint):
    """Those who hold or held an office, or the offices of a country, a rank, a host."""

    def read(self) -> HttpResponse:
        wanted = {name: self.given.get(name) for name in ("office", "country", "rank", "host", "on")}
        return self.found(queries.holders(person=self.person, as_of=self.as_of, **wanted))
