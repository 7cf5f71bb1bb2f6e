"""The walk in README.md does what the page says."""

import io
import json
import re
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from incidents.models import Event
from tests.paths import ROOT

PAGE = Path(ROOT / "README.md").read_text("utf-8")
IDS = dict(re.findall(r"\b(JUNE|OCTOBER)=(\S+)", PAGE))
READ = re.findall(r'^curl -s "\$API/([^"]+)"$', PAGE, re.MULTILINE)
WRITTEN = re.search(r'"\$API/(links/)" -d \'(.+?)\'$', PAGE, re.MULTILINE | re.DOTALL)


def filled(text: str) -> str:
    """Return a text as the shell passes it on."""
    for name, value in IDS.items():
        text = text.replace(f"'${name}'", value).replace(f"${name}", value)
    return text


@pytest.fixture
def fresh_tracker(db) -> str:
    """What `make run` leaves, the seeds and the first administrator; and what the import said."""
    said = io.StringIO()
    call_command("import_seeds", stdout=said)
    call_command("create_first_administrator", stdout=io.StringIO())
    return said.getvalue()


def test_the_page_counts_the_records_of_the_seeds(fresh_tracker):
    records = sum(map(int, re.findall(r"(\d+) (?:sources|actors|incidents|statements|links)", fresh_tracker)))
    assert f"{records} records from `seeds/`" in PAGE


def test_the_link_of_the_page_is_recorded_and_the_queries_answer(fresh_tracker, client):
    name = get_user_model().objects.get().get_username()
    token = io.StringIO()
    call_command("create_token", name, scope="curate", days=30, stdout=token)
    answer = client.post(
        f"/api/v1/{WRITTEN[1]}",
        json.loads(filled(WRITTEN[2])),
        "application/json",
        headers={"Authorization": f"Token {token.getvalue().strip()}"},
    )
    assert answer.status_code == 201, answer.content
    assert Event.objects.last().type == "RecordsLinked"
    assert len(READ) >= 3
    for path in READ:
        found = client.get(f"/api/v1/{filled(path)}")
        assert found.status_code == 200 and found.json()["results"], path
