"""Other systems' codes for countries, from countries.yaml."""

from functools import cache
from pathlib import Path

from incidents.codebook.fields import Fields
from incidents.codebook.strict_yaml import load_document


@cache
def _codes() -> dict[str, dict[str, str]]:
    document = load_document(Path(__file__).parent / "countries.yaml")
    top = Fields(document, (), required=("version", "countries"))
    return {country: dict(top.value("countries")[country]) for country in top.mapping_names("countries")}


def alpha2(country: str | None) -> str | None:
    """Return ISO 3166-1 alpha-2 in lower case, or FollowTheMoney's code of a state that is gone."""
    return _codes().get(country, {}).get("alpha2") if country else None


def cow(country: str | None) -> str | None:
    """Return the country's number in the Correlates of War state system."""
    return _codes().get(country, {}).get("cow") if country else None
