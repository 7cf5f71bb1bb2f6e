"""Random histories: what curators and editors may send, in any order, sensible or not.

A history is a list of requests (person, command). Ids come from small pools, so that commands meet: they merge what is
merged already, prefer claims that are gone, cite what nobody registered. Many are therefore refused; that is wanted.
"""

from collections.abc import Callable, Iterator

from hypothesis import strategies as st

from incidents.domain import actor, claiming, incident, link, source, statement
from incidents.domain.person import Person
from incidents.domain.values import Command
from tests.factories import credit, report
from tests.people import COLLEAGUE, OWNER, SECOND_COLLEAGUE, SECOND_OWNER
from tests.readmodels.random_records import (
    ACTORS,
    CITED,
    CLAIMED,
    EVERY_ACTOR,
    HELD,
    INCIDENTS,
    KNOWN,
    LINKS,
    OUTLETS,
    PERSONS,
    SOURCES,
    STATEMENTS,
    Teller,
)

Request = tuple[Person, Command]

# --- what may happen: each yields one or more requests


def opening(tell: Teller) -> Iterator[Request]:
    makers = (tell.open_source, tell.open_actor, tell.open_incident, tell.open_statement, tell.open_link)
    yield OWNER, tell.any(makers)()


def linking(tell: Teller) -> Iterator[Request]:
    yield OWNER, tell.open_link()


def claim_recorded(tell: Teller) -> Iterator[Request]:
    kind, record = tell.any(CLAIMED)
    yield tell.any([OWNER, SECOND_OWNER]), claiming.RecordClaim(kind=kind, id=record, claim=tell.claim_of(kind, record))


def claim_weighed(tell: Teller) -> Iterator[Request]:
    kind, record = tell.any(CLAIMED)
    new = tell.claim_of(kind, record)
    on = {"kind": kind, "id": record}
    if tell.chance(0.7):
        yield OWNER, claiming.RecordClaim(**on, claim=new)
    change = tell.any(["prefer", "assess", "support", "withdraw", "unprefer"])
    if change in ("prefer", "unprefer"):
        yield SECOND_OWNER, claiming.PreferClaim(**on, claim=new.claim)
    if change == "assess":
        yield OWNER, claiming.AssessClaim(**on, claim=new.claim, credibility=tell.any([None, 1, 5]))
    if change == "support":
        yield OWNER, claiming.AddEvidence(**on, claim=new.claim, evidence=tell.evidence())
    if change == "withdraw":
        yield OWNER, claiming.WithdrawClaim(**on, claim=new.claim)
    if change == "unprefer":
        yield OWNER, claiming.WithdrawPreference(**on, property=new.property)


def noted(tell: Teller) -> Iterator[Request]:
    kind, record = tell.any(CLAIMED)
    yield OWNER, claiming.AddNote(kind=kind, id=record, text="The sources differ.")


def source_changed(tell: Teller) -> Iterator[Request]:
    held, cited = tell.any(HELD), tell.any(CITED)
    given = credit(
        held, cited, tell.any(["text", "photo"]), tell.any([10, 20]), covers=tell.any(["article", "paragraph"])
    )
    if tell.chance(0.4):
        yield OWNER, source.CreditOrigin(id=held, credit=given)
    options = [
        source.GradeSource(id=tell.any(SOURCES), reliability=tell.any(["A", "C", "F"])),
        source.ConfirmOrigin(id=held, credit=given.credit),
        source.WithdrawOrigin(id=held, credit=given.credit),
        source.CorrectSource(id=tell.any(SOURCES), changes={"outlet": tell.any(OUTLETS)}),
        source.CorrectSource(id=tell.any(SOURCES), changes={"language": tell.any(["id", "en"])}),
        source.AssessSource(id=held, assessment=source.Assessment(outcome="coded")),
        source.AssessSource(id=held, assessment=source.Assessment(outcome="copy_of", of=tell.any(SOURCES))),
    ]
    yield OWNER, tell.any(options)


def statement_reported(tell: Teller) -> Iterator[Request]:
    record, told = tell.any(STATEMENTS), report(tell.any(HELD), start=tell.any([100, 400]), relay=[tell.any(CITED)])
    yield OWNER, statement.ReportStatement(id=record, report=told)
    if tell.chance(0.3):
        yield OWNER, statement.WithdrawReport(id=record, report=told.report)


def link_corrected(tell: Teller) -> Iterator[Request]:
    yield OWNER, link.CorrectLink(id=tell.any(LINKS), confidence="medium", rationale="Said so.")


def incident_published(tell: Teller) -> Iterator[Request]:
    record = tell.any(INCIDENTS)
    yield OWNER, incident.SubmitIncident(id=record)
    yield COLLEAGUE, incident.ReviewIncident(id=record, decision=tell.any(["approve", "approve", "return"]))
    if tell.chance(0.3):
        yield SECOND_OWNER, incident.RetitleIncident(id=record, title={"en": tell.any(["First", "Second"])})
    yield COLLEAGUE, incident.PublishIncident(id=record)


def merged(tell: Teller) -> Iterator[Request]:
    if tell.chance(0.5):
        one, other = tell.two(INCIDENTS)
        yield SECOND_COLLEAGUE, incident.MergeIncidents(id=one, into=other)
    else:
        one, other = tell.two(tell.any(list(ACTORS.values())))
        yield SECOND_COLLEAGUE, actor.MergeActors(id=one, into=other)


def merge_reversed(tell: Teller) -> Iterator[Request]:
    if tell.chance(0.5):
        yield SECOND_COLLEAGUE, incident.ReverseIncidentMerge(id=tell.any(INCIDENTS))
    else:
        yield SECOND_COLLEAGUE, actor.ReverseActorMerge(id=tell.any(EVERY_ACTOR))


def withdrawn(tell: Teller) -> Iterator[Request]:
    options = [
        source.WithdrawSource(id=tell.any(SOURCES)),
        actor.WithdrawActor(id=tell.any(EVERY_ACTOR)),
        incident.WithdrawIncident(id=tell.any(INCIDENTS)),
        statement.WithdrawStatement(id=tell.any(STATEMENTS)),
        link.WithdrawLink(id=tell.any(LINKS)),
    ]
    yield SECOND_COLLEAGUE, tell.any(options)


LASTING = (
    opening, linking, claim_recorded, claim_weighed, claim_weighed, noted, source_changed, statement_reported,
    link_corrected, incident_published, incident_published, merged, merged, merge_reversed,
)  # fmt: skip
EVERYTHING = (*LASTING, withdrawn)
MERGES = (merged, merged, merge_reversed, claim_recorded, incident_published, linking)


def beginning() -> list[Request]:
    """Return the requests that every history begins with: most actors and sources, some incidents and statements."""
    tell = Teller(0, known=True)
    actors = [tell.actor(kind, record) for kind, pool in ACTORS.items() for record in pool if record != PERSONS[-1]]
    sources = [tell.source(record, tell.any(OUTLETS)) for record in (*CITED, *HELD[:-1])]
    incidents = [tell.incident(record) for record in INCIDENTS[:KNOWN]]
    return [(OWNER, command) for command in (*actors, *sources, *incidents)] + [
        (OWNER, tell.statement(record)) for record in STATEMENTS[:KNOWN]
    ]


def requests(told: list[tuple[Callable[[Teller], Iterator[Request]], int]]) -> list[Request]:
    """Return the requests of a history, those after the beginning."""
    return [request for happening, seed in told for request in happening(Teller(seed))]


def histories(happenings: tuple = EVERYTHING, length: int = 30) -> st.SearchStrategy[list[Request]]:
    """A strategy for histories; every one begins with `beginning()`."""
    seeds = st.integers(0, 2**20)
    return st.lists(st.tuples(st.sampled_from(happenings), seeds), min_size=1, max_size=length).map(requests)
