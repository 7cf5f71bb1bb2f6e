"""For every property of the codebook: values that are good, values that are bad and why.

A case is {good: [value], bad: [(value, code, field)]}, with `key` the stored name of a keyed property and `list` the
term list that a code has to come from.
"""

from tests.domain.story import (
    DEMAND,
    GONE_ACTOR,
    GONE_INCIDENT,
    GONE_STATEMENT,
    KIM,
    KIM_AGAIN,
    KOREA,
    MINISTRY,
    PACT,
    PACT_AGAIN,
    UNKNOWN,
    VICE_MINISTER,
    ZINOVIEV,
)

DATES = {
    "good": ["2024-06-21", "2024-06", "2024-06~", "../2024-10-20", "2024-10-24T09:35+07:00", "XXXX"],
    "bad": [
        ("21 June 2024", "invalid_date", "value"),
        ("2024-13", "invalid_date", "value"),
        (20240621, "invalid_date", "value"),
        (None, "invalid_date", "value"),
        ({"start": "2024"}, "invalid_date", "value"),
        (" 2024", "date_spelling", "value"),
        ("", "date_spelling", "value"),
    ],
}
RANKS = {
    "good": ["ambassador", "first_vice_minister"],
    "bad": [("AMBASSADOR", "unknown_code", "value"), (1, "unknown_code", "value")],
}
AN_ACTOR = {
    "good": [KIM, MINISTRY, KIM_AGAIN],
    "bad": [
        ("kim", "invalid_id", "value"),
        (None, "invalid_id", "value"),
        ([KIM], "invalid_id", "value"),
        ({"id": KIM}, "invalid_id", "value"),
        (UNKNOWN, "unknown_actor", "value"),
        (PACT, "unknown_actor", "value"),
        (GONE_ACTOR, "withdrawn_actor", "value"),
    ],
}


def coded(*good, list_name):
    return {
        "good": list(good),
        "bad": [
            (value, "unknown_code", "value") for value in ("NO_SUCH_CODE", "", None, 3, True, [good[0]], {"code": 1})
        ],
        "list": list_name,
    }


SEOUL = {"name": "Seoul", "country": "KOR", "role": "where", "precision": "city"}
PERSONS = {"unit": "person", "low": 1000, "best": 1500, "high": 2000}
A_NAME = {"text": "Kim Hong-kyun", "language": "en", "kind": "romanisation"}

CASES = {
    ("incident", "type"): {
        "good": ["SUMMONS", "RECALL", "OTHER"],
        "bad": [
            ("SUMMON", "unknown_code", "value"),
            (None, "unknown_code", "value"),
            (["SUMMONS"], "unknown_code", "value"),
            ("ULTIMATUM", "not_an_incident", "value"),
            ("MARKET_REACTION", "not_an_incident", "value"),
        ],
    },
    ("incident", "date"): DATES,
    ("incident", "place"): {
        "good": [SEOUL, SEOUL | {"country": None}, {"name": "the ministry", "role": "target", "precision": "site"}],
        "bad": [
            ("Seoul", "wrong_fields", "value"),
            (["name", "role", "precision"], "wrong_fields", "value"),
            ({}, "wrong_fields", "value"),
            ({"name": "Seoul", "role": "where"}, "wrong_fields", "value"),
            (SEOUL | {"dateline": True}, "wrong_fields", "value"),
            (SEOUL | {"name": ""}, "empty_text", "value.name"),
            (SEOUL | {"name": None}, "empty_text", "value.name"),
            (SEOUL | {"name": "x" * 501}, "text_too_long", "value.name"),
            (SEOUL | {"role": "dateline"}, "unknown_code", "value.role"),
            (SEOUL | {"precision": "exact"}, "unknown_code", "value.precision"),
            (SEOUL | {"country": "KR"}, "invalid_country", "value"),
            (SEOUL | {"country": ["KOR"]}, "invalid_country", "value"),
        ],
    },
    ("incident", "participant"): {
        "key": f"participant:{KIM}:summoner",
        "good": [{}, {"office": None}, {"office": VICE_MINISTER}, {"office": VICE_MINISTER, "on_behalf_of": KOREA}],
        "bad": [
            (None, "wrong_fields", "value"),
            (KOREA, "wrong_fields", "value"),
            ({"title": "Vice Minister"}, "wrong_fields", "value"),
            ({"office": "vice minister"}, "invalid_id", "value.office"),
            ({"office": [VICE_MINISTER]}, "invalid_id", "value.office"),
            ({"office": UNKNOWN}, "unknown_actor", "value.office"),
            ({"office": MINISTRY}, "wrong_actor_kind", "value.office"),
            ({"on_behalf_of": UNKNOWN}, "unknown_actor", "value.on_behalf_of"),
            ({"on_behalf_of": GONE_ACTOR}, "withdrawn_actor", "value.on_behalf_of"),
            ({"on_behalf_of": {}}, "invalid_id", "value.on_behalf_of"),
        ],
    },
    ("incident", "issue"): coded("ARMS_TRANSFER", "TREATY_OR_PACT", list_name="issues"),
    ("incident", "occurrence"): coded("reported", "did_not_happen", list_name="occurrences"),
    ("incident", "quantity"): {
        "key": "quantity:sent",
        "good": [
            PERSONS,
            {"unit": "person", "low": 1500},
            {"unit": "person", "low": None, "best": None, "high": 12000},
            {"unit": "usd", "low": "1.5", "best": "1.50", "high": "1.5"},
            {"unit": "percent", "best": "-0.25"},
            {"unit": "person", "best": 0},
            {"unit": "person", "low": "9", "high": "10"},
        ],
        "bad": [
            (1500, "wrong_fields", "value"),
            ({"low": 1500}, "wrong_fields", "value"),
            (PERSONS | {"about": 1500}, "wrong_fields", "value"),
            (PERSONS | {"unit": "soldier"}, "unknown_code", "value.unit"),
            ({"unit": "person"}, "no_number", "value"),
            ({"unit": "person", "low": None}, "no_number", "value"),
            ({"unit": "person", "low": 2, "best": 1}, "number_order", "value"),
            ({"unit": "person", "best": 3, "high": 2}, "number_order", "value"),
            ({"unit": "person", "low": 3, "high": "2.9"}, "number_order", "value"),
            *(
                ({"unit": "person", name: number}, "invalid_number", f"value.{name}")
                for name, number in [
                    ("low", 1.5),
                    ("best", True),
                    ("high", "many"),
                    ("low", ""),
                    ("low", "NaN"),
                    ("low", "Infinity"),
                    ("low", "1e5"),
                    ("low", "1_500"),
                    ("low", " 1500"),
                    ("low", "1500\n"),
                    ("low", "1."),
                    ("low", "١٥"),
                    ("low", [0, [1], 0]),
                    ("low", {}),
                ]
            ),
        ],
    },
    ("incident", "ordinal"): {
        "good": [{"n": 1}, {"n": 3, "window": "2024-06"}, {"n": 3, "window": None}],
        "bad": [
            (3, "wrong_fields", "value"),
            ({"window": "2024"}, "wrong_fields", "value"),
            ({"n": 0}, "invalid_ordinal", "value.n"),
            ({"n": -1}, "invalid_ordinal", "value.n"),
            ({"n": True}, "invalid_ordinal", "value.n"),
            ({"n": "3"}, "invalid_ordinal", "value.n"),
            ({"n": 3, "window": "June"}, "invalid_date", "value.window"),
            ({"n": 3, "window": ""}, "date_spelling", "value.window"),
        ],
    },
    ("incident", "level_of_summoner"): RANKS,
    ("incident", "level_of_summoned"): RANKS,
    ("incident", "publicity"): coded("announced", "leaked", list_name="publicity"),
    ("incident", "channel"): coded("in_person", "note", list_name="channels"),
    ("incident", "outcome"): coded("attended", "refused", list_name="outcomes"),
    ("incident", "scope"): coded("core", "context", list_name="scopes"),
    ("statement", "speaker"): {
        "good": [
            {"actors": [KIM], "mode": "alone"},
            {"actors": [KIM, ZINOVIEV], "mode": "together"},
            {"actors": [KIM, ZINOVIEV], "mode": "each"},
        ],
        "bad": [
            (KIM, "wrong_fields", "value"),
            ({"actors": [KIM]}, "wrong_fields", "value"),
            ({"actors": [KIM], "mode": "aloud"}, "unknown_code", "value.mode"),
            ({"actors": [], "mode": "alone"}, "invalid_speakers", "value.actors"),
            ({"actors": KIM, "mode": "alone"}, "invalid_speakers", "value.actors"),
            ({"actors": None, "mode": "alone"}, "invalid_speakers", "value.actors"),
            ({"actors": [KIM, KIM], "mode": "each"}, "invalid_speakers", "value.actors"),
            ({"actors": [KIM], "mode": "together"}, "speaker_mode", "value.mode"),
            ({"actors": [KIM, ZINOVIEV], "mode": "alone"}, "speaker_mode", "value.mode"),
            ({"actors": [[KIM]], "mode": "alone"}, "invalid_id", "value.actors[0]"),
            ({"actors": [KIM, {}], "mode": "each"}, "invalid_id", "value.actors[1]"),
            ({"actors": [KIM, UNKNOWN], "mode": "each"}, "unknown_actor", "value.actors[1]"),
            ({"actors": [GONE_ACTOR], "mode": "alone"}, "withdrawn_actor", "value.actors[0]"),
        ],
    },
    ("statement", "on_behalf_of"): AN_ACTOR,
    ("statement", "addressee"): AN_ACTOR,
    ("statement", "act"): coded("DENY", "PROPOSE", list_name="acts"),
    ("statement", "acts"): coded("DENY", "PROPOSE", list_name="acts"),
    ("statement", "date"): DATES,
    ("statement", "about"): {
        "good": [{"kind": "incident", "id": PACT}, {"kind": "statement", "id": DEMAND}],
        "bad": [
            (PACT, "wrong_fields", "value"),
            ({"id": PACT}, "wrong_fields", "value"),
            ({"kind": "actor", "id": KIM}, "wrong_kind", "value.kind"),
            ({"kind": ["incident"], "id": PACT}, "wrong_kind", "value.kind"),
            ({"kind": "incident", "id": "pact"}, "invalid_id", "value.id"),
            ({"kind": "incident", "id": [PACT]}, "invalid_id", "value.id"),
            ({"kind": "statement", "id": PACT}, "unknown_record", "value.id"),
            ({"kind": "incident", "id": GONE_INCIDENT}, "withdrawn_record", "value.id"),
            ({"kind": "statement", "id": GONE_STATEMENT}, "withdrawn_record", "value.id"),
        ],
    },
    ("statement", "incident"): {
        "good": [PACT, PACT_AGAIN],
        "bad": [
            ("pact", "invalid_id", "value"),
            (None, "invalid_id", "value"),
            ({"id": PACT}, "invalid_id", "value"),
            (DEMAND, "unknown_record", "value"),
            (GONE_INCIDENT, "withdrawn_record", "value"),
        ],
    },
    ("statement", "modality"): coded("asserted", "hedged", list_name="modalities"),
    ("statement", "venue"): coded("meeting", "x", list_name="venues"),
    ("statement", "gist"): {
        "good": [{"en": "It should end."}, {"id": "Harus dihentikan."}, {"en": "It should end.", "id": "Berhenti."}],
        "bad": [
            ("It should end.", "one_language", "value"),
            ({}, "one_language", "value"),
            ({"ko": "중단"}, "one_language", "value"),
            ({"en": ""}, "empty_text", "value.en"),
            ({"en": "It should end.", "id": None}, "empty_text", "value.id"),
            ({"en": "x" * 5001}, "text_too_long", "value.en"),
        ],
    },
    ("actor", "name"): {
        "good": [A_NAME, A_NAME | {"language": None}, A_NAME | {"language": "ko-Hang"}, A_NAME | {"language": "kor"}],
        "bad": [
            ("Kim", "wrong_fields", "value"),
            ({"text": "Kim"}, "wrong_fields", "value"),
            (A_NAME | {"script": "Latn"}, "wrong_fields", "value"),
            (A_NAME | {"text": ""}, "empty_text", "value.text"),
            (A_NAME | {"text": "x" * 501}, "text_too_long", "value.text"),
            (A_NAME | {"kind": "nickname"}, "unknown_code", "value.kind"),
            (A_NAME | {"language": "English"}, "invalid_language", "value.language"),
            (A_NAME | {"language": "ko-KR"}, "invalid_language", "value.language"),
            (A_NAME | {"language": "id\n"}, "invalid_language", "value.language"),
            (A_NAME | {"language": 1}, "invalid_language", "value.language"),
        ],
    },
    ("actor", "country"): {
        "good": ["KOR", "RUS"],
        "bad": [
            (value, "invalid_country", "value")
            for value in ("KR", "kor", "KOX", "ROK", "KORE", "410", "KOR\n", "", None, 410, ["KOR"])
        ],
    },
    ("actor", "tenure"): {
        "key": f"tenure:{VICE_MINISTER}",
        "good": [
            {},
            {"from": None, "to": None},
            {"from": "2023-12", "to": "2024-06"},
            {"from": "../2024-06-21", "to": "2024-10-21/.."},
            {"from": "2024", "to": "2024-06"},
            {"from": "2024-06-21", "to": "2024-06-21"},
            {"from": "2024", "to": "XXXX"},
        ],
        "bad": [
            ("2023/2024", "wrong_fields", "value"),
            ({"since": "2023"}, "wrong_fields", "value"),
            ({"from": "December"}, "invalid_date", "value.from"),
            ({"to": 2024}, "invalid_date", "value.to"),
            ({"from": ""}, "date_spelling", "value.from"),
            ({"to": False}, "invalid_date", "value.to"),
            ({"from": "2024-06-22", "to": "2024-06-21"}, "tenure_order", "value.to"),
        ],
    },
    ("actor", "belongs_to"): AN_ACTOR,
    ("actor", "rank"): RANKS | {"of": "office"},
}
