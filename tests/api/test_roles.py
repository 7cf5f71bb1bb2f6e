"""Who may use which address: the whole table, for every role and every scope of a token.

The table is written out: whoever adds an address says here whom it is for.
"""

import pytest
from django.test import Client

from incidents import tokens
from incidents.api.documentation import document
from incidents.domain.person import ROLES, Person
from tests.api.support import API, user_of
from tests.factories import uid

pytestmark = pytest.mark.django_db


def words(text: str) -> list[str]:
    return text.split()


# fmt: off
EVERYBODY = words("""
    list_incidents get_incident get_incident_candidates get_incident_chain get_incident_history count_incidents
    list_statements get_statement get_statement_chain get_statement_history count_statements
    list_actors get_actor get_actor_history count_actors find_actors list_holders
    list_sources get_source get_source_history count_sources
    list_links get_link get_link_history count_links
    list_claims get_claim count_claims
    get_root list_terms get_term search
    export_incidents export_statements export_actors export_sources export_links export_claims
    describe_incident_export describe_statement_export describe_actor_export describe_source_export
    describe_link_export describe_claim_export
""")
CURATORS = words("""
    list_events get_event import_table send_batch
    open_incident retitle_incident submit_incident
    record_claim_of_incident add_note_to_incident withdraw_preference_of_incident
    record_statement report_statement withdraw_report
    record_claim_of_statement add_note_to_statement withdraw_preference_of_statement
    register_actor record_claim_of_actor add_note_to_actor withdraw_preference_of_actor
    register_source correct_source credit_origin confirm_origin withdraw_origin grade_source assess_source
    decide_proposal
    link_records correct_link withdraw_link
    add_evidence assess_claim prefer_claim withdraw_claim
""")
EDITORS = words("""
    review_incident publish_incident withdraw_incident merge_incidents reverse_incident_merge
    withdraw_statement withdraw_source withdraw_actor merge_actors reverse_actor_merge
""")
# fmt: on
NEEDED = {
    **dict.fromkeys(EVERYBODY),
    **dict.fromkeys(CURATORS, "curator"),
    **dict.fromkeys(EDITORS, "editor"),
}
# A token gives no more than its scope, whatever the role.
SCOPES = {"read": "reader", "curate": "curator", "edit": "editor"}
OPERATIONS = {
    operation["operationId"]: (method, path)
    for path, item in document()["paths"].items()
    for method, operation in item.items()
}


def test_the_table_has_every_address():
    assert OPERATIONS.keys() == NEEDED.keys()
    assert len(EVERYBODY + CURATORS + EDITORS) == len(NEEDED)


def test_the_schema_says_the_same():
    for path, item in document()["paths"].items():
        for method, operation in item.items():
            assert operation.get("x-role") == NEEDED[operation["operationId"]], (method, path)
            assert ({} in operation["security"]) is (NEEDED[operation["operationId"]] is None)


CLIENT = Client(raise_request_exception=False)  # one for all: each loads all middleware anew


def covers(role: str | None, needed: str | None) -> bool:
    """Whether a role may what another one may; None is nobody in particular."""
    if needed is None:
        return True
    return role is not None and ROLES.index(role) >= ROLES.index(needed)


def status(name: str, token: str | None) -> int:
    """Return how a request to an address is answered, with nothing in its body."""
    method, path = OPERATIONS[name]
    for parameter in ("id", "credit", "report"):
        path = path.replace(f"{{{parameter}}}", uid(parameter))
    path = path.replace("{position}", "1").replace("{list}", "types").replace("{code}", "SUMMONS")
    assert path.startswith(API)
    headers = {"if-match": "*", **({"authorization": f"Token {token}"} if token else {})}
    ask = getattr(CLIENT, method)
    content = {} if method == "get" or name == "import_table" else {"content_type": "application/json"}
    response = ask(path, {}, headers=headers, **content)
    if response.streaming:
        b"".join(response.streaming_content)
    return response.status_code


def token_of(role: str | None, scope: str) -> str:
    person = Person(f"somebody-{role}", frozenset([role] if role else []))
    return tokens.create(user_of(person), scope=scope, days=1)[1]


@pytest.mark.parametrize("name", NEEDED)
def test_who_is_not_signed_in(name):
    told = status(name, None)
    assert (told == 401) is (NEEDED[name] is not None)
    assert told < 500


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("role", [None, *ROLES])
def test_every_role_and_scope(role, scope):
    token = token_of(role, scope)
    for name, needed in NEEDED.items():
        told = status(name, token)
        allowed = covers(role, needed) and covers(SCOPES[scope], needed)
        assert (told == 403) is not allowed, (name, told)
        assert told not in (401, 405, 415) and told < 500, (name, told)


def test_a_token_that_is_not_known_is_refused_everywhere():
    for name in NEEDED:
        assert status(name, "0" * 64) == 401, name
