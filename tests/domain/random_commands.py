"""Strategies for commands, plausible and implausible, on one stream, and for the facts they meet.

Ids come from small pools, so that commands meet: the same claims, the same sources, the same survivor.
"""

from random import Random

from hypothesis import strategies as st

from incidents.domain import actor, claiming, incident, link, source, statement
from incidents.domain.claims import Claim
from incidents.domain.evidence import Evidence
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
    READOUT,
    UNKNOWN,
    WIRE,
    digest,
    judgement,
    passage,
    report,
    uid,
    world,
)

NAMES = [uid(name) for name in ("type", "name", "speaker", "second", "one", "two", "three", "four")]
IDS = st.sampled_from(NAMES)
SOURCES = st.sampled_from([ARTICLE, ARTICLE, OWN, WIRE, DATA_SET, GONE_SOURCE, UNKNOWN, "s000"])
TEXTS = st.sampled_from(["Some words.", "Other words.", "", "e\u0301", "x" * 6_000])
MAYBE_TEXT = st.none() | TEXTS
CREDIBILITY = st.sampled_from([None, None, 1, 2, 6, 0])

SOUND = [
    passage(source=ARTICLE),
    passage(300, 310, source=ARTICLE, kind="caption", relay=(WIRE,)),
    Evidence(source=DATA_SET, row="17"),
    judgement("Some words."),
]
UNSOUND = [
    passage(source=GONE_SOURCE),
    passage(source=WIRE),
    passage(source="s000"),
    passage(end=LENGTH + 1),
    passage(paragraph=0),
    passage(kind="gossip"),
    passage(quote_sha256="abc"),
    passage(relay=(WIRE, WIRE)),
    passage(relay=(UNKNOWN,)),
    passage(judgement="Some words."),
    Evidence(source=ARTICLE, row="17"),
    Evidence(source=ARTICLE, start=5),
    Evidence(row="17"),
    Evidence(),
    judgement(""),
]
OWN_PASSAGES = [passage(source=OWN), passage(300, 310, source=OWN), passage(source=ARTICLE), None]
# Several pieces at once, and by one draw: what is built beforehand costs nothing while examples are drawn.
PIECES = st.sampled_from([*((one,) for one in SOUND), tuple(SOUND), (SOUND[0], SOUND[0]), (), *((x,) for x in UNSOUND)])


def claims(kind: str) -> st.SearchStrategy[Claim]:
    """Return claims of all properties, most of them sound."""
    dice = Random(kind)
    made = [
        Claim(
            claim=dice.choice(NAMES),
            property=case.get("key", code),
            value=value,
            evidence=(dice.choice(SOUND if dice.random() < 0.9 else UNSOUND),),
            credibility=dice.choice([None, 1, 2, 3, 4, 5, 6, 6, 0]),
            basis=dice.choice(["explicit", "explicit", "inferred", "guessed", None]) if code == "date" else None,
            note=dice.choice([None, None, None, "Some words.", ""]),
        )
        for (owner, code), case in CASES.items()
        if owner == kind
        for value in [*case["good"] * 3, *(value for value, _, _ in case["bad"])]
    ]
    return st.sampled_from([*made, made[0].__replace__(property="colour"), made[0].__replace__(property="quantity")])


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


CREDITS = st.sampled_from(
    [
        Credit(credit=name, origin=origin, basis=basis, covers=covers, passage=shown)
        for name in NAMES[:3]
        for origin in (WIRE, READOUT, OWN, UNKNOWN)
        for basis in ("text", "photo", "inferred", "hearsay")
        for covers in ("article", "paragraph")
        for shown in OWN_PASSAGES
    ]
)
CHANGES = st.sampled_from(
    [
        {"title": "Other words."},
        {"title": None, "byline": "Some words."},
        {"title": ""},
        {"title": 5},
        {"publisher": "x"},
        {"outlet": MINISTRY},
        {"outlet": None},
        *({"outlet": outlet} for outlet in (GONE_ACTOR, UNKNOWN, "paper", 5)),
        {"published": "2024-06-21"},
        {"published": "June"},
        {"published": None},
        {"published": None, "published_basis": None},
        {"published": "2024", "published_basis": "explicit"},
        {"published_basis": "guessed"},
        TEXT,
        TEXT | {"text_sha256": digest("b")},
        TEXT | {"text_sha256": "abc"},
        {"length": 5},
        {},
    ]
)
REPORTS = st.sampled_from(
    [
        report(name, start, 320, source=source_, directness=directness)
        for name in ("one", "two", "three")
        for start in (100, 200, 320)
        for source_ in (ARTICLE, ARTICLE, UNKNOWN)
        for directness in ("direct", "paraphrase", "verbatim")
    ]
)
ENDS = st.sampled_from(
    [
        RecordRef(kind=kind, id=record)
        for kind in ("incident", "statement", "actor")
        for record in (PACT, PACT_AGAIN, DEMAND, GONE_INCIDENT, UNKNOWN)
    ]
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

USUAL = {
    "person": ANA,
    "authors": frozenset(),
    "newest": 0,
    "four_eyes": True,
    "quotes": {},
    "digests": {},
    "link": LinkFacts(),
}
UNUSUAL = [
    {"person": BEN},
    {"person": BEN},
    {"person": CARA},
    {"person": BEN, "authors": frozenset({BEN})},
    {"newest": 105},
    {"four_eyes": False},
    {"quotes": {(ARTICLE, 100, 120): passage().quote_sha256}},
    {"quotes": {(ARTICLE, 100, 120): digest("b"), (OWN, 100, 120): digest("b")}},
    {"digests": {TEXT["text_sha256"]: ARTICLE, digest("b"): OWN}},
    {"link": LinkFacts(repeat=UNKNOWN)},
    {"link": LinkFacts(closes_cycle=True)},
    {"link": LinkFacts(parent=UNKNOWN)},
]
FACTS = st.sampled_from([world(**USUAL)] * 6 + [world(**{**USUAL, **one}) for one in UNUSUAL])


def steps(kind: str) -> st.SearchStrategy[list[tuple]]:
    """Return commands with their facts: an opening that is accepted, mostly, and then whatever comes."""
    opening, *life = LIVES[kind]
    *life, withdrawal = life
    any_step = st.tuples(COMMANDS[kind], FACTS) | st.sampled_from(life)
    begun = st.sampled_from([*[[opening]] * 9, []])
    ended = st.sampled_from([[], [], [withdrawal]])
    return st.builds(
        lambda *parts: [step for part in parts for step in part],
        begun,
        st.lists(any_step, min_size=3, max_size=14),
        ended,
        st.lists(any_step, max_size=2),
    )
