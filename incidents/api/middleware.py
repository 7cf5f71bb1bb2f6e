"""Problems for what never reaches a view of the API: unknown addresses, wrong hosts, faults of ours."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from incidents.api.problems import PROBLEM_JSON, SENTENCES, Problem

PREFIX = "/api/"
CODES = {400: "bad_request", 403: "csrf", 404: "not_found", 405: "method_not_allowed", 413: "body_too_large"}
SAFE = ("GET", "HEAD")
# Headers that an answer keeps when its body becomes a problem.
KEPT = ("Allow", "WWW-Authenticate", "Retry-After")


class ProblemMiddleware:
    """Turns Django's own pages for errors under /api/ into problem documents."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not request.path_info.startswith(PREFIX):
            return response
        if response.status_code == 301 and request.method not in SAFE:
            response.status_code = 308  # the address without its slash: the method and the body must not get lost
        if response.status_code < 400 or response.headers.get("Content-Type", "").startswith(PROBLEM_JSON):
            return response
        return _problem(response)


def _problem(response: HttpResponseBase) -> HttpResponse:
    fallback = "internal_error" if response.status_code >= 500 else "bad_request"
    code = CODES.get(response.status_code, fallback)
    kept = {name: response.headers[name] for name in KEPT if name in response.headers}
    return Problem(response.status_code, code, SENTENCES[code], headers=kept).response()
