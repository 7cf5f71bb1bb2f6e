"""What is public names what is not in every way there is; the public reads neither its id nor its name anywhere."""

import pytest

from tests.api.support import API
from tests.exports.test_as_of import private_and_public

pytestmark = pytest.mark.django_db

PLURALS = ("incidents", "statements", "actors", "sources", "links", "claims")


def addresses(program):
    """Yield every address that the public can read about what it sees."""
    for plural in PLURALS:
        yield f"{plural}/?size=500"
        yield f"{plural}/counts/"
        for record in program.get(f"{plural}/", size=500)["results"]:
            yield f"{plural}/{record['id']}/"
            yield from (f"{plural}/{record['id']}/{more}/" for more in MORE.get(plural, ()))
    yield from ("claims/?fields=value", "actors/?fields=tenures", "sources/?fields=origins", "statements/?fields=about")
    yield from ("search/?q=hidden", "actors/find/?q=hidden", "actors/holders/?office_in=hidden")


MORE = {
    "incidents": ("history", "chain", "candidates"),
    "statements": ("history", "chain"),
    "actors": ("history",),
    "sources": ("history",),
    "links": ("history",),
}


def test_nothing_hidden_shows(anybody):
    _, _, hidden = private_and_public()
    looked_at = 0
    for address in addresses(anybody):
        response = anybody.client.get(f"{API}/{address}")
        told = response.content.decode()
        assert not [id for id in hidden if id in told], address
        assert "Hidden" not in told, address
        looked_at += response.status_code == 200
    assert looked_at > 20


@pytest.mark.parametrize("plural", PLURALS)
def test_nobody_can_ask_for_it(anybody, plural):
    _, _, hidden = private_and_public()
    for id in hidden:
        response = anybody.client.get(f"{API}/{plural}/{id}/")
        assert response.status_code == 404 and id not in response.content.decode()


def test_who_has_a_role_sees_it(reader):
    _, _, hidden = private_and_public()
    told = "".join(reader.client.get(f"{API}/{plural}/?size=500").content.decode() for plural in PLURALS)
    assert all(id in told for id in hidden)
