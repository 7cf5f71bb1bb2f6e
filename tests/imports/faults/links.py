"""Links with one thing broken."""

from tests.imports.faults.fault import Fault

FIRST_LINK = "- key: l-note-to-closure"

LINKS = [
    Fault(
        "unknown type",
        "links.yaml",
        "  type: REPLIES_TO",
        "  type: ANSWERS",
        "links[1].type",
        "“ANSWERS” is no code of links; use one of",
    ),
    Fault(
        "type that follows from others",
        "links.yaml",
        "  type: REPLIES_TO",
        "  type: CORROBORATES",
        "links[1].type",
        "CORROBORATES follows from other records",
    ),
    Fault(
        "ends that the type does not join",
        "links.yaml",
        "  type: RESPONDS_TO",
        "  type: REPLIES_TO # incidents",
        "links[0].type",
        "REPLIES_TO may join statement → statement",
    ),
    Fault(
        "unknown end",
        "links.yaml",
        "  to: i-closure",
        "  to: i-closing",
        "links[0].to",
        "“i-closing” is the key of no incident or statement",
    ),
    Fault(
        "an actor as end",
        "links.yaml",
        "  from: i-note",
        "  from: norland",
        "links[0].from",
        "“norland” is the key of no incident or statement",
    ),
    Fault(
        "link to itself",
        "links.yaml",
        "  to: i-closure",
        "  to: i-note",
        "links[0].to",
        "A record is not linked to itself",
    ),
    Fault(
        "circle",
        "links.yaml",
        FIRST_LINK,
        "- {key: l-back, from: i-closure, type: RESPONDS_TO, to: i-note, confidence: low, rationale: back}\n"
        + FIRST_LINK,
        "links[1].to",
        "RESPONDS_TO would close a circle",
        "  to: i-closure",
    ),
    Fault(
        "the same link twice",
        "links.yaml",
        FIRST_LINK,
        "- {key: l-first, from: i-note, type: RESPONDS_TO, to: i-closure, confidence: low, rationale: first}\n"
        + FIRST_LINK,
        "links[1].type",
        "already linked so, by l-first",
        "  type: RESPONDS_TO\n",
    ),
    Fault(
        "unknown confidence",
        "links.yaml",
        "  confidence: high\n  rationale",
        "  confidence: certain\n  rationale",
        "links[0].confidence",
        "use one of: high, low, medium",
        "confidence: certain",
    ),
    Fault(
        "no grounds",
        "links.yaml",
        "  evidence: [@h1{The harbour stays shut}]",
        "  evidence: []",
        "links[1].evidence",
        "Give a passage or a rationale",
    ),
    Fault(
        "only a judgement",
        "links.yaml",
        "  evidence: [@h0{called in over a closed harbour|headline}]",
        "  evidence: [{judgement: so it seems}]",
        "links[0].evidence",
        "give its passage, or lower the confidence to low",
    ),
]
