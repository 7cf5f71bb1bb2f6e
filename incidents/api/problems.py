"""What goes wrong, as RFC 9457 documents: `application/problem+json` with a code, a sentence and where it belongs.

Every refusal of the layers below becomes a problem here, and is translated here, once.
"""

from http import HTTPStatus
from typing import Any

import msgspec
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions

from incidents.api import sentences
from incidents.domain.dates import DateError
from incidents.domain.errors import ConflictError, DomainError, InvalidValueError, UnknownRecordError
from incidents.log.errors import CanonicalError, LogError
from incidents.permissions import ForbiddenError
from incidents.readmodels.as_of import AsOfError
from incidents.readmodels.errors import FilterError

PROBLEM_JSON = "application/problem+json"
WAIT = 1  # seconds after which a busy database may be asked again

STATUS = {InvalidValueError: 400, UnknownRecordError: 422, ConflictError: 409, ForbiddenError: 403}
CODES = {
    exceptions.ParseError: "malformed_body",
    exceptions.NotAuthenticated: "not_authenticated",
    exceptions.PermissionDenied: "forbidden",
    exceptions.NotFound: "not_found",
    exceptions.MethodNotAllowed: "method_not_allowed",
    exceptions.NotAcceptable: "not_acceptable",
    exceptions.UnsupportedMediaType: "unsupported_media_type",
}
SENTENCES = {
    "not_authenticated": gettext_lazy("Sign in first: send a token, “Authorization: Token …”."),
    "not_found": gettext_lazy("There is nothing at this address."),
    "method_not_allowed": gettext_lazy("This address does not take this method; the header Allow names those it does."),
    "not_acceptable": gettext_lazy("This address answers in JSON; accept application/json."),
    "unsupported_media_type": gettext_lazy("Send JSON, with the content type application/json."),
    "forbidden": gettext_lazy("Your role does not cover this; ask an administrator for it."),
    "csrf": gettext_lazy("Send the CSRF token of your session in the header X-CSRFToken."),
    "length_required": gettext_lazy("Send the body with its length (Content-Length); chunked bodies are not read."),
    "body_too_large": gettext_lazy("This body is too large; split it."),
    "throttled": gettext_lazy("These were too many requests; wait as long as Retry-After says, or sign in."),
    "busy": gettext_lazy("The database is busy; try again in a moment."),
    "bad_request": gettext_lazy("This request cannot be read."),
    "internal_error": gettext_lazy("Something went wrong here; tell whoever keeps this tracker."),
}


class Fault(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One thing that is wrong, and where: a JSON pointer into the body, a query parameter, or a header."""

    code: str
    detail: str
    pointer: str | None = None
    parameter: str | None = None
    header: str | None = None


class Problem(Exception):
    """An answer that is a problem. `more` are further members of the document, `headers` those of the answer."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: Any = None,
        errors: list[Fault] | None = None,
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.detail = SENTENCES[code] if detail is None else detail
        self.errors = errors or []
        self.headers = headers or {}
        self.more = more

    @classmethod
    def of(cls, status: int, faults: list[Fault], **more: Any) -> "Problem":
        """Return the problem that these faults make; the first one speaks for all."""
        return cls(status, faults[0].code, faults[0].detail, faults, **more)

    def document(self) -> dict[str, Any]:
        """Return the problem as RFC 9457 writes it."""
        return {
            "type": f"urn:demarche:problem:{self.code}",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "code": self.code,
            "detail": str(self.detail),
            "errors": self.errors,
            **self.more,
        }

    def response(self) -> HttpResponse:
        """Return the answer, with the problem's own content type."""
        body = msgspec.json.encode(self.document())
        return HttpResponse(body, status=self.status, content_type=PROBLEM_JSON, headers=self.headers)


def handle(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """Answer an exception of a view; None for what nobody foresaw. Set as REST framework's exception handler."""
    problem = problem_of(error)
    if problem is None:
        return None
    header = getattr(error, "auth_header", None)
    response = problem.response()
    if problem.status == 401:
        response["WWW-Authenticate"] = header or "Token"
    if isinstance(error, exceptions.MethodNotAllowed):
        response["Allow"] = ", ".join(context["view"].allowed_methods)
    return response


def problem_of(error: Exception) -> Problem | None:
    """Return the problem that an exception is; None where it is a fault of ours."""
    match error:
        case Problem():
            return error
        case FilterError():
            return Problem.of(400, [Fault(code=error.code, detail=sentences.translated(error), parameter=error.field)])
        case DomainError():
            return _of_domain(error)
        case AsOfError():
            fault = Fault(code=error.code, detail=sentences.as_of(error), parameter="as_of")
            return Problem.of(400, [fault])
        case DateError():
            return Problem(400, error.code, sentences.translated(error))
        case LogError():
            return _of_log(error)
        case exceptions.APIException():
            return _of_framework(error)
        case Http404():
            return Problem(404, "not_found")
        case PermissionDenied():
            return Problem(403, "forbidden")
        case RequestDataTooBig():
            return Problem(413, "body_too_large")
        case SuspiciousOperation():
            return Problem(400, "bad_request")
        case OperationalError():
            return Problem(503, "busy", headers={"Retry-After": str(WAIT)})
    return None


def _of_domain(error: DomainError) -> Problem:
    status = next((status for form, status in STATUS.items() if isinstance(error, form)), 422)
    if isinstance(error, UnknownRecordError) and error.field == "id":
        status = 404
    fault = Fault(code=error.code, detail=sentences.translated(error), pointer=pointer(error.field))
    more = {} if error.command is None else {"command": error.command}
    return Problem(status, error.code, fault.detail, [fault] if error.field else [], **more)


def _of_log(error: LogError) -> Problem | None:
    detail = sentences.translated(error)
    if isinstance(error, CanonicalError):
        return Problem.of(400, [Fault(code=error.code, detail=detail, pointer=pointer(error.field))])
    if error.code in ("version_conflict", "duplicate_event"):
        return Problem(409, error.code, detail)
    return Problem(404, error.code, detail) if error.code == "unknown_position" else None


def _of_framework(error: exceptions.APIException) -> Problem:
    if isinstance(error, exceptions.AuthenticationFailed):
        return Problem(401, str(error.get_codes()), error.detail)
    if isinstance(error, exceptions.Throttled):
        return Problem(429, "throttled", headers={"Retry-After": str(max(1, round(error.wait or WAIT)))})
    code = next((code for form, code in CODES.items() if isinstance(error, form)), "bad_request")
    if isinstance(error, exceptions.PermissionDenied) and str(error.detail).startswith("CSRF"):
        code = "csrf"
    return Problem(error.status_code, code)


def pointer(field: str | None, prefix: str = "") -> str | None:
    """Return the JSON pointer for a field as the domain writes it: claims[0].value → /claims/0/value."""
    if field is None:
        return prefix or None
    parts = field.replace("[", ".").replace("]", "").split(".")
    return prefix + "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in parts if part)


def not_found() -> Problem:
    """Return the problem of a record that is not there, or not for this person: nobody learns which."""
    return Problem(404, "not_found", _("There is no such record."))
