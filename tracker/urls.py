"""Where each address leads."""

from django.urls import include, path
from django.views.generic import RedirectView

from incidents.admin import site
from incidents.pages.health import healthz

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index")),
    path("admin/", site.urls),
    path("api/v1/", include("incidents.api.urls")),
    path("healthz", healthz, name="healthz"),
]

handler400 = "incidents.admin.commands.refusals.bad_request"
handler403 = "incidents.admin.commands.refusals.forbidden"
handler404 = "incidents.admin.commands.refusals.not_found"
handler500 = "incidents.admin.commands.refusals.failed"
