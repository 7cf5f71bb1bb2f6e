"""The tracker's own addresses; the same rows by REST framework's ModelViewSet, with limit and offset; empty answers."""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.filters import SearchFilter
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.parsers import JSONParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter
from rest_framework.serializers import ModelSerializer, SerializerMethodField
from rest_framework.views import APIView
from rest_framework.viewsets import ModelViewSet

from incidents.api.authentication import ByToken
from incidents.models import Actor, Claim, Incident, Link, Statement
from tracker.urls import urlpatterns as own


class ActorSerializer(ModelSerializer):
    class Meta:
        model = Actor
        fields = ("id", "name", "country")


class IncidentSerializer(ModelSerializer):
    initiator = ActorSerializer()
    target = ActorSerializer()

    class Meta:
        model = Incident
        fields = "__all__"


class ClaimSerializer(ModelSerializer):
    class Meta:
        model = Claim
        fields = "__all__"


class LinkSerializer(ModelSerializer):
    class Meta:
        model = Link
        fields = "__all__"


class StatementSerializer(ModelSerializer):
    speaker = ActorSerializer()
    on_behalf_of = ActorSerializer()
    addressee = ActorSerializer()

    class Meta:
        model = Statement
        fields = "__all__"


class DetailSerializer(IncidentSerializer):
    """An incident with what our details show along."""

    claims = SerializerMethodField()
    statements = SerializerMethodField()
    links = SerializerMethodField()

    def get_claims(self, incident: Incident) -> list[Any]:
        found = Claim.objects.filter(subject_id=incident.id).order_by("position", "id")
        return ClaimSerializer(found, many=True).data

    def get_statements(self, incident: Incident) -> list[Any]:
        found = incident.statements.select_related("speaker", "on_behalf_of", "addressee").order_by("sort_date", "id")
        return StatementSerializer(found, many=True).data

    def get_links(self, incident: Incident) -> list[Any]:
        found = Link.objects.filter(Q(from_id=incident.id) | Q(to_id=incident.id)).order_by("type", "id")
        return LinkSerializer(found, many=True).data


class Pages(LimitOffsetPagination):
    default_limit = 50


class SignedIn:
    """Tokens as ours are."""

    authentication_classes = (ByToken,)
    permission_classes = (IsAuthenticated,)
    renderer_classes = (JSONRenderer,)
    parser_classes = (JSONParser,)


class IncidentViewSet(SignedIn, ModelViewSet):
    """As REST framework's documentation has it, with the fields that ours has."""

    queryset = Incident.objects.select_related("initiator", "target").order_by("sort_date", "id")
    pagination_class = Pages
    filter_backends = (DjangoFilterBackend, SearchFilter)
    filterset_fields = ("type", "status", "scope")
    search_fields = ("title",)

    def get_serializer_class(self) -> type[ModelSerializer]:
        return DetailSerializer if self.action == "retrieve" else IncidentSerializer


class GroupSerializer(ModelSerializer):
    class Meta:
        model = Group
        fields = ("id", "name")


class GroupViewSet(SignedIn, ModelViewSet):
    """Rows that may be written without the log: what one change costs at least."""

    queryset = Group.objects.order_by("id")
    serializer_class = GroupSerializer


class Counts(SignedIn, APIView):
    def get(self, request: Request, **_: Any) -> Response:
        return Response(list(Incident.objects.values("type").annotate(count=Count("id")).order_by("type")))


def nothing(request: HttpRequest) -> HttpResponse:
    """What any answer costs here at least."""
    return HttpResponse(b"{}", content_type="application/json")


router = DefaultRouter()
router.register("incidents", IncidentViewSet)
router.register("groups", GroupViewSet)
urlpatterns = [
    path("nothing/", nothing),
    path("plain/counts/", Counts.as_view()),
    path("plain/", include(router.urls)),
    *own,
]
