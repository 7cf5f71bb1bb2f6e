"""The cast of the benchmarks' records: states, offices, persons, outlets, and the sources that speak of them.

Everything follows from a seed number. Who is named how often has a heavy tail, as in the field: a few states and wires
are in a large part of all records, most actors in one or two.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from random import Random

from incidents import codebook
from incidents.domain.actor import RegisterActor
from incidents.domain.bibliography import Bibliography
from incidents.domain.claiming import RecordClaim
from incidents.domain.claims import Claim
from incidents.domain.evidence import Evidence
from incidents.domain.origins import Credit
from incidents.domain.source import Assessment, AssessSource, GradeSource, RegisterSource
from incidents.domain.values import Command

STATES = 60  # at most, and fewer in a small world
OUTLETS = 40
WIRES = 6
TAIL = 1.1  # the nth of a list is named in proportion to 1 / n ** TAIL
VOCABULARY = 12_000  # words of a language that texts are made of
SYLLABLES = ("ka", "ro", "min", "da", "leš", "to", "vi", "sun", "ar", "né", "bel", "ho", "qi", "jam", "ul", "pra")
COPIED = "0190"  # how all ids begin; those of a copy of the world begin otherwise
BASES = ("explicit", "relative_to_publication", "inferred")


class Weighted:
    """A list from which earlier entries are picked more often."""

    def __init__(self, entries: Sequence[str]) -> None:
        self.entries = list(entries)
        self._weights = list(accumulate(1 / rank**TAIL for rank in range(1, len(self.entries) + 1)))

    def pick(self, random: Random, many: int = 1) -> list[str]:
        """Return so many entries, each once at most; fewer where the picks meet."""
        picked = random.choices(self.entries, cum_weights=self._weights, k=many)
        return list(dict.fromkeys(picked))


class World:
    """Actors and sources, in numbers that suit so many incidents."""

    def __init__(self, seed: int, incidents: int) -> None:
        self.random = Random(seed)
        self._ids = 0
        self._words = [self.word() for _ in range(VOCABULARY)]
        self._weights = list(accumulate(1 / rank**TAIL for rank in range(1, VOCABULARY + 1)))
        persons = max(20, incidents // 5)
        states = min(STATES, max(8, incidents))
        self.states = Weighted(self.ids(states))
        self.codes = dict(zip(self.states.entries, sorted(codebook.current().countries), strict=False))
        self.offices = Weighted(self.ids(states * 3))
        self.persons = Weighted(self.ids(persons))
        self.outlets = Weighted(self.ids(min(OUTLETS, max(6, incidents))))
        self.wires = Weighted(self.ids(WIRES))
        self.articles = Weighted(self.ids(max(20, incidents * 4 // 5)))
        self.lengths = {article: self.random.randint(1500, 9000) for article in self.articles.entries}

    def ids(self, many: int) -> list[str]:
        return [self.id() for _ in range(many)]

    def id(self) -> str:
        """Return the next id: it grows with time and ends in random digits, as UUIDv7 does."""
        self._ids += 1
        bits = f"{self.random.getrandbits(74):019x}"
        stamp = f"{COPIED}{self._ids:08x}"
        return f"{stamp[:8]}-{stamp[8:]}-7{bits[:3]}-8{bits[3:6]}-{bits[6:18]}"

    def word(self) -> str:
        return "".join(self.random.choices(SYLLABLES, k=self.random.randint(2, 4)))

    def name(self) -> str:
        return f"{self.word().capitalize()} {self.word().capitalize()}"

    def text(self, words: int) -> str:
        """Return a sentence: as in any language, a few words are every second one of it, and most are rare."""
        return " ".join(self.random.choices(self._words, cum_weights=self._weights, k=words)).capitalize() + "."

    def day(self) -> str:
        """Return a day of thirty years, later ones more often."""
        number = int(30 * 336 * self.random.random() ** 0.5)
        return f"{1995 + number // 336}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}"

    def passage(self) -> Evidence:
        article = self.articles.pick(self.random)[0]
        start = self.random.randrange(self.lengths[article] - 120)
        return Evidence(
            source=article,
            paragraph=start // 400 + 1,
            start=start,
            end=start + self.random.randint(12, 120),
            quote_sha256=self.digest(),
            kind="body",
            relay=tuple(self.wires.pick(self.random)) if self.random.random() < 0.3 else (),
        )

    def digest(self) -> str:
        return f"{self.random.getrandbits(256):064x}"

    def claim(self, name: str, value: object, passages: int = 1, **more: str) -> Claim:
        """Return a claim that rests on so many passages."""
        digit = self.random.choice((None, 1, 2, 2, 3))
        evidence = tuple(self.passage() for _ in range(passages))
        return Claim(claim=self.id(), property=name, value=value, evidence=evidence, credibility=digit, **more)

    def dated(self, day: str, passages: int = 1) -> Claim:
        return self.claim("date", day, passages, basis=self.random.choice(BASES))

    # --- the commands that register them

    def sources(self) -> Iterator[Command]:
        """Yield what registers and grades the sources; the outlets they name come with `actors`."""
        for wire in self.wires.entries:
            outlet = self.outlets.pick(self.random)[0]
            yield RegisterSource(id=wire, held=False, about=Bibliography(kind="wire", outlet=outlet))
        for article in self.articles.entries:
            yield self._article(article)
            yield GradeSource(id=article, reliability=self.random.choice("ABCCD"))
            yield AssessSource(id=article, assessment=Assessment(outcome="coded"))

    def _article(self, article: str) -> RegisterSource:
        credit = Credit(credit=self.id(), origin=self.wires.pick(self.random)[0], basis="text", covers="article")
        about = Bibliography(
            kind="article",
            outlet=self.outlets.pick(self.random)[0],
            title=self.text(8),
            language=self.random.choice(("id", "en", "ko")),
            published=self.day(),
            published_basis="explicit",
            byline=self.name(),
            file=f"{article}.txt",
            file_sha256=self.digest(),
            text_sha256=self.digest(),
            length=self.lengths[article],
        )
        return RegisterSource(
            id=article, held=True, about=about, origins=(credit,) if self.random.random() < 0.3 else ()
        )

    def actors(self) -> Iterator[Command]:
        """Yield what registers the actors, each claim with its passage: the sources come first."""
        for state in self.states.entries:
            yield self._actor(state, "state", self.claim("country", self.codes[state]))
        for outlet in self.outlets.entries:
            yield self._actor(outlet, "outlet")
        for office in self.offices.entries:
            yield self._actor(office, "office", self.claim("rank", self.random.choice(("ambassador", "minister"))))
        for person in self.persons.entries:
            state = self.states.pick(self.random)[0]
            yield self._actor(person, "person", self.claim("country", self.codes[state]))
            office = self.offices.pick(self.random)[0]
            tenure = {"from": self.day(), "to": None}
            yield RecordClaim(kind="actor", id=person, claim=self.claim(f"tenure:{office}", tenure))
            short = {"text": self.name(), "language": "en", "kind": "short"}
            yield RecordClaim(kind="actor", id=person, claim=self.claim("name", short))

    def _actor(self, actor: str, kind: str, *claims: Claim) -> RegisterActor:
        name = self.claim("name", {"text": self.name(), "language": "id", "kind": "official"})
        return RegisterActor(id=actor, kind=kind, claims=(name, *claims))
