"""One full life for each kind of record: every command of the catalogue, each accepted, and so every event.

All free text in them holds the word KIM'S, so that a test can tell what erasing personal fields leaves behind.
"""

from incidents.domain import actor, claiming, incident, link, source, statement
from incidents.domain.bibliography import Bibliography
from incidents.domain.evidence import Evidence
from incidents.domain.facts import Facts
from incidents.domain.origins import Credit
from incidents.domain.source import Assessment
from incidents.domain.values import Command, RecordRef
from tests.domain.story import (
    ARTICLE,
    BEN,
    DATA_SET,
    DEMAND,
    KIM,
    KOREA,
    OWN,
    PACT,
    PAPER,
    READOUT,
    VICE_MINISTER,
    WIRE,
    WORLD,
    claim,
    digest,
    judgement,
    passage,
    report,
    uid,
    world,
)

SECRET = "KIM'S"
WORDS = f"{SECRET} words"
BY_BEN = world(person=BEN)

Step = tuple[Command, Facts]


def mine(*commands: Command) -> list[Step]:
    return [(command, WORLD) for command in commands]


def bens(*commands: Command) -> list[Step]:
    return [(command, BY_BEN) for command in commands]


def about_claims(kind: str, first: str, second_property: str, second_value: object) -> list[Step]:
    """Return the commands about claims in an order that accepts them all; `first` names a claim of the opening."""
    own = {"kind": kind, "id": OWN}
    second = claim("second", second_property, second_value, judgement(WORDS), note=WORDS, credibility=3)
    row = Evidence(source=DATA_SET, row="17")
    return mine(
        claiming.RecordClaim(**own, claim=second),
        claiming.AddEvidence(**own, claim=uid(first), evidence=(judgement(f"More of {WORDS}"), row, passage(500, 510))),
        claiming.AssessClaim(**own, claim=uid(first), credibility=1),
        claiming.AssessClaim(**own, claim=uid(first), credibility=None),
        claiming.PreferClaim(**own, claim=second.claim),
        claiming.WithdrawPreference(**own, property=second.property),
        claiming.WithdrawClaim(**own, claim=second.claim),
        claiming.AddNote(**own, text=WORDS, property=second_property),
        claiming.AddNote(**own, text=WORDS),
    )


NAME = claim("name", "name", {"text": WORDS, "language": "id", "kind": "romanisation"}, judgement(WORDS), note=WORDS)
PRINTED = Credit(credit=uid("printed"), origin=WIRE, basis="text", passage=passage(source=OWN))
INFERRED = Credit(credit=uid("inferred"), origin=READOUT, basis="inferred", covers="article")
CITED = Bibliography(
    kind="article",
    outlet=PAPER,
    title=WORDS,
    language="id",
    published="2024-06-21/..",
    published_basis="inferred",
    published_note=WORDS,
    byline=WORDS,
)
TEXT = {"file_sha256": digest("file"), "text_sha256": digest("text"), "length": 1_000}

SOURCE = mine(
    source.RegisterSource(
        id=OWN, held=False, about=CITED, origins=(PRINTED,), cited_in=(passage(), judgement(WORDS)), reliability="C"
    ),
    source.CorrectSource(id=OWN, changes={**TEXT, "title": f"More of {WORDS}", "byline": f"By {WORDS}"}),
    source.CreditOrigin(id=OWN, credit=INFERRED),
    source.ConfirmOrigin(id=OWN, credit=INFERRED.credit),
    source.WithdrawOrigin(id=OWN, credit=PRINTED.credit),
    source.GradeSource(id=OWN, reliability="B"),
    source.AssessSource(id=OWN, assessment=Assessment(outcome="copy_of", of=ARTICLE)),
    source.DecideProposal(
        id=OWN,
        proposal=uid("proposal"),
        rule="name.person",
        outcome="corrected",
        proposed={"text": WORDS, "paragraph": 3},
        recorded={"text": WORDS, "paragraph": 4},
    ),
    source.WithdrawSource(id=OWN),
)
ACTOR = [
    *mine(
        actor.RegisterActor(
            id=OWN,
            kind="person",
            claims=(NAME, claim("tenure", f"tenure:{VICE_MINISTER}", {"from": "2023", "to": None}, credibility=2)),
        )
    ),
    *about_claims("actor", "name", "country", "KOR"),
    *bens(
        actor.MergeActors(id=OWN, into=KIM),
        actor.ReverseActorMerge(id=OWN),
        actor.WithdrawActor(id=OWN),
    ),
]
INCIDENT = [
    *mine(
        incident.OpenIncident(
            id=OWN,
            title={"en": WORDS, "id": WORDS},
            claims=(
                claim("type", "type", "SUMMONS", judgement(WORDS), note=WORDS),
                claim("date", "date", "2024-06-21", passage(relay=(WIRE, READOUT)), credibility=2),
                claim("kim", f"participant:{KIM}:summoner", {"office": VICE_MINISTER, "on_behalf_of": KOREA}),
                claim("sent", "quantity:sent", {"unit": "person", "low": 1500, "best": "1500.5", "high": None}),
            ),
        ),
        incident.RetitleIncident(id=OWN, title={"en": f"More of {WORDS}"}),
    ),
    *about_claims("incident", "type", "scope", "core"),
    *mine(incident.SubmitIncident(id=OWN)),
    *bens(incident.ReviewIncident(id=OWN, decision="return", remark=WORDS)),
    *mine(incident.SubmitIncident(id=OWN)),
    *bens(
        incident.ReviewIncident(id=OWN, decision="approve"),
        incident.PublishIncident(id=OWN),
        incident.MergeIncidents(id=OWN, into=PACT),
        incident.ReverseIncidentMerge(id=OWN),
        incident.WithdrawIncident(id=OWN),
    ),
]
STATEMENT = [
    *mine(
        statement.RecordStatement(
            id=OWN,
            claims=(
                claim("speaker", "speaker", {"actors": [KIM], "mode": "alone"}, judgement(WORDS), note=WORDS),
                claim("act", "act", "DEMAND"),
                claim("gist", "gist", {"en": WORDS, "id": WORDS}),
                claim("about", "about", {"kind": "statement", "id": DEMAND}),
            ),
            reports=(report("first", relay=(WIRE,)),),
        ),
        statement.ReportStatement(id=OWN, report=report("second", 300, 320)),
        statement.WithdrawReport(id=OWN, report=uid("first")),
    ),
    *about_claims("statement", "speaker", "venue", "meeting"),
    *bens(statement.WithdrawStatement(id=OWN)),
]
LINK = mine(
    link.LinkRecords(
        id=OWN,
        from_=RecordRef(kind="incident", id=PACT),
        to=RecordRef(kind="statement", id=DEMAND),
        type="RESPONDS_TO",
        confidence="high",
        rationale=WORDS,
        evidence=(passage(), judgement(WORDS)),
    ),
    link.CorrectLink(id=OWN, confidence="low", rationale=f"More of {WORDS}", evidence=(judgement(WORDS),)),
    link.WithdrawLink(id=OWN),
)

LIVES: dict[str, list[Step]] = {
    "source": SOURCE,
    "actor": ACTOR,
    "incident": INCIDENT,
    "statement": STATEMENT,
    "link": LINK,
}
