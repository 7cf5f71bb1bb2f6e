"""With their links withdrawn, the summonses of June and October are each other's first candidate."""

import pytest
from django.urls import reverse

from incidents.dispatch import dispatch
from incidents.domain.link import WithdrawLink
from incidents.models import Incident, Link
from tests.admin.support import page_of
from tests.people import OWNER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


def test_june_and_october_come_out_first(curator):
    june, october = Incident.objects.filter(type="SUMMONS", scope="core").order_by("sort_date")
    assert (june.date, october.date) == ("2024-06-21", "2024-10-21")
    ends = [june.id, october.id]
    links = Link.objects.filter(from_id__in=ends, to_id__in=ends)
    assert links
    dispatch([WithdrawLink(id=str(link.id)) for link in links], person=OWNER)
    for one, other in ((june, october), (october, june)):
        page = curator.get(reverse("admin:incidents_incident_candidates", args=[one.id])).content.decode()
        assert page_of(other) in page[page.index('class="candidates"') :].split("</li>")[0]
