"""Lists: the envelope, pages that are exact on ties, strict parameters, the past."""

import pytest

from tests.api.support import ids

KINDS = ("incidents", "statements", "actors", "sources", "links", "claims")


@pytest.mark.parametrize("plural", KINDS)
def test_every_list_has_the_envelope(plural, curator, seeded):
    answer = curator.get(f"{plural}/", size=3)
    assert set(answer) == {"as_of", "results", "next", "previous"}
    assert len(answer["results"]) == 3
    assert answer["next"].startswith("http") and answer["previous"] is None


def everything(program, plural):
    """Return the ids of all records of a kind that a program may see, by the fewest pages."""
    answer = program.get(f"{plural}/", size=500)
    found = ids(answer)
    while answer["next"]:
        answer = program.client.get(answer["next"]).json()
        found += ids(answer)
    return found


@pytest.mark.parametrize("plural", KINDS)
def test_pages_lead_through_everything_once_and_back(plural, curator, seeded):
    every = everything(curator, plural)
    forth, back = [], []
    answer = curator.get(f"{plural}/", size=31)
    while True:
        forth.append(ids(answer))
        if answer["next"] is None:
            break
        answer = curator.client.get(answer["next"]).json()
    while True:
        back.append(ids(answer))
        if answer["previous"] is None:
            break
        answer = curator.client.get(answer["previous"]).json()
    assert [id for page in forth for id in page] == every and len(set(every)) == len(every)
    assert back == forth[::-1]


def test_a_foreign_key_is_id_name_and_country(curator, seeded):
    (summons,) = [row for row in curator.get("incidents/", type="SUMMONS", size=500)["results"]
                  if row["date"] == "2024-06-21"]  # fmt: skip
    assert summons["initiator"] == {"id": summons["initiators"][0], "name": "South Korea", "country": "KOR"}
    assert summons["target"]["country"] == "RUS"


@pytest.mark.parametrize(
    ("query", "code", "parameter"),
    [
        ("typ=SUMMONS", "unknown_parameter", "typ"),
        ("type=SUMMONS&type=RECALL", "repeated_parameter", "type"),
        ("type=", "empty", "type"),
        ("type=NOTHING", "unknown_code", "type"),
        ("initiator=Korea", "invalid_id", "initiator"),
        ("initiator=XXX", "unknown_country", "initiator"),
        ("size=0", "invalid_number", "size"),
        ("size=1e9", "invalid_number", "size"),
        ("size=99999999999999999999999", "invalid_number", "size"),
        ("as_of=tomorrow", "invalid_as_of", "as_of"),
        ("as_of=2999-01-01", "future", "as_of"),
        ("as_of=99999999999999999999999999", "future", "as_of"),
        ("as_of=-1", "invalid_as_of", "as_of"),
        ("cursor=abc", "broken_cursor", "cursor"),
        ("order=colour", "unknown_value", "order"),
        ("q=%00", "not_text", "q"),
        ("q=%ff", "not_text", "q"),
        ("q=%ed%a0%80", "not_text", "q"),
        ("fields=password", "unknown_value", "fields"),
        ("source=" + ",".join(["0" * 36] * 200), "too_many_values", "source"),
        ("format=json", "unknown_parameter", "format"),
    ],
)
def test_what_is_malformed_is_named(query, code, parameter, curator):
    response = curator.ask(f"incidents/?{query}")
    assert response.status_code == 400, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    (fault,) = response.json()["errors"]
    assert (fault["code"], fault["parameter"]) == (code, parameter)


def test_a_cursor_belongs_to_one_list(curator, seeded):
    cursor = curator.get("incidents/", size=2)["next"].partition("cursor=")[2]
    for other in (f"statements/?cursor={cursor}", f"incidents/?order=-date&cursor={cursor}",
                  f"incidents/?type=SUMMONS&cursor={cursor}", f"incidents/?as_of=5&cursor={cursor}"):  # fmt: skip
        response = curator.ask(other)
        assert (response.status_code, response.json()["code"]) == (400, "broken_cursor"), other
    assert curator.ask(f"incidents/?size=3&cursor={cursor}").status_code == 200


def test_too_many_parameters_are_refused(curator):
    assert curator.ask("incidents/?" + "&".join(f"a{n}=1" for n in range(500))).status_code == 400
    assert curator.ask("incidents/?q=" + "x" * 20_000).status_code == 400
