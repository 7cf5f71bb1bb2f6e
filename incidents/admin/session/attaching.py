"""The text of a source that is not held here: a file is taken where its hash is the registered one.

A source that was only cited becomes held by it: its digests are recorded with the text.
"""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents import texts
from incidents.admin.base import person
from incidents.admin.errors import translated
from incidents.admin.session.intake import LONGEST, TEXT_ERRORS, digests
from incidents.dispatch import dispatch, together
from incidents.domain.errors import DomainError
from incidents.domain.source import CorrectSource
from incidents.models import Source
from incidents.texts import TextError


class AttachForm(forms.Form):
    """The file with the text of a source."""

    upload = forms.FileField(label=gettext_lazy("File of the text"), allow_empty_file=True)


def attach(request: HttpRequest, row: Source) -> HttpResponse:
    """Take the file of a form as the text of a source; say what came of it on the page of the session."""
    form = AttachForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose the file with the text."))
    elif form.cleaned_data["upload"].size > 4 * LONGEST:
        messages.error(request, _("This file is too large for an article; check which one you chose."))
    else:
        _take(request, row, form.cleaned_data["upload"].read())
    return HttpResponseRedirect(reverse("admin:incidents_source_session", args=[row.pk]))


def _take(request: HttpRequest, row: Source, data: bytes) -> None:
    try:
        with together():
            if not row.held:
                file = {"file": request.FILES["upload"].name}
                command = CorrectSource(id=str(row.pk), changes={**file, **digests(data)})
                dispatch(command, person=person(request), expected={str(row.pk): row.version})
            known = digests(data) if not row.held else {"file_sha256": row.file_sha256, "text_sha256": row.text_sha256}
            texts.attach(data, file_sha256=known["file_sha256"], text_sha256=known["text_sha256"])
    except TextError as error:
        messages.error(request, TEXT_ERRORS.get(error.code, error.message))
    except UnicodeDecodeError:
        messages.error(request, TEXT_ERRORS["not_utf8"])
    except DomainError as error:
        messages.error(request, translated(error))
    else:
        messages.success(request, _("The text is held now, and its passages can be read."))
