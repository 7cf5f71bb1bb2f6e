"""A client generated from the schema, as an integrator would: it reads the seeds and links June and October."""

import importlib
import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from django.test import override_settings

from incidents import tokens
from incidents.api.documentation import document
from incidents.imports.seeds import import_coding
from incidents.models import Link
from tests.api.support import user_of
from tests.imports.support import CODING
from tests.people import OWNER

GENERATOR = Path(sys.executable).with_name("openapi-python-client")
NAME = "generated_demarche_client"


@pytest.fixture(scope="module")
def generated(tmp_path_factory) -> Path:
    """The package that the generator makes, without a warning."""
    place = tmp_path_factory.mktemp("client")
    (place / "schema.json").write_bytes(msgspec.json.encode(document()))
    (place / "config.yml").write_text(f"post_hooks: []\npackage_name_override: {NAME}\n")
    command = [GENERATOR, "generate", "--path", place / "schema.json", "--config", place / "config.yml",
               "--meta", "none", "--output-path", place / NAME, "--fail-on-warning"]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return place


@pytest.mark.django_db(transaction=True)
@override_settings(ALLOWED_HOSTS=["localhost"])
def test_a_generated_client_links_june_and_october(generated, live_server, monkeypatch):
    import_coding(CODING)
    monkeypatch.syspath_prepend(generated)
    module = importlib.import_module
    package = module(NAME)
    listing = module(f"{NAME}.api.incidents.list_incidents")
    linking = module(f"{NAME}.api.links.link_records")
    models = module(f"{NAME}.models")
    _, words = tokens.create(user_of(OWNER), scope="curate", days=1)
    client = package.AuthenticatedClient(base_url=live_server.url, token=words, prefix="Token")

    summons = models.ListIncidentsTypeItem("SUMMONS") if hasattr(models, "ListIncidentsTypeItem") else "SUMMONS"
    june, october = listing.sync(client=client, type_=[summons]).results
    assert (june.date, october.date) == ("2024-06-21", "2024-10-21")
    told = {"from": {"kind": "incident", "id": october.id}, "to": {"kind": "incident", "id": june.id},
            "type": "FOLLOWS", "confidence": "high", "rationale": "Four months later, on the same issue."}  # fmt: skip
    body = models.LinkRecords.from_dict(told)
    first = linking.sync_detailed(client=client, body=body, idempotency_key="june-october")
    again = linking.sync_detailed(client=client, body=body, idempotency_key="june-october")
    assert (int(first.status_code), json.loads(again.content)) == (201, json.loads(first.content))
    link = Link.objects.get(type="FOLLOWS", from_id=october.id, to_id=june.id)
    assert first.parsed.id == str(link.id)
    refused = linking.sync(client=client, body=body)
    assert (refused.code, refused.status) == ("link_exists", 422)
