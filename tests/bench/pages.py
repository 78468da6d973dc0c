"""Pages beside their floor: processor time, queries, and what a hundred times as many meetings cost."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median

from tests.bench.client import Client
from tests.bench.processes import cpu_seconds
from tests.bench.stage import WebServer
from tests.bench.table import Figure, Sample, sample

MOST_TIMES_FLOOR = 5
MOST_GROWTH = 1.2
MOST_QUERIES = 12
ROUNDS, FEWEST_ROUNDS = 9, 3
BUDGET = 30.0
REQUESTS = 40
WARM_UP = 20


@dataclass(frozen=True)
class Page:
    """What to ask for on each of the two data sets: addresses that are asked in turn, as the person of `cookie`."""

    name: str
    addresses: Sequence[str]
    cookie: str


@dataclass(frozen=True)
class Reading:
    """One round: milliseconds of processor time of the web workers per request, and of the client's own clock."""

    cpu: float
    wall: float


def read(server: WebServer, page: Page, requests: int = REQUESTS) -> Reading:
    workers = server.workers
    with Client(server.port, page.cookie) as client:
        before = cpu_seconds(workers)
        times = [client.page(page.addresses[turn % len(page.addresses)]).seconds for turn in range(requests)]
        spent = cpu_seconds(workers) - before
    return Reading(cpu=1000 * spent / requests, wall=1000 * median(times))


def bytes_of(server: WebServer, page: Page) -> int:
    with Client(server.port, page.cookie) as client:
        return round(fmean(len(client.page(address).body) for address in page.addresses))


def floor_of(page: Page, meetings: Sequence[str], size: int) -> Page:
    return Page(f"floor of {page.name}", [f"/{meeting}/{size}/" for meeting in meetings], page.cookie)


def alternate(
    pairs: Sequence[tuple[WebServer, Page]], rounds: int = ROUNDS, requests: int = REQUESTS
) -> list[list[Reading]]:
    """Round after round one after the other, so that a slow moment of the machine meets all of them.

    On a machine that is busy otherwise it stops after BUDGET seconds, but never before FEWEST_ROUNDS.
    """
    for server, page in pairs:
        read(server, page, WARM_UP)
    readings: list[list[Reading]] = [[] for _ in pairs]
    ends = time.monotonic() + BUDGET
    for number in range(rounds):
        if number >= FEWEST_ROUNDS and time.monotonic() > ends:
            break
        for place, (server, page) in enumerate(pairs):
            readings[place].append(read(server, page, requests))
    return readings


@dataclass(frozen=True)
class Servers:
    small: WebServer
    large: WebServer
    floor: WebServer


def cpu_of(readings: Sequence[Reading]) -> Sample:
    return sample([reading.cpu for reading in readings])


def wall_of(readings: Sequence[Reading]) -> Sample:
    return sample([reading.wall for reading in readings])


def measure(servers: Servers, small: Page, large: Page, meetings: Sequence[str]) -> list[Figure]:
    """The page on the large data set beside its floor, and beside itself on the small one."""
    floor = floor_of(large, meetings, bytes_of(servers.large, large))
    pairs = [(servers.floor, floor), (servers.small, small), (servers.large, large)]
    floors, smalls, larges = alternate(pairs)
    return [
        Figure(f"{large.name}: CPU a request", cpu_of(larges), "ms", MOST_TIMES_FLOOR, floor=cpu_of(floors)),
        Figure(f"{large.name}: time, 100,000 beside 1,000", wall_of(larges), "ms", MOST_GROWTH, floor=wall_of(smalls)),
    ]
