"""The tracker's own addresses; the same rows by REST framework's ModelViewSet, with limit and offset; empty answers."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.filters import OrderingFilter, SearchFilter
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter
from rest_framework.serializers import ModelSerializer
from rest_framework.views import APIView
from rest_framework.viewsets import ModelViewSet

from incidents.models import Incident
from tracker.urls import urlpatterns as own


class IncidentSerializer(ModelSerializer):
    class Meta:
        model = Incident
        fields = "__all__"


class Pages(LimitOffsetPagination):
    default_limit = 50


class IncidentViewSet(ModelViewSet):
    """As the documentation has it; nobody signs in, so it has less to do than ours."""

    queryset = Incident.objects.order_by("sort_date", "id")
    serializer_class = IncidentSerializer
    pagination_class = Pages
    authentication_classes = ()
    permission_classes = (AllowAny,)
    filter_backends = (DjangoFilterBackend, SearchFilter, OrderingFilter)
    filterset_fields = ("type", "status", "scope")
    search_fields = ("title",)


class Counts(APIView):
    authentication_classes = ()
    permission_classes = (AllowAny,)

    def get(self, request: Request, **_: Any) -> Response:
        return Response(list(Incident.objects.values("type").annotate(count=Count("id")).order_by("type")))


def nothing(request: HttpRequest) -> HttpResponse:
    """What any answer costs here at least."""
    return HttpResponse(b"{}", content_type="application/json")


router = DefaultRouter()
router.register("incidents", IncidentViewSet)
urlpatterns = [
    path("nothing/", nothing),
    path("plain/counts/", Counts.as_view()),
    path("plain/", include(router.urls)),
    *own,
]
