"""Eight processes that edit different records at the same time (PostgreSQL)."""

import multiprocessing
import time
from collections.abc import Sequence
from statistics import quantiles
from typing import Any

from django.db import connection

from tests.benchmarks import worker
from tests.benchmarks.figures import Figure
from tests.benchmarks.measure import Times, rounds
from tests.benchmarks.peers.changes import change
from tests.benchmarks.plans import plans
from tests.benchmarks.records import Records
from tests.benchmarks.sides import Sides
from tests.benchmarks.sizes import Size

RULE = "at least 300 commands a second, 95 % of them within 50 ms"
WRITERS = 8


class Team:
    """Eight writers of one side."""

    def __init__(self, context: Any, side: str) -> None:
        self.seconds: list[float] = []
        self._channels = []
        self._processes = []
        for _ in range(WRITERS):
            here, there = context.Pipe()
            process = context.Process(target=worker.work, args=(there, side), daemon=True)
            process.start()
            self._channels.append(here)
            self._processes.append(process)

    def ready(self, items: Sequence[Any]) -> None:
        """Hand out the work, evenly, and wait until everybody holds it."""
        for number, channel in enumerate(self._channels):
            channel.send(items[number::WRITERS])
        for channel in self._channels:
            channel.recv()

    def go(self) -> float:
        """Start everybody; return the seconds until the last one is done."""
        start = time.perf_counter()
        for channel in self._channels:
            channel.send("go")
        for channel in self._channels:
            self.seconds += channel.recv()
        return time.perf_counter() - start

    def end(self) -> None:
        for channel in self._channels:
            channel.send(None)
        for process in self._processes:
            process.join(10)


def run(size: Size, records: Records, sides: Sides) -> Figure:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.benchmarks.ready", "tests.benchmarks.worker"])
    teams = {side: Team(context, side) for side in ("ours", "limit", *sides.peers)}
    times = Times()
    for number in rounds(size.rounds):
        _round(size, records, sides, teams, times, number)
    for team in teams.values():
        team.end()
    found = times.medians()
    ours, limit = found.pop("ours"), found.pop("limit")
    p95 = quantiles(teams["ours"].seconds, n=20)[-1]
    notes = [
        f"median of {len(times.of['ours'])} rounds of {WRITERS} × {size.writes}: {1 / ours:.0f} commands a second",
        "the bare driver and the peers take no common lock",
    ]
    figure = Figure("writers", connection.vendor, ours, limit, 1 / 300, RULE, "one command", found, notes=notes)
    figure.p95, figure.p95_budget = p95, 0.05
    return figure


def _round(size: Size, records: Records, sides: Sides, teams: dict[str, Team], times: Times, number: int) -> None:
    commands = list(records.edits(WRITERS * size.writes))
    first = sides.head() + 1
    _timed(teams["ours"], commands, times, "ours")
    wanted = plans(sides.reader, [(position, position) for position in range(first, sides.head() + 1)])
    changes = [change(plan) for plan in wanted]
    others = ["limit", *sides.peers]
    turn = number % len(others)
    for side in others[turn:] + others[:turn]:
        _timed(teams[side], wanted if side == "limit" else changes, times, side)


def _timed(team: Team, items: Sequence[Any], times: Times, side: str) -> None:
    team.ready(items)
    times.of.setdefault(side, []).append(team.go() / len(items))
