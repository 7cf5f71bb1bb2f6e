"""Imports: a table and its mapping in, drafts of the person who sends them out."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api.answers import answer
from incidents.api.bodies import too_large
from incidents.api.problems import Fault, Problem
from incidents.api.writing.endpoints import WritingEndpoint
from incidents.codebook.errors import YamlError
from incidents.domain.incident import OpenIncident
from incidents.imports.spreadsheet import TableError
from incidents.imports.uploads import LARGEST_FILE, Uploaded, import_upload

PARTS = ("file", "mapping", "dry_run")
YES = ("1", "true")
SEND = gettext_lazy("Send the table as the part “file” and its mapping as the part “mapping”, as multipart/form-data.")


class ImportEndpoint(WritingEndpoint):
    """A table with its mapping, as multipart/form-data."""

    parser_classes = (MultiPartParser,)

    def handle_exception(self, error: Exception) -> Response:
        """Say of another media type which one is taken here."""
        if isinstance(error, UnsupportedMediaType):
            error = Problem(415, "unsupported_media_type", SEND)
        return super().handle_exception(error)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        length = request.META.get("CONTENT_LENGTH") or ""
        if length.isdigit() and int(length) > LARGEST_FILE:
            raise too_large(LARGEST_FILE)

    def post(self, request: Request) -> HttpResponse:
        self.require_command(OpenIncident)
        for name in request.data:
            if name not in PARTS:
                detail = _("There is no part “{name}” here; send {known}.").format(name=name, known=", ".join(PARTS))
                raise Problem.of(400, [Fault(code="unknown_part", detail=detail, pointer=f"/{name}")])
        file, mapping = request.data.get("file"), request.data.get("mapping")
        if not isinstance(file, UploadedFile):
            raise missing("file")
        if not mapping:
            raise missing("mapping")
        try:
            done = import_upload(
                file.file,
                mapping.read() if isinstance(mapping, UploadedFile) else mapping,
                person=self.person,
                dry_run=self.dry_run or request.data.get("dry_run") in YES,
            )
        except YamlError as error:
            fault = Fault(code=error.code, detail=str(error), pointer="/mapping")
            raise Problem.of(400, [fault], line=error.line, field=error.field) from error
        except TableError as error:
            pointer = "/mapping" if error.code.startswith("mapping") or error.code == "invalid_source" else "/file"
            raise Problem.of(400, [Fault(code=error.code, detail=str(error), pointer=pointer)]) from error
        return answer(told(done))


def missing(part: str) -> Problem:
    """Return the problem of a part that was not sent."""
    return Problem.of(400, [Fault(code="missing_part", detail=str(SEND), pointer=f"/{part}")])


def told(done: Uploaded) -> dict[str, Any]:
    """Return what came of an import as the API says it."""
    counts = done.counts
    return {
        "as_of": done.position,
        "dry_run": done.dry_run,
        "read": counts.read,
        "recorded": counts.recorded,
        "evidence_added": counts.evidence_added,
        "skipped": counts.skipped,
        "rejected": counts.rejected,
        "summary": str(counts),
        "source": done.source,
        "rejects": done.rejects,
    }
