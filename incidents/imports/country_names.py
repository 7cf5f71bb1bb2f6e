"""Countries by name, as tables write them: ISO 3166-1 alpha-3, the codebook's names, and common other ones."""

from functools import cache

from incidents import codebook
from incidents.domain.folding import fold

# Names that tables use and CLDR does not.
OTHER_NAMES = {
    "Bolivia (Plurinational State of)": "BOL", "Brunei Darussalam": "BRN",
    "Burma": "MMR", "Cabo Verde": "CPV", "China, People's Republic of": "CHN", "Congo, Republic of the": "COG",
    "Republic of the Congo": "COG", "Congo, Democratic Republic of the": "COD",
    "Democratic Republic of the Congo": "COD", "Cote d'Ivoire": "CIV", "Ivory Coast": "CIV", "Czech Republic": "CZE",
    "DPRK": "PRK", "Democratic People's Republic of Korea": "PRK", "East Timor": "TLS", "England": "GBR",
    "Great Britain": "GBR", "Holland": "NLD", "Holy See": "VAT",
    "Holy See Vatican City State": "VAT", "Iran (Islamic Republic of)": "IRN", "Korea, North": "PRK",
    "Korea, South": "KOR", "Korsel": "KOR", "Korut": "PRK", "Lao PDR": "LAO", "Macau": "MAC", "Macedonia": "MKD",
    "Moldova, Republic of": "MDA", "Palestine": "PSE", "Palestinian Territory": "PSE",
    "Palestinian Territory, Occupied": "PSE", "Republic of Korea": "KOR", "Republic of Korea (South Korea)": "KOR",
    "Republic of Ireland": "IRL", "Russian Federation": "RUS", "Slovak Republic": "SVK", "Swaziland": "SWZ",
    "Syrian Arab Republic": "SYR", "Tanzania, United Republic of": "TZA", "Timor Leste": "TLS", "Turkey": "TUR",
    "Turkiye": "TUR", "UAE": "ARE", "UK": "GBR",
    "United States of America": "USA", "US": "USA", "USA": "USA", "Vatican": "VAT", "Viet Nam": "VNM",
}  # fmt: skip


def country_named(text: str) -> str | None:
    """Return the code of a country, None for a name that is no country's, or for one that is several countries'."""
    code = text.strip()
    return code if code in codebook.current().countries else _by_name().get(_key(text))


@cache
def _by_name() -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for code, label in codebook.current().countries.items():
        for name in (label.en, label.id):
            found.setdefault(_key(name), set()).add(code)
    known = {name: codes.pop() for name, codes in found.items() if len(codes) == 1}
    return known | {_key(name): code for name, code in OTHER_NAMES.items()}


def _key(name: str) -> str:
    """Return a name as it compares: “St. Lucia” is “Saint Lucia”, “Bahamas, The” is “Bahamas”; “and” is not needed."""
    words = fold(name.replace("&", " and ")).split()
    return " ".join("saint" if word == "st" else word for word in words if word not in ("the", "and"))
