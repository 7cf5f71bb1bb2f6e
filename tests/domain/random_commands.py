"""Strategies for commands, plausible and implausible, on one stream, and for the facts they meet.

Ids come from small pools, so that commands meet: the same claims, the same sources, the same survivor.
"""

from typing import Any

from hypothesis import strategies as st

from incidents.domain import actor, claiming, incident, link, source, statement
from incidents.domain.claims import Claim
from incidents.domain.evidence import Evidence, Report
from incidents.domain.facts import LinkFacts
from incidents.domain.origins import Credit
from incidents.domain.source import Assessment
from incidents.domain.values import RecordRef
from tests.domain.claim_values import CASES
from tests.domain.lives import CITED, LIVES, TEXT
from tests.domain.story import (
    ANA,
    ARTICLE,
    BEN,
    CARA,
    DATA_SET,
    DEMAND,
    GONE_ACTOR,
    GONE_INCIDENT,
    GONE_SOURCE,
    KIM,
    KIM_AGAIN,
    LENGTH,
    MINISTRY,
    OWN,
    PACT,
    PACT_AGAIN,
    UNKNOWN,
    WIRE,
    digest,
    uid,
    world,
)

IDS = st.sampled_from([uid(name) for name in ("type", "name", "speaker", "second", "one", "two", "three")])
SOURCES = st.sampled_from([ARTICLE, ARTICLE, OWN, WIRE, DATA_SET, GONE_SOURCE, UNKNOWN, "s000"])
TEXTS = st.sampled_from(["Some words.", "Other words.", "", "e\u0301", "x" * 6_000])
MAYBE_TEXT = st.none() | TEXTS
CREDIBILITY = st.sampled_from([None, None, 1, 2, 6, 0])

PASSAGES = st.builds(
    Evidence,
    source=SOURCES,
    paragraph=st.sampled_from([1, 3, 0]),
    start=st.sampled_from([0, 100, 300]),
    end=st.sampled_from([120, 310, LENGTH, LENGTH + 1]),
    quote_sha256=st.sampled_from([digest("a"), digest("a"), "abc"]),
    kind=st.sampled_from(["body", "body", "caption", "gossip"]),
    relay=st.sampled_from([(), (), (WIRE,), (WIRE, WIRE), (UNKNOWN,)]),
)
EVIDENCE = st.one_of(
    PASSAGES,
    st.builds(Evidence, judgement=TEXTS),
    st.builds(Evidence, source=SOURCES, row=st.sampled_from(["17", "18", ""])),
    st.builds(Evidence, source=st.none() | SOURCES, start=st.none() | st.just(0), judgement=MAYBE_TEXT),
)
PIECES = st.lists(EVIDENCE, max_size=3).map(tuple)


def _values(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """Return {property, value}: mostly good values, and what no property is called."""
    told = [
        {"property": case.get("key", code), "value": value}
        for (owner, code), case in CASES.items()
        if owner == kind
        for value in [*case["good"], *case["good"], *(value for value, _, _ in case["bad"])]
    ]
    return st.sampled_from([*told, {"property": "colour", "value": "red"}, {"property": "quantity", "value": 1}])


def claims(kind: str) -> st.SearchStrategy[Claim]:
    def build(told, claim, evidence, credibility, basis, note):
        dated = told["property"] == "date"
        return Claim(
            claim=claim,
            evidence=evidence,
            credibility=credibility,
            basis=basis if dated else None,
            note=note,
            **told,
        )

    bases = st.sampled_from(["explicit", "explicit", "inferred", "guessed", None])
    return st.builds(build, _values(kind), IDS, PIECES, CREDIBILITY, bases, MAYBE_TEXT)


def _about_claims(kind: str) -> list[st.SearchStrategy]:
    own = {"kind": st.just(kind), "id": st.just(OWN)}
    names = st.sampled_from(["type", "name", "speaker", "scope", "country", "venue", "colour"])
    return [
        st.builds(claiming.RecordClaim, **own, claim=claims(kind)),
        st.builds(claiming.AddEvidence, **own, claim=IDS, evidence=PIECES),
        st.builds(claiming.AssessClaim, **own, claim=IDS, credibility=CREDIBILITY),
        st.builds(claiming.PreferClaim, **own, claim=IDS),
        st.builds(claiming.WithdrawPreference, **own, property=names),
        st.builds(claiming.WithdrawClaim, **own, claim=IDS),
        st.builds(claiming.AddNote, **own, text=TEXTS, property=st.none() | names),
    ]


CREDITS = st.builds(
    Credit,
    credit=IDS,
    origin=SOURCES,
    basis=st.sampled_from(["text", "photo", "inferred", "hearsay"]),
    covers=st.sampled_from(["article", "paragraph", "headline"]),
    passage=st.none() | PASSAGES,
)
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "title": MAYBE_TEXT,
        "outlet": st.sampled_from([None, MINISTRY, GONE_ACTOR, UNKNOWN, "paper", 5]),
        "published": st.sampled_from([None, "2024-06-21", "June"]),
        "published_basis": st.sampled_from([None, "explicit", "guessed"]),
        "text_sha256": st.sampled_from([TEXT["text_sha256"], digest("b"), "abc", None]),
        "file_sha256": st.sampled_from([TEXT["file_sha256"], None]),
        "length": st.sampled_from([TEXT["length"], 5, 0, None]),
        "publisher": st.just("x"),
    },
)
REPORTS = st.builds(
    Report,
    report=IDS,
    source=SOURCES,
    paragraph=st.just(3),
    start=st.sampled_from([100, 300]),
    end=st.sampled_from([320, LENGTH + 1]),
    quote_sha256=st.just(digest("a")),
    kind=st.sampled_from(["body", "gossip"]),
    directness=st.sampled_from(["direct", "paraphrase", "verbatim"]),
)
ENDS = st.builds(
    RecordRef,
    kind=st.sampled_from(["incident", "statement", "actor"]),
    id=st.sampled_from([PACT, PACT_AGAIN, DEMAND, GONE_INCIDENT, UNKNOWN]),
)
SURVIVORS = st.sampled_from([KIM, KIM_AGAIN, MINISTRY, PACT, PACT_AGAIN, GONE_ACTOR, GONE_INCIDENT, OWN, UNKNOWN, "x"])
TITLES = st.sampled_from([{"en": "One"}, {"en": "Two", "id": "Dua"}, {}, {"fr": "Un"}])
GROUNDS = {
    "confidence": st.sampled_from(["high", "low", "certain"]),
    "rationale": MAYBE_TEXT,
    "evidence": PIECES,
}
OWN_ID = {"id": st.just(OWN)}

COMMANDS: dict[str, st.SearchStrategy] = {
    "source": st.one_of(
        st.builds(source.CorrectSource, **OWN_ID, changes=CHANGES),
        st.builds(source.CreditOrigin, **OWN_ID, credit=CREDITS),
        st.builds(source.ConfirmOrigin, **OWN_ID, credit=IDS),
        st.builds(source.WithdrawOrigin, **OWN_ID, credit=IDS),
        st.builds(source.GradeSource, **OWN_ID, reliability=st.sampled_from("ABFG")),
        st.builds(
            source.AssessSource,
            **OWN_ID,
            assessment=st.builds(
                Assessment, outcome=st.sampled_from(["coded", "copy_of", "dull"]), of=st.none() | SOURCES
            ),
        ),
        st.builds(
            source.DecideProposal,
            **OWN_ID,
            proposal=IDS,
            rule=TEXTS,
            outcome=st.sampled_from(["accepted", "rejected", "postponed"]),
            proposed=st.just({"text": "x"}),
        ),
        st.builds(
            source.RegisterSource,
            **OWN_ID,
            held=st.booleans(),
            about=st.sampled_from([CITED, CITED.__replace__(**TEXT), CITED.__replace__(kind="rumour")]),
            origins=st.lists(CREDITS, max_size=2).map(tuple),
            cited_in=PIECES,
        ),
    ),
    "actor": st.one_of(
        *_about_claims("actor"),
        st.builds(actor.MergeActors, **OWN_ID, into=SURVIVORS),
        st.builds(actor.ReverseActorMerge, **OWN_ID),
        st.builds(
            actor.RegisterActor,
            **OWN_ID,
            kind=st.sampled_from(["person", "office", "army"]),
            claims=st.lists(claims("actor"), max_size=3).map(tuple),
        ),
    ),
    "incident": st.one_of(
        *_about_claims("incident"),
        st.builds(incident.RetitleIncident, **OWN_ID, title=TITLES),
        st.builds(incident.SubmitIncident, **OWN_ID),
        st.builds(
            incident.ReviewIncident,
            **OWN_ID,
            decision=st.sampled_from(["approve", "approve", "return", "perhaps"]),
            remark=MAYBE_TEXT,
        ),
        st.builds(incident.PublishIncident, **OWN_ID),
        st.builds(incident.MergeIncidents, **OWN_ID, into=SURVIVORS),
        st.builds(incident.ReverseIncidentMerge, **OWN_ID),
        st.builds(
            incident.OpenIncident,
            **OWN_ID,
            title=TITLES,
            claims=st.lists(claims("incident"), max_size=3).map(tuple),
        ),
    ),
    "statement": st.one_of(
        *_about_claims("statement"),
        st.builds(statement.ReportStatement, **OWN_ID, report=REPORTS),
        st.builds(statement.WithdrawReport, **OWN_ID, report=IDS),
        st.builds(
            statement.RecordStatement,
            **OWN_ID,
            claims=st.lists(claims("statement"), max_size=4).map(tuple),
            reports=st.lists(REPORTS, max_size=2).map(tuple),
        ),
    ),
    "link": st.one_of(
        st.builds(
            link.LinkRecords,
            **OWN_ID,
            from_=ENDS,
            to=ENDS,
            type=st.sampled_from(["RESPONDS_TO", "PART_OF", "SAME_EPISODE", "DUPLICATE_OF", "CAUSED"]),
            **GROUNDS,
        ),
        st.builds(link.CorrectLink, **OWN_ID, **GROUNDS),
    ),
}

FACTS = st.builds(
    world,
    person=st.sampled_from([ANA, BEN, CARA]),
    authors=st.sampled_from([frozenset(), frozenset(), frozenset({BEN})]),
    newest=st.sampled_from([0, 0, 105]),
    four_eyes=st.sampled_from([True, True, False]),
    quotes=st.sampled_from([{}, {(ARTICLE, 100, 120): digest("a")}, {(ARTICLE, 100, 120): digest("b")}]),
    digests=st.sampled_from([{}, {TEXT["text_sha256"]: ARTICLE}, {digest("b"): OWN}]),
    link=st.builds(
        LinkFacts,
        repeat=st.sampled_from([None, None, None, UNKNOWN]),
        closes_cycle=st.sampled_from([False, False, True]),
        parent=st.sampled_from([None, None, UNKNOWN]),
    ),
)


def steps(kind: str) -> st.SearchStrategy[list[tuple]]:
    """Return commands with their facts: an opening that is accepted, mostly, and then whatever comes."""
    opening, *life = LIVES[kind]
    *life, withdrawal = life
    any_step = st.one_of(st.tuples(COMMANDS[kind], FACTS), st.tuples(COMMANDS[kind], FACTS), st.sampled_from(life))
    begun = st.sampled_from([[opening], [opening], []])
    ended = st.sampled_from([[], [withdrawal]])
    return st.builds(
        lambda *parts: [step for part in parts for step in part],
        begun,
        st.lists(any_step, max_size=12),
        ended,
        st.lists(any_step, max_size=2),
    )
