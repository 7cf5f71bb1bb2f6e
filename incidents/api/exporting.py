"""Exports: the records of a list as a file, streamed, all of it as of one position."""

from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from incidents.api.answers import answer
from incidents.api.endpoint import Endpoint
from incidents.api.filters.data import EXPORTS
from incidents.api.reading import PLURALS
from incidents.exports.dictionary import describe
from incidents.exports.streams import Export, prepare

DEFAULT = "ndjson"


class AsAsked(BaseContentNegotiation):
    """The parameter `format` says which kind of file is wanted, whatever the client accepts."""

    def select_parser(self, request: Request, parsers: list[Any]) -> Any:
        return parsers[0] if parsers else None

    def select_renderer(
        self, request: Request, renderers: list[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        return renderers[0], renderers[0].media_type


class ExportEndpoint(Endpoint):
    """The records of a kind as a file."""

    kind: str = ""
    content_negotiation_class = AsAsked

    def get(self, request: Request) -> StreamingHttpResponse:
        export = prepare(
            self.kind,
            self.given.get("format", DEFAULT),
            person=self.person,
            as_of=self.as_of,
            wanted=EXPORTS[self.kind].wanted(self.given),
            order=self.given.get("order"),
        )
        return StreamingHttpResponse(
            export.pieces(), content_type=export.media_type, headers=self._headers(request, export)
        )

    def _headers(self, request: Request, export: Export) -> dict[str, str]:
        dictionary = reverse(f"api:{PLURALS[self.kind]}_export_dictionary")
        address = request.build_absolute_uri(f"{dictionary}?format={export.format}")
        return {
            "Content-Disposition": f'attachment; filename="{export.file_name}"',
            "Link": f'<{address}>; rel="describedby"; type="application/json"',
            "X-As-Of": str(export.cut.as_of),
            "X-Codebook-Version": export.codebook,
            "Cache-Control": "private, no-cache",
        }


class DictionaryEndpoint(Endpoint):
    """What the columns of an export hold."""

    kind: str = ""

    def get(self, request: Request) -> HttpResponse:
        return answer(describe(self.kind, self.given.get("format", DEFAULT)))
