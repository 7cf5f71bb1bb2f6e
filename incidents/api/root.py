"""The root of the API: where its resources are."""

from django.http import HttpResponse
from django.urls import reverse
from rest_framework.request import Request

from incidents.api.answers import answer
from incidents.api.endpoint import Endpoint

RESOURCES = (
    "incidents", "statements", "actors", "sources", "links", "claims", "codebook", "search", "events", "schema", "docs",
)  # fmt: skip


class RootEndpoint(Endpoint):
    def get(self, request: Request) -> HttpResponse:
        return answer({name: request.build_absolute_uri(reverse(f"api:{name}")) for name in RESOURCES})
