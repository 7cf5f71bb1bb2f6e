"""Examples for the schema, from the seeds: what reading answers, and bodies that could be sent.

`examples.json` holds {operation: {"path", "answer"}}; a test asks the seeds for each path and compares.
"""

from functools import cache
from pathlib import Path
from typing import Any

import msgspec

JUNE = "b8fabfb0-5852-5863-8287-e2b8cfbad949"
OCTOBER = "114702bd-c7bd-561a-a81e-411d92f392bc"
JUDGED = [{"judgement": "The ministry's own announcement, seen by the curator."}]
TYPE = {"property": "type", "value": "SUMMONS", "evidence": JUDGED}
DATE = {"property": "date", "value": "2024-06-21", "basis": "explicit", "evidence": JUDGED}
LINK = {
    "from": {"kind": "incident", "id": OCTOBER},
    "to": {"kind": "incident", "id": JUNE},
    "type": "FOLLOWS",
    "confidence": "high",
    "rationale": "Four months later, on the same issue.",
}
# Bodies by operation.
BODIES: dict[str, dict[str, Any]] = {
    "link_records": LINK,
    "open_incident": {"title": {"en": "A third summons"}, "claims": [TYPE]},
    "record_claim_of_incident": {"claim": DATE, "reason": "A second source gives the day."},
    "add_note_to_incident": {"text": "The readout was taken down in November.", "property": "date"},
    "review_incident": {"decision": "approve"},
    "merge_incidents": {"into": JUNE},
    "withdraw_incident": {"reason": "Recorded twice."},
    "assess_claim": {"credibility": 2},
    "add_evidence": {"evidence": JUDGED},
    "grade_source": {"reliability": "B"},
    "send_batch": {
        "commands": [
            {
                "command": "OpenIncident",
                "id": "6f1c2d34-0000-4000-8000-000000000001",
                "title": {"en": "A third summons"},
                "claims": [TYPE],
            },
            {
                "command": "LinkRecords",
                **LINK,
                "from": {"kind": "incident", "id": "6f1c2d34-0000-4000-8000-000000000001"},
            },
        ],
        "reason": "A newsroom's list for the autumn.",
    },
}


class Example(msgspec.Struct):
    """What a path below /api/v1/ answers on the seeds."""

    path: str
    answer: dict[str, Any]


@cache
def answers() -> dict[str, Example]:
    """Return the examples of answers by operation."""
    return msgspec.json.decode(Path(__file__).with_name("examples.json").read_bytes(), type=dict[str, Example])
