"""What other people recorded between the moment a page was made and the moment its form was sent."""

from collections.abc import Mapping

from incidents.admin import history
from incidents.admin.changes import told, told_changes
from incidents.admin.evidence import Texts
from incidents.admin.history import Entry
from incidents.admin.names import Names
from incidents.domain.person import Person
from incidents.readmodels import related

Between = Entry


def between(seen: Mapping[str, int], person: Person) -> list[Between]:
    """Return the events of streams after the versions seen, in order, each with what it changed.

    `seen` is {stream: version}. Words of passages are left out: what matters is who changed what.
    """
    events = [event for event in history.streams(seen) if event.version > seen[event.stream_id]]
    changes = told_changes(events, person)
    names = Names.within(history.told(events), told(changes), kinds=(*related.RECORD_KINDS, "claim"))
    held = Texts(names, allowed=False)
    return [history.entry(event, names, held, changes.get(event.position, ())) for event in events]
