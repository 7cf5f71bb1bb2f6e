"""Whatever stands in a parameter, the answer is a page or a problem, never a fault of ours."""

from itertools import cycle
from urllib.parse import quote

import pytest

from incidents.api.documentation import document
from tests.api.support import JSON, PROBLEM

JUNE = "b8fabfb0-5852-5863-8287-e2b8cfbad949"
NASTY = (
    "", "0", "-1", "1e9", "99999999999999999999", "9223372036854775807", "9223372036854775808", "NaN", "null",
    "' OR 1=1--", "%", "_", "*", "\\", '"', "“", "((", "OR", "- -", "\u200b", "é" * 100, "🇰🇷", "x" * 450,
    "0001-01-01", "9999-12-31",
    "0000-00-00", "-5000", "Y170000002", "../..", "XXXX", "2024?", "2024-W25", "0001-01-01T00:00+14:00",
    "9999-12-31T23:59:59-12:00", JUNE, ",", ",,,", "KOR", "ZZZ", "any", "a:b:c", "|", "\x7f", "٣", "２",
)  # fmt: skip
ASKED = 4  # values for each parameter
READING = {path: methods["get"] for path, methods in document()["paths"].items() if "get" in methods}
PLACES = {"{id}": JUNE, "{list}": "types", "{code}": "SUMMONS", "{position}": "1"}


@pytest.mark.parametrize("who", ["anybody", "curator"])
def test_parameters_may_hold_anything(who, request, seeded):
    asking, values = request.getfixturevalue(who), cycle(NASTY)
    for path, operation in READING.items():
        for place, value in PLACES.items():
            path = path.replace(place, value)
        names = [parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "query"]
        for name in names:
            for _, value in zip(range(ASKED), values, strict=False):
                if name == "wait":
                    continue
                address = f"{path}?{name}={quote(value)}"
                response = asking.client.get(address)
                assert response.status_code < 500, address
                kind = PROBLEM if response.status_code >= 400 else JSON
                assert response.headers["Content-Type"].startswith(kind) or "export" in path, address


@pytest.mark.parametrize("id", ["x", "%00", "..", "%2e%2e", "é", "0" * 36, JUNE.upper(), JUNE + "a", "x" * 3_000])
def test_ids_may_be_anything(id, anybody, seeded):
    for plural in ("incidents", "statements", "actors", "sources", "links", "claims"):
        response = anybody.client.get(f"/api/v1/{plural}/{id}/")
        assert response.status_code in (404, 400), response.status_code


def test_ten_thousand_ids_are_refused_at_once(anybody, curator, db):
    assert anybody.ask("incidents/?source=" + ",".join([JUNE] * 10_000)).status_code == 400
    told = {"expected": dict.fromkeys((f"{JUNE[:-5]}{number:05}" for number in range(10_000)), 1), "commands": []}
    curator.post("batch/", told, 400)
