"""Where each address leads."""

from django.urls import path
from django.views.generic import RedirectView

from incidents.admin import site
from incidents.pages.health import healthz

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index")),
    path("admin/", site.urls),
    path("healthz", healthz, name="healthz"),
]
