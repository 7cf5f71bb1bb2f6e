"""The page on which a curator brings in a table of their own: a dry run first, then the drafts; rejects to download."""

from typing import Any

from django import forms
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin.base import person
from incidents.codebook.errors import YamlError
from incidents.domain.errors import DomainError
from incidents.domain.incident import OpenIncident
from incidents.imports.rejects import rejects_table
from incidents.imports.spreadsheet import TableError
from incidents.imports.uploads import LARGEST_FILE, LARGEST_MAPPING, Uploaded, import_upload
from incidents.permissions import may

LISTED = 50  # rejects shown on the page
REFUSED = 422


class ImportForm(forms.Form):
    """A table, and what its columns say: as a file, or written here."""

    file = forms.FileField(
        label=gettext_lazy("Table"), help_text=gettext_lazy("CSV or TSV, as a spreadsheet saves it.")
    )
    mapping_file = forms.FileField(label=gettext_lazy("Mapping, as a file"), required=False)
    mapping = forms.CharField(
        label=gettext_lazy("Mapping"),
        required=False,
        max_length=LARGEST_MAPPING,
        widget=forms.Textarea(attrs={"rows": 24, "cols": 80, "spellcheck": "false", "class": "mapping"}),
        help_text=gettext_lazy("What the columns say, in YAML; docs/imports.md explains every field."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("This table is too large: split it, or use manage.py import_events."))
        return file

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        written, uploaded = told.get("mapping"), told.get("mapping_file")
        if bool(written) == bool(uploaded) and "mapping" not in self.errors:
            self.add_error("mapping", _("Give the mapping: as a file, or written here, but not both."))
        return told

    def run(self, request: HttpRequest, *, dry_run: bool) -> Uploaded | None:
        """Import what was given; None where it was refused: the errors are on the form then."""
        mapping = self.cleaned_data["mapping"] or self.cleaned_data["mapping_file"].read()
        table = self.cleaned_data["file"].file
        try:
            return import_upload(table, mapping, person=person(request), dry_run=dry_run)
        except YamlError as error:
            self.add_error("mapping", str(error))
        except TableError as error:
            self.add_error("mapping" if error.code.startswith("mapping") else "file", str(error))
        except DomainError as error:
            self.add_error(None, str(error))
        return None


def urls(site: AdminSite) -> list[URLPattern]:
    """Return the addresses of the page."""
    return [
        path("import/", site.admin_view(view), {"site": site}, name="import"),
        path("import/rejects/", site.admin_view(rejects), name="import_rejects"),
    ]


def offered(request: HttpRequest) -> str | None:
    """Return the address of the page, None for who may not import."""
    return reverse("admin:import") if may(person(request), OpenIncident) else None


def view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show the form, and what came of the last try."""
    _require_curator(request)
    form = ImportForm(request.POST or None, request.FILES or None) if request.method == "POST" else ImportForm()
    done = None
    if request.method == "POST" and form.is_valid():
        done = form.run(request, dry_run="record" not in request.POST)
    context = {
        **site.each_context(request),
        "title": _("Import a table"),
        "form": form,
        "done": done,
        "listed": done.rejects[:LISTED] if done else [],
        "table": rejects_table(done.rejects) if done and done.rejects else None,
    }
    refused = request.method == "POST" and done is None
    return TemplateResponse(request, "incidents/admin/importing.html", context, status=REFUSED if refused else 200)


def rejects(request: HttpRequest) -> HttpResponse:
    """Give back the rejects of an import, which the page holds, as a file: nothing is kept of them here."""
    _require_curator(request)
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "POST"})
    return HttpResponse(
        request.POST.get("table", ""),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="rejects.csv"', "X-Content-Type-Options": "nosniff"},
    )


def _require_curator(request: HttpRequest) -> None:
    if not may(person(request), OpenIncident):
        raise PermissionDenied
