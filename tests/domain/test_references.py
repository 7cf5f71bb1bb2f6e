"""What a command names: all that `decide` has to look up, and nothing malformed.

That `decide` needs no fact beyond these is checked with every command of the suite (`Story.when`).
"""

import pytest

from incidents.domain import actor, claiming, incident, link, source, statement
from incidents.domain.bibliography import Bibliography
from incidents.domain.evidence import Evidence
from incidents.domain.origins import Credit
from incidents.domain.references import References, references
from incidents.domain.references import named as named_by_states
from incidents.domain.source import Assessment
from incidents.domain.values import RecordRef
from tests.domain.lives import LIVES
from tests.domain.story import (
    ARTICLE,
    DATA_SET,
    DEMAND,
    GIST,
    KIM,
    KOREA,
    MINISTRY,
    OWN,
    PACT,
    PAPER,
    READOUT,
    VICE_MINISTER,
    WIRE,
    ZINOVIEV,
    claim,
    digest,
    given,
    judgement,
    passage,
    report,
)

NOTHING = References()
PASSAGE = {"sources": {ARTICLE}, "passages": {(ARTICLE, 100, 120)}}


def named(**found):
    return References(**{**PASSAGE, **found})


def claimed(stored, value, *evidence, kind="incident"):
    return references(claiming.RecordClaim(kind=kind, id=OWN, claim=claim("c", stored, value, *evidence)))


# --- claims


@pytest.mark.parametrize(
    ("stored", "value", "found"),
    [
        ("type", "SUMMONS", {}),
        ("date", "2024", {}),
        ("place", {"name": "Seoul", "country": "KOR"}, {}),
        ("quantity:sent", {"unit": "person", "best": 1}, {}),
        ("name", {"text": KIM, "kind": "short"}, {}),
        ("gist", {"en": KIM}, {}),
        ("country", KIM, {}),
        (f"participant:{KIM}:summoner", {}, {"actors": {KIM}}),
        (
            f"participant:{KIM}:summoner",
            {"office": VICE_MINISTER, "on_behalf_of": KOREA},
            {"actors": {KIM, VICE_MINISTER, KOREA}},
        ),
        (f"participant:{KIM}:summoner", {"office": None, "on_behalf_of": None}, {"actors": {KIM}}),
        (f"tenure:{VICE_MINISTER}", {"from": "2023"}, {"actors": {VICE_MINISTER}}),
        ("speaker", {"actors": [KIM, ZINOVIEV], "mode": "each"}, {"actors": {KIM, ZINOVIEV}}),
        ("on_behalf_of", KOREA, {"actors": {KOREA}}),
        ("addressee", KOREA, {"actors": {KOREA}}),
        ("belongs_to", MINISTRY, {"actors": {MINISTRY}}),
        ("incident", PACT, {"records": {("incident", PACT)}}),
        ("about", {"kind": "statement", "id": DEMAND}, {"records": {("statement", DEMAND)}}),
    ],
)
def test_what_a_claim_names(stored, value, found):
    assert claimed(stored, value) == named(**found)


@pytest.mark.parametrize(
    ("stored", "value"),
    [
        ("", None),
        ("participant", {"office": "vice minister"}),
        ("participant:kim:summoner", {"office": [VICE_MINISTER], "on_behalf_of": {}}),
        ("tenure:", None),
        ("speaker", {"actors": KIM}),
        ("speaker", {"actors": ["kim", [KIM], {}, None, 5]}),
        ("speaker", [KIM]),
        ("on_behalf_of", [KOREA]),
        ("addressee", "korea"),
        ("incident", "pact"),
        ("incident", {"id": PACT}),
        ("about", PACT),
        ("about", {"id": PACT}),
        ("about", {"kind": "incident"}),
        ("about", {"kind": ["incident"], "id": PACT}),
        ("about", {"kind": "incident", "id": 5}),
        ("about", {"kind": "incident", "id": "pact"}),
    ],
)
def test_what_is_malformed_is_not_looked_up(stored, value):
    assert claimed(stored, value) == named()


def test_what_evidence_names():
    relayed = passage(200, 210, relay=(WIRE, READOUT))
    row, reason = Evidence(source=DATA_SET, row="17"), judgement()
    found = claimed("type", "SUMMONS", relayed, row, reason)
    assert found == References(sources={ARTICLE, WIRE, READOUT, DATA_SET}, passages={(ARTICLE, 200, 210)})
    adding = claiming.AddEvidence(kind="incident", id=OWN, claim=OWN, evidence=(relayed, row, reason))
    assert references(adding) == found


@pytest.mark.parametrize("evidence", [passage(source="s000"), passage(source="s000", relay=("reuters", ""))])
def test_a_source_that_is_no_id_is_not_looked_up(evidence):
    assert claimed("type", "SUMMONS", evidence) == NOTHING


@pytest.mark.parametrize("missing", ["start", "end"])
def test_half_a_passage_is_none(missing):
    evidence = passage().__replace__(**{missing: None})
    assert claimed("type", "SUMMONS", evidence) == References(sources={ARTICLE})


# --- each command


ABOUT = Bibliography(kind="article", outlet=PAPER, text_sha256=digest("text"))
CREDIT = Credit(credit=OWN, origin=WIRE, basis="text", passage=passage(source=OWN))
CREDITED = {"sources": {WIRE, OWN}, "passages": {(OWN, 100, 120)}}
CASES = [
    (
        source.RegisterSource(id=OWN, held=True, about=ABOUT, origins=(CREDIT,), cited_in=(passage(),)),
        References(
            sources={WIRE, OWN, ARTICLE},
            actors={PAPER},
            passages={(OWN, 100, 120), (ARTICLE, 100, 120)},
            digest=digest("text"),
        ),
    ),
    (source.RegisterSource(id=OWN, held=False, about=Bibliography(kind="wire")), NOTHING),
    (source.CorrectSource(id=OWN, changes={"outlet": PAPER}), References(actors={PAPER})),
    (source.CorrectSource(id=OWN, changes={"text_sha256": digest("text")}), References(digest=digest("text"))),
    (source.CorrectSource(id=OWN, changes={"outlet": ["paper"], "text_sha256": 5}), NOTHING),
    (source.CorrectSource(id=OWN, changes={"outlet": "paper", "text_sha256": "abc\0"}), NOTHING),
    (source.CreditOrigin(id=OWN, credit=CREDIT), References(**CREDITED)),
    (source.CreditOrigin(id=OWN, credit=CREDIT.__replace__(passage=None)), References(sources={WIRE})),
    (source.ConfirmOrigin(id=OWN, credit=WIRE), NOTHING),
    (source.WithdrawOrigin(id=OWN, credit=WIRE), NOTHING),
    (source.GradeSource(id=OWN, reliability="B"), NOTHING),
    (source.AssessSource(id=OWN, assessment=Assessment(outcome="coded")), NOTHING),
    (source.AssessSource(id=OWN, assessment=Assessment(outcome="copy_of", of=ARTICLE)), References(sources={ARTICLE})),
    (source.DecideProposal(id=OWN, proposal=WIRE, rule="r", outcome="accepted", proposed={"actor": KIM}), NOTHING),
    (source.WithdrawSource(id=OWN), NOTHING),
    (actor.RegisterActor(id=OWN, kind="person", claims=(claim("b", "belongs_to", KOREA),)), named(actors={KOREA})),
    (actor.MergeActors(id=OWN, into=KIM), References(actors={KIM})),
    (actor.ReverseActorMerge(id=OWN), NOTHING),
    (incident.OpenIncident(id=OWN, title={}, claims=(claim("b", f"participant:{KIM}:x", {}),)), named(actors={KIM})),
    (incident.MergeIncidents(id=OWN, into=PACT), References(records={("incident", PACT)})),
    (incident.PublishIncident(id=OWN), NOTHING),
    (
        statement.RecordStatement(id=OWN, claims=(GIST,), reports=(report(relay=(WIRE,)),)),
        named(sources={ARTICLE, WIRE}),
    ),
    (statement.ReportStatement(id=OWN, report=report(relay=(WIRE,))), named(sources={ARTICLE, WIRE})),
    (statement.WithdrawReport(id=OWN, report=KIM), NOTHING),
    (
        link.LinkRecords(
            id=OWN,
            from_=RecordRef(kind="incident", id=PACT),
            to=RecordRef(kind="statement", id=DEMAND),
            type="RESPONDS_TO",
            confidence="low",
            evidence=(passage(),),
        ),
        named(records={("incident", PACT), ("statement", DEMAND)}),
    ),
    (link.CorrectLink(id=OWN, confidence="low", evidence=(passage(),)), named()),
    (link.WithdrawLink(id=OWN), NOTHING),
]


@pytest.mark.parametrize(("command", "found"), CASES)
def test_what_a_command_names(command, found):
    assert references(command) == found


# --- what records name


def state(kind, steps=None):
    story = given(kind)
    for command, facts in LIVES[kind][:steps]:
        story = story.when(command, facts).accepted()
    return story.state


@pytest.mark.parametrize("kind", ["incident", "statement"])
def test_what_a_record_names_is_what_its_opening_named(kind):
    command, _ = LIVES[kind][0]
    assert named_by_states([state(kind, 1)]) == references(command)


def test_of_sources_the_outlet_and_of_links_the_ends():
    assert named_by_states([state("source", 1)]) == References(actors={PAPER})
    assert named_by_states([state("link")]) == References(records={("incident", PACT), ("statement", DEMAND)})


def test_what_several_records_name_together():
    assert named_by_states([state("actor", 1), None, state("source", 1)]) == named(actors={VICE_MINISTER, PAPER})
    assert named_by_states([]) == NOTHING


def test_every_command_has_an_answer():
    for steps in LIVES.values():
        for command, _ in steps:
            assert isinstance(references(command), References)
