"""The schema and its pages: made once a process, since nothing in it depends on who asks."""

from functools import cache
from typing import Any

import msgspec
import yaml
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny

YAML, JSON = "application/vnd.oai.openapi", "application/vnd.oai.openapi+json"


@cache
def document() -> dict[str, Any]:
    """Return the schema."""
    return SchemaGenerator().get_schema(request=None, public=True)


@cache
def _written(media: str) -> bytes:
    if media == JSON:
        return msgspec.json.encode(document())
    return yaml.safe_dump(msgspec.to_builtins(document()), sort_keys=False, allow_unicode=True).encode()


@csrf_exempt
@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """Answer with the schema: YAML, or JSON for who accepts that."""
    media = JSON if "json" in request.headers.get("Accept", "") else YAML
    return HttpResponse(_written(media), content_type=f"{media}; charset=utf-8", headers={"Vary": "Accept"})


class Documentation(SpectacularSwaggerSplitView):
    """Swagger UI, in two requests: no script and no style stands in the page. Its icons are images in its own sheet."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    url_name = "api:schema"
    template_name = "incidents/api/docs.html"


documentation = csp_update({"img-src": ["data:"]})(Documentation.as_view())
