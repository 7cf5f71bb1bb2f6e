"""Clients that ask a server at the same time, each over a connection of its own that stays open."""

import http.client
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier

CLIENTS = 8
TIMEOUT = 60


@dataclass(frozen=True)
class Ask:
    """A request: the address, and a body where it writes something."""

    path: str
    body: bytes | None = None
    method: str = "GET"


class AnswerError(Exception):
    """An answer that is none of the good ones."""


def ask(port: int, headers: Mapping[str, str], requests: Iterable[Ask]) -> list[tuple[float, bytes]]:
    """Ask one thing after the other; return (seconds, body) of each answer. Raises AnswerError."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    found = []
    for one in requests:
        sent = {**headers, **({"Content-Type": "application/json"} if one.body is not None else {})}
        start = time.perf_counter()
        connection.request(one.method, one.path, one.body, sent)
        response = connection.getresponse()
        body = response.read()
        found.append((time.perf_counter() - start, body))
        if not 200 <= response.status < 300:
            raise AnswerError(f"{one.path}: {response.status} {body[:300]!r}")
    connection.close()
    return found


def ask_together(port: int, headers: Mapping[str, str], shares: Sequence[Sequence[Ask]]) -> list[float]:
    """Let clients ask their shares at the same time; return the seconds of all answers."""
    barrier = Barrier(len(shares))

    def work(share: Sequence[Ask]) -> list[float]:
        barrier.wait()
        return [seconds for seconds, _ in ask(port, headers, share)]

    with ThreadPoolExecutor(len(shares)) as pool:
        return [seconds for found in pool.map(work, shares) for seconds in found]
