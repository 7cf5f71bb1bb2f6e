"""What every address of the API does alike: who asks, which parameters it takes, as of when, and errors as problems."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import HttpResponseBase
from django.utils import timezone
from django.utils.functional import cached_property
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from incidents.api import query
from incidents.api.authentication import BySession, ByToken, person_asking
from incidents.api.bodies import require_length
from incidents.api.filters.base import Parameters
from incidents.api.operations import Operation
from incidents.api.problems import Fault, Problem
from incidents.api.throttles import Anonymous
from incidents.domain.person import ANONYMOUS, Person
from incidents.readmodels import queries


class Endpoint(APIView):
    """An address. `operations` documents its methods; `parameters` names the form of each method's query parameters.

    Nothing here opens a record: rows come from `readmodels.queries`, by person. A method that changes something goes
    through `dispatch`, which asks `permissions` itself.
    """

    authentication_classes = (ByToken, BySession)
    permission_classes = (AllowAny,)
    throttle_classes = (Anonymous,)
    renderer_classes = (JSONRenderer,)
    operations: ClassVar[Mapping[str, Operation]] = {}
    role: str | None = None  # of those who may read here; None for everybody

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse methods and parameters that are not taken, and who may not ask here."""
        if request.method not in self.allowed_methods:
            self.http_method_not_allowed(request)
        require_length(request)
        super().initial(request, *args, **kwargs)
        if request.method == "OPTIONS":
            return
        if self.role is not None and request.method in ("GET", "HEAD"):
            self.require(self.role)
        operation = self.operations.get(request.method) or self.operations.get("GET")
        self.form = operation.parameters if operation else Parameters
        self.given = self.form.read(query.parameters(request.META.get("QUERY_STRING", "")))

    def require(self, role: str) -> None:
        """Refuse a person without this role. Raises NotAuthenticated or Problem (403)."""
        if self.person == ANONYMOUS:
            raise NotAuthenticated
        if not self.person.has(role):
            raise Problem(403, "forbidden")

    @cached_property
    def person(self) -> Person:
        """Who asks."""
        return person_asking(self.request)

    @cached_property
    def as_of(self) -> int | None:
        """The position asked for, None for today. Raises AsOfError."""
        wanted = self.given.get("as_of")
        return None if wanted is None else queries.position_of(wanted, now=timezone.now())

    @cached_property
    def position(self) -> int:
        """The position that the answer holds for, to be cited; read before the rows are."""
        return queries.head().position if self.as_of is None else self.as_of

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Say that answers differ by person and language."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers["Vary"] = "Accept, Accept-Language, Authorization, Cookie"
        return response


def unknown_parameter(name: str, detail: str) -> Problem:
    """Return the problem of one parameter."""
    return Problem.of(400, [Fault(code="unknown_parameter", detail=detail, parameter=name)])
