"""The questions of docs/api.md, each in one request, as the page writes them, on the seeds."""

import re

import pytest

from tests.api.support import API
from tests.paths import ROOT

PAGE = (ROOT / "docs/api.md").read_text("utf-8")
JUNE, OCTOBER = (re.search(rf"^{name}=(\S+)", PAGE, re.MULTILINE)[1] for name in ("JUNE", "OCTOBER"))
READING = [path.replace("$JUNE", JUNE).replace("$OCTOBER", OCTOBER)
           for path in re.findall(r'^curl -s "\$API/([^"]+)"$', PAGE, re.MULTILINE)]  # fmt: skip
REFUSED = "typ="

pytestmark = pytest.mark.usefixtures("seeded")


def ask(anybody, beginning):
    """Return the rows that the page's request which begins so answers with."""
    path = next(path for path in READING if path.startswith(beginning))
    return body(anybody, path)["results"]


def body(anybody, path):
    response = anybody.client.get(f"{API}/{path}")
    assert response.status_code == 200, (path, response.content[:500])
    return response.json()


@pytest.mark.parametrize("path", READING)
def test_every_request_of_the_page_answers(path, anybody):
    if REFUSED in path:
        assert anybody.client.get(f"{API}/{path}").status_code == 400
        return
    if "/export/" in path:
        assert b"".join(anybody.client.get(f"{API}/{path}").streaming_content).count(b"\n") > 1
        return
    answer = body(anybody, path)
    assert answer.get("results") or "candidates" in path or "as_of=" in path or "title" in answer, path


def test_the_summonses_of_one_dyad(anybody):
    june, october = ask(anybody, "incidents/?type=SUMMONS&initiator=KOR&target=RUS&expand=demands")
    assert (june["date"], october["date"]) == ("2024-06-21", "2024-10-21")
    assert june["dyad"] == {"nth": 1, "days_since_last": None}
    assert october["dyad"] == {"nth": 2, "days_since_last": 122}
    for summons in (june, october):
        assert summons["level_of_summoner"] == "first_vice_minister"
        assert summons["level_of_summoned"] == "ambassador"
        assert summons["issues"] and summons["outcome"]
        assert summons["demands"] and all("DEMAND" in demand["acts"] for demand in summons["demands"])


def test_counts_by_dyad_year_and_type(anybody):
    counts = ask(anybody, "incidents/counts/?by=dyad,year,type")
    summonses = {"initiator_country": "KOR", "target_country": "RUS", "year": 2024, "type": "SUMMONS", "count": 2}
    assert summonses in counts


def test_all_that_one_person_said(anybody):
    said = ask(anybody, "statements/?speaker=Zinoviev")
    assert len(said) >= 5
    assert all(passage["start"] < passage["end"] for statement in said for passage in statement["reports"])


def test_who_disagrees_about_what(anybody):
    rows = ask(anybody, "incidents/?disputed=any")
    assert rows
    for incident in rows:
        for stored in incident["disputed"]:
            rivals = [claim for claim in incident["claims"] if claim["property"] == stored]
            assert len({str(claim["value"]) for claim in rivals}) > 1
            assert sum(claim["resolved"] for claim in rivals) == 1
            assert all(claim["evidence"] for claim in rivals)


def test_who_replied_to_whom_with_which_act(anybody):
    replies = ask(anybody, "links/?type=REPLIES_TO,RESPONDS_TO")
    assert replies
    assert all(reply["from"]["act"] and reply["from"]["speakers"] for reply in replies)


def test_who_held_an_office_on_a_day(anybody):
    (held,) = ask(anybody, "actors/holders/")
    assert (held["actor"]["name"], held["actor"]["country"]) == ("Georgy Zinoviev", "RUS")


def test_the_data_as_of_a_day_and_what_changed_since(anybody):
    assert anybody.get("incidents/", as_of="2020-01-01")["results"] == []
    now = anybody.get("incidents/")
    then = anybody.get("incidents/", as_of=now["as_of"])
    assert then["results"] == now["results"]
    assert anybody.get("incidents/", changed_since=now["as_of"])["results"] == []
    assert anybody.get("incidents/", changed_since="2020-01-01", size=500)["results"]


def test_what_hangs_together(anybody):
    chain = body(anybody, f"incidents/{JUNE}/chain/")
    assert OCTOBER in [member["id"] for member in chain["results"]]
    assert chain["complete"] is True
