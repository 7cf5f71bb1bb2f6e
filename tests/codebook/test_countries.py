"""Countries: ISO 3166-1 alpha-3 codes with names in both languages."""

from incidents import codebook
from incidents.codebook.model import Bilingual

COUNTRIES = codebook.current().countries


def test_the_countries_of_the_seeds_and_states_that_are_gone():
    assert COUNTRIES["KOR"] == Bilingual("South Korea", "Korea Selatan")
    assert {"PRK", "RUS", "USA", "UKR", "JPN", "VNM", "CHN", "IDN", "XKX", "SUN", "YUG"} <= COUNTRIES.keys()


def test_codes_have_three_capitals_and_what_is_no_country_is_missing():
    assert all(len(code) == 3 and code.isupper() and code.isascii() for code in COUNTRIES)
    assert not {"ROK", "KOX", "EUR", "XXX"} & COUNTRIES.keys()


def test_a_country_needs_both_names(draft):
    line = draft.change("countries.yaml", "KOR: {en: South Korea, id: Korea Selatan}", "KOR: {en: South Korea}")
    error = draft.error()
    assert (error.file, error.line, error.field) == ("countries.yaml", line, "countries.KOR.id")
