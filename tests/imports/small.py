"""A made-up coding of two made-up articles, small enough to import in a blink and to break in many ways.

Nothing in it ever happened. Passages are written by their words, `@h0{the words}` or `@h0{the words|headline}`, and
come out as the YAML of a passage: offsets, paragraph and hash are computed here, apart from the code under test.
"""

import re
from hashlib import sha256
from pathlib import Path

ARTICLES = {
    "harbour-note.txt": (
        "Envoy called in over a closed harbour\n"
        "\n"
        "Port Vale – The ministry of Norland called in the envoy of Suland on 3 May 2031.\n"
        "Deputy minister Ada Brink handed over a note and asked that the harbour be opened.\n"
        "Timo Rask, the envoy, left through the café “Zum Anker” without a word. 🛳 stayed put.\n"
    ),
    "suland-answers.txt": (
        "Suland answers Norland\n"
        "The harbour stays shut, Timo Rask said on 4 May 2031, the Coast Wire reported.\n"
        "Norland had called in the envoy the day before.\n"
    ),
}
KEYS = {"h0": "harbour-note.txt", "h1": "suland-answers.txt"}

SOURCES = """\
sources:
- key: h0
  kind: article
  held: true
  outlet: vale-gazette
  title: "Envoy called in over a closed harbour"
  language: en
  published: "2031-05-03/.."
  published_basis: inferred
  published_note: "the day in the text is a lower bound"
  byline: "Nora Plume"
  file: harbour-note.txt
  file_sha256: "%h0"
  text_sha256: "%h0"
  length: %len:h0
  reliability: C
  assessment: coded
- key: h1
  kind: article
  held: true
  outlet: vale-gazette
  language: en
  published: "2031-05-04"
  published_basis: explicit
  file: suland-answers.txt
  file_sha256: "%h1"
  text_sha256: "%h1"
  length: %len:h1
  origins:
  - origin: coast-wire-2031
    basis: text
    passage: @h1{the Coast Wire reported}
  assessment: coded
- key: coast-wire-2031
  kind: wire
  held: false
  outlet: null
  cited_in:
  - @h1{the Coast Wire}
"""

ACTORS = """\
actors:
- key: norland
  kind: state
  claims:
  - property: name
    value: {text: Norland, language: en, kind: short}
    credibility: 2
    evidence: [@h0{Norland}, @h1{Norland|headline}]
- key: suland
  kind: state
  claims:
  - property: name
    value: {text: Suland, language: en, kind: short}
    evidence: [@h0{Suland}]
- key: deputy-minister-norland
  kind: office
  claims:
  - property: name
    value: {text: Deputy minister, language: en, kind: title}
    evidence: [@h0{Deputy minister}]
  - property: rank
    value: deputy_minister
    evidence: [@h0{Deputy minister}]
  - property: belongs_to
    value: norland
    evidence:
    - judgement: "the article names one ministry only"
- key: brink
  kind: person
  claims:
  - property: name
    value: {text: Ada Brink, language: en, kind: official}
    evidence: [@h0{Ada Brink}]
  - property: tenure
    office: deputy-minister-norland
    value: {from: "../2031-05-03", to: "2031-05-03/.."}
    evidence: [@h0{Deputy minister Ada Brink}]
- key: rask
  kind: person
  claims:
  - property: name
    value: {text: Timo Rask, language: en, kind: official}
    evidence: [@h0{Timo Rask}, @h1{Timo Rask}]
- key: vale-gazette
  kind: outlet
  claims:
  - property: name
    value: {text: Vale Gazette, language: en, kind: official}
    evidence:
    - judgement: "the name the two articles are kept under"
"""

INCIDENTS = """\
incidents:
- key: i-note
  title: {en: "Norland calls in the envoy of Suland", id: "Norland memanggil utusan Suland"}
  claims:
  - property: type
    value: SUMMONS
    credibility: 2
    evidence: [@h0{called in the envoy}]
  - property: date
    value: "2031-05-03"
    basis: explicit
    evidence: [@h0{3 May 2031}]
  - property: participant
    actor: brink
    role: summoner
    value: {office: deputy-minister-norland, on_behalf_of: norland}
    evidence: [@h0{Deputy minister Ada Brink}]
  - property: participant
    actor: rask
    role: summoned
    value: {on_behalf_of: suland}
    evidence: [@h0{the envoy of Suland}]
  - property: quantity
    predicate: attended
    value: {unit: person, low: 2, best: 2, high: 3}
    evidence: [@h0{Ada Brink}]
  - property: place
    value: {name: Port Vale, role: where, precision: city}
    evidence: [@h0{Port Vale|dateline}]
  notes: ["the two articles agree"]
- key: i-closure
  title: {en: "The harbour is closed"}
  claims:
  - property: type
    value: OTHER
    evidence: [@h0{a closed harbour|headline}]
  - property: date
    value: "../2031-05-03"
    basis: inferred
    evidence:
    - judgement: "closed before anybody was called in"
"""

STATEMENTS_JUNE = """\
statements:
- key: st-demand
  claims:
  - property: speaker
    value: {actors: [brink], mode: alone}
    evidence: [@h0{Ada Brink}]
  - property: on_behalf_of
    value: norland
    evidence: [@h0{The ministry of Norland}]
  - property: addressee
    value: rask
    evidence: [@h0{the envoy of Suland}]
  - property: act
    value: DEMAND
    evidence: [@h0{asked that the harbour be opened}]
  - property: about
    value: {kind: incident, id: i-closure}
    evidence: [@h0{the harbour be opened}]
  - property: incident
    value: i-note
    evidence: [@h0{handed over a note and asked}]
  - property: gist
    value: {en: "Open the harbour again.", id: "Buka kembali pelabuhan itu."}
    evidence: [@h0{asked that the harbour be opened}]
  reports:
  - @h0{asked that the harbour be opened}+{directness: paraphrase}
"""

STATEMENTS_OCTOBER = """\
statements:
- key: st-refusal
  claims:
  - property: speaker
    value: {actors: [rask], mode: alone}
    evidence: [@h1{Timo Rask said}+{relay: [coast-wire-2031]}]
  - property: act
    value: REJECT
    evidence: [@h1{The harbour stays shut}+{relay: [coast-wire-2031]}]
  - property: date
    value: "2031-05-04"
    basis: explicit
    evidence: [@h1{4 May 2031}]
  - property: about
    value: {kind: statement, id: st-demand}
    evidence: [@h1{The harbour stays shut}]
  - property: gist
    value: {en: "It stays shut."}
    evidence: [@h1{The harbour stays shut}]
  reports:
  - @h1{The harbour stays shut}+{directness: paraphrase, relay: [coast-wire-2031]}
"""

LINKS = """\
links:
- key: l-note-to-closure
  from: i-note
  type: RESPONDS_TO
  to: i-closure
  confidence: high
  rationale: "The envoy is called in because of the harbour."
  evidence: [@h0{called in over a closed harbour|headline}]
- key: l-refusal-to-demand
  from: st-refusal
  type: REPLIES_TO
  to: st-demand
  confidence: high
  evidence: [@h1{The harbour stays shut}]
"""

FILES = {
    "sources.yaml": SOURCES,
    "actors.yaml": ACTORS,
    "incidents.yaml": INCIDENTS,
    "statements-june.yaml": STATEMENTS_JUNE,
    "statements-october.yaml": STATEMENTS_OCTOBER,
    "links.yaml": LINKS,
}
PASSAGE = re.compile(r"@(?P<source>h\d)\{(?P<words>[^}|]*)(\|(?P<kind>\w+))?\}(\+\{(?P<more>[^}]*)\})?")


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def passage(source: str, words: str, kind: str = "body", more: str = "") -> str:
    """Return a passage as flow YAML; `more` are further fields of it."""
    text = ARTICLES[KEYS[source]]
    start = text.index(words)
    paragraph = len([line for line in text[: start + 1].splitlines() if line.strip()])
    place = f"paragraph: {paragraph}, start: {start}, end: {start + len(words)}"
    tail = f", {more}" if more else ""
    return f'{{source: {source}, {place}, kind: {kind}, quote_sha256: "{digest(words)}"{tail}}}'


def rendered(template: str) -> str:
    """Return a template as YAML."""
    for source, name in KEYS.items():
        template = template.replace(f"%len:{source}", str(len(ARTICLES[name])))
        template = template.replace(f"%{source}", digest(ARTICLES[name]))
    return PASSAGE.sub(lambda m: passage(m["source"], m["words"], m["kind"] or "body", m["more"] or ""), template)


def write_coding(directory: Path) -> Path:
    """Write the YAML files into a new directory and return it."""
    directory.mkdir()
    for name, template in FILES.items():
        (directory / name).write_text(rendered(template), encoding="utf-8")
    return directory


def write_articles(directory: Path) -> Path:
    """Write the articles into a new directory and return it."""
    directory.mkdir()
    for name, text in ARTICLES.items():
        (directory / name).write_bytes(text.encode())
    return directory
