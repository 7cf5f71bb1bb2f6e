"""Programs that ask the API, and what they ask."""

from typing import Any

from django.contrib.auth.models import Group, User
from django.test import Client

from incidents import tokens
from incidents.domain.person import Person

API = "/api/v1"
JSON = "application/json"
PROBLEM = "application/problem+json"


def user_of(person: Person, *, active: bool = True) -> User:
    """Return the user that a person is, with their roles."""
    user, _ = User.objects.get_or_create(username=person.name, defaults={"is_active": active})
    # The flush after a `transaction=True` test takes the groups of the migrations with it.
    user.groups.set([Group.objects.get_or_create(name=role)[0] for role in sorted(person.roles)])
    return user


class Program:
    """A program with a token, or without one; `get` and `post` take a path below /api/v1/."""

    def __init__(self, token: str | None = None, language: str = "en") -> None:
        headers = {"accept-language": language, **({"authorization": f"Token {token}"} if token else {})}
        self.client = Client(headers=headers, raise_request_exception=False)

    def get(self, path: str, status: int = 200, **query: Any) -> Any:
        """Return the JSON at an address, which answers with this status."""
        return body(self.client.get(f"{API}/{path}", query), status)

    def ask(self, path: str, **headers: str) -> Any:
        """Return the answer to GET as it is."""
        return self.client.get(f"{API}/{path}", headers=headers)

    def post(self, path: str, told: Any = None, status: int = 200, **headers: str) -> Any:
        """Return the JSON that sending a body leads to."""
        return body(self.send(path, told, **headers), status)

    def send(self, path: str, told: Any = None, **headers: str) -> Any:
        """Return the answer to POST as it is; `if_match` and `idempotency_key` are headers."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(f"{API}/{path}", {} if told is None else told, content_type=JSON, headers=named)


def body(response: Any, status: int = 200) -> Any:
    """Return what an answer says; problems are problem documents."""
    assert response.status_code == status, (response.status_code, response.content.decode()[:2000])
    assert response.headers["Content-Type"].startswith(PROBLEM if status >= 400 else JSON)
    return response.json()


def program(
    person: Person | None = None, *, scope: str = "edit", language: str = "en", days: int | None = 1
) -> Program:
    """Return a program that acts for a person, or for nobody."""
    if person is None:
        return Program(language=language)
    _, words = tokens.create(user_of(person), scope=scope, days=days)
    return Program(words, language)


def ids(answer: dict[str, Any]) -> list[str]:
    """Return the ids of a list, in order."""
    return [record["id"] for record in answer["results"]]
