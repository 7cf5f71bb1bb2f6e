"""Pages of incidents take as many queries for a hundred statements as for three, today and in the past."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from incidents.dispatch import dispatch
from incidents.log.read import head
from incidents.models import Incident
from tests.admin.commands.support import form_of
from tests.admin.support import list_of, page_of
from tests.factories import ActorFactory, IncidentFactory, SourceFactory, StatementFactory, passage, report, uid
from tests.people import OWNER

# Session, person and roles are three of them.
MOST = {"page": 22, "past": 24, "list": 13, "merge": 17, "claim": 6, "candidates": 16}


def record_statements(incident, state, source, numbers) -> None:
    """Record statements of an incident, each with claims, a report and a speaker of its own, in one batch."""
    commands = []
    for number in numbers:
        speaker = ActorFactory.command(
            id=uid("speaker", number), kind="person", name=f"Speaker {number}", country=None, rank=None, claims={},
            evidence=(),
        )  # fmt: skip
        commands += [
            speaker,
            StatementFactory.command(
                id=uid("many", number),
                speaker=speaker.id,
                act="DEMAND",
                gist={"en": f"Gist {number}"},
                incident=str(incident.id),
                about=None,
                claims={"addressee": str(state.id), "on_behalf_of": str(state.id)},
                reports=(report(source, name=str(number), start=10 * number),),
                evidence=(passage(source, 10 * number),),
            ),
        ]
    dispatch(commands, person=OWNER)


def test_a_hundred_statements_cost_no_more_than_three(editor):
    source, state = SourceFactory(), ActorFactory(state=True)
    incident = IncidentFactory(claims={f"participant:{state.id}:party": {}}, evidence=(passage(source),))
    into = IncidentFactory(title={"en": "Another"})

    def counts() -> dict[str, int]:
        asked = {
            "page": page_of(incident),
            "past": f"{page_of(incident)}?as_of={head().position}",
            "list": list_of(Incident),
            "merge": form_of(incident, "merge", into_id=into.id),
            "claim": form_of(incident, "claim", property="date"),
            "candidates": reverse("admin:incidents_incident_candidates", args=[incident.id]),
        }
        found = {}
        for name, address in asked.items():
            editor.get(address)
            with CaptureQueriesContext(connection) as captured:
                assert editor.get(address).status_code == 200
            found[name] = len(captured)
        return found

    record_statements(incident, state, source, range(1, 4))
    few = counts()
    record_statements(incident, state, source, range(4, 101))
    assert counts() == few
    assert {name: count for name, count in few.items() if count > MOST[name]} == {}
