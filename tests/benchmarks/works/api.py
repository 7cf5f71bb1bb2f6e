"""The API under gunicorn with eight clients, and plain REST framework on the same rows in the same run."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median, quantiles
from urllib.error import URLError

from django.contrib.auth.models import Group, User
from django.db import connection
from django.db.models import Exists, OuterRef

from incidents import tokens
from incidents.models import Claim, Incident, Source
from incidents.readmodels.tables import CURRENT
from tests.benchmarks import stretching
from tests.benchmarks.bare import Bare
from tests.benchmarks.clients import CLIENTS, Ask, ask, ask_together
from tests.benchmarks.figures import Figure
from tests.benchmarks.sides import BenchError
from tests.benchmarks.sizes import Size
from tests.benchmarks.stretching import stretch
from tests.paths import ROOT

ROWS = {"full": 50_000, "quick": 10_000, "smoke": 60}
EACH = {"full": 5, "quick": 10, "smoke": 2}  # requests of a client, a round
PATIENCE = 60  # seconds after which no further round begins
BEHIND = 0.8  # of what plain REST framework takes
WRITING = 2  # times what plain REST framework takes to change one row
READ_RULE = "at most 0.8 × plain REST framework"
WRITE_RULE = "at most 2 × plain REST framework changing one row without history"
WRITES = ("api_write", "api_grade")
API, PLAIN = "/api/v1", "/plain"
STARTS = 30  # seconds that the server has to start

Asks = Callable[[int], Ask]  # the nth request of one kind


def run(size: Size, database: Bare, head: int) -> list[Figure]:
    """Stretch the incidents, serve them, and ask for everything in turns."""
    wanted = ROWS[size.name]
    copies = max(1, wanted // size.ground - 1)
    stretch(database, 1, copies, versions=True)
    _stretch_documents(database, copies)
    if connection.vendor == "postgresql":
        database.run("VACUUM ANALYZE")
    rows, token = Incident.objects.count(), _token()
    connection.close()
    with served() as port:
        headers = {"Authorization": f"Token {token}"}
        asks = _asks(port, headers, rows, head)
        seconds: dict[tuple[str, str], list[float]] = {}
        started = time.perf_counter()
        for number in range(size.rounds):
            for work, sides in asks.items():
                _round(port, headers, work, sides, seconds, number, EACH[size.name])
            if time.perf_counter() - started > PATIENCE:
                break
    return [_figure(work, seconds, rows, size) for work in asks]


def _stretch_documents(database: Bare, copies: int) -> None:
    """Let the copies of incidents be found by words too."""
    table, sqlite = CURRENT["document"], database.mark == "?"
    names = [column.name for column in table.columns]
    expressions = ", ".join(stretching.expression(name, sqlite) for name in names)
    with database.transaction():
        database.run(
            f"INSERT INTO {table.name} ({', '.join(names)}) SELECT {expressions} FROM (SELECT * FROM {table.name}"
            f" WHERE kind = 'incident' AND {stretching.original(table, sqlite)}) AS one,"
            f" {stretching.series(1, copies, sqlite)} AS counted"
        )


def _asks(port: int, headers: dict[str, str], rows: int, head: int) -> dict[str, dict[str, Asks]]:
    """Return what each work asks of each side; `limit` is an answer with nothing in it."""
    # Copies have no claims: details are asked of those that have.
    incidents = [
        str(id)
        for id in Incident.objects.filter(Exists(Claim.objects.filter(subject_id=OuterRef("id")))).values_list(
            "id", flat=True
        )[:200]
    ]
    sources = [str(id) for id in Source.objects.order_by("id").values_list("id", flat=True)[: CLIENTS * 40]]
    groups = [str(Group.objects.get_or_create(name=f"bench-{number}")[0].id) for number in range(len(sources))]
    connection.close()
    depth = rows * 9 // 10
    cursor = _deep(port, headers, depth)
    word = json.loads(ask(port, headers, [Ask(f"{API}/incidents/{incidents[0]}/")])[0][1])["title"].split()[0]

    def pair(ours: str, plain: str) -> dict[str, Asks]:
        return {"ours": lambda n: Ask(API + ours), "plain": lambda n: Ask(PLAIN + plain), "limit": nothing}

    def nothing(n: int) -> Ask:
        return Ask("/nothing/")

    def of(n: int, ids: list[str]) -> str:
        return ids[n % len(ids)]

    return {
        "api_list": pair("/incidents/", "/incidents/"),
        "api_filtered_list": pair("/incidents/?type=SUMMONS", "/incidents/?type=SUMMONS"),
        "api_deep_page": {
            **pair("/incidents/", f"/incidents/?limit=50&offset={depth}"),
            "ours": lambda n: Ask(cursor),
        },
        "api_detail": {
            "ours": lambda n: Ask(f"{API}/incidents/{of(n, incidents)}/"),
            "plain": lambda n: Ask(f"{PLAIN}/incidents/{of(n, incidents)}/"),
            "limit": nothing,
        },
        "api_as_of_list": pair(f"/incidents/?as_of={head // 2}", "/incidents/"),
        "api_search": pair(f"/search/?q={word}&kind=incident&size=50", f"/incidents/?search={word}"),
        "api_counts": pair("/incidents/counts/?by=type", "/counts/"),
        "api_write": {
            "ours": lambda n: Ask(f"{API}/incidents/{of(n, incidents)}/notes/", _note(n), "POST"),
            "plain": lambda n: Ask(f"{PLAIN}/groups/{of(n, groups)}/", _renamed(n), "PATCH"),
            "limit": nothing,
        },
        # A letter weighs every claim that rests on the source, and some sources are behind most records.
        "api_grade": {
            "ours": lambda n: Ask(f"{API}/sources/{of(n, sources)}/grade/", _grade(n // len(sources)), "POST"),
            "plain": lambda n: Ask(f"{PLAIN}/groups/{of(n, groups)}/", _renamed(n), "PATCH"),
            "limit": nothing,
        },
    }


def _grade(turn: int) -> bytes:
    return json.dumps({"reliability": "ABCDE"[turn % 5]}).encode()


def _note(turn: int) -> bytes:
    return json.dumps({"text": f"Seen, turn {turn}."}).encode()


def _renamed(turn: int) -> bytes:
    return json.dumps({"name": f"bench, turn {turn}"}).encode()


def _deep(port: int, headers: dict[str, str], depth: int) -> str:
    """Return the address of the page at a depth, as the pages before it lead there."""
    path = f"{API}/incidents/?size=500"
    for _ in range(max(1, depth // 500)):
        ((_, body),) = ask(port, headers, [Ask(path)])
        following = json.loads(body)["next"]
        if following is None:
            break
        path = following[following.index(API) :]
    return path.replace("size=500", "size=50")


def _round(
    port: int,
    headers: dict[str, str],
    work: str,
    sides: dict[str, Asks],
    seconds: dict[tuple[str, str], list[float]],
    number: int,
    each: int,
) -> None:
    """Let all clients ask each side, each round beginning with another one."""
    names = list(sides)
    turn = number % len(names)
    total = CLIENTS * each
    for side in names[turn:] + names[:turn]:
        asked = [sides[side](number * total + n) for n in range(total)]
        shares = [asked[client::CLIENTS] for client in range(CLIENTS)]
        given = {**headers, "If-Match": "*"} if work in WRITES else headers
        seconds.setdefault((work, side), []).extend(ask_together(port, given, shares))


def _figure(work: str, seconds: dict[tuple[str, str], list[float]], rows: int, size: Size) -> Figure:
    ours, plain = seconds[work, "ours"], seconds[work, "plain"]
    writes = work in WRITES
    rounds = len(ours) // (CLIENTS * EACH[size.name])
    slow, behind = (quantiles(found, n=100)[98] for found in (ours, plain))
    figure = Figure(
        work,
        connection.vendor,
        median(ours),
        median(seconds[work, "limit"]),
        (WRITING if writes else BEHIND) * median(plain),
        WRITE_RULE if writes else READ_RULE,
        "one request",
        {"djangorestframework": median(plain)},
        notes=[
            f"{rows} incidents, {CLIENTS} clients, median of {len(ours)} requests in {rounds} rounds",
            "the limit is an empty answer",
            f"p99 {slow * 1e3:.1f} ms, plain {behind * 1e3:.1f} ms",
        ],
    )
    figure.p99 = slow
    return figure


def _token() -> str:
    user, _ = User.objects.get_or_create(username="bench-curator")
    user.groups.add(Group.objects.get(name="curator"))
    return tokens.create(user, scope="curate", days=1)[1]


@contextmanager
def served() -> Iterator[int]:
    """Run the tracker under gunicorn, as production does; yield its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.served.settings"}
    options = ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--log-level", "warning"]
    command = [sys.executable, "-m", "gunicorn", "tracker.wsgi", "--bind", f"127.0.0.1:{port}", *options]
    server = subprocess.Popen(
        [*command, "--no-control-socket"], cwd=ROOT, env=os.environ | own, stdin=subprocess.DEVNULL
    )
    try:
        _wait(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(30)


def _wait(port: int, server: subprocess.Popen) -> None:
    until = time.monotonic() + STARTS
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/nothing/", timeout=2).close()
            return
        except (URLError, OSError):
            time.sleep(0.2)
    raise BenchError("The server for the API's benchmarks did not start.")


__all__ = ["run"]
