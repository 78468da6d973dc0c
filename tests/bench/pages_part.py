"""The web part of the table: seeds the two data sets, serves them, measures pages, feed, first visit and memory."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

from tests.bench.pages import MOST_QUERIES, Page, Servers, alternate, bytes_of, cpu_of, floor_of, measure
from tests.bench.processes import largest_memory
from tests.bench.stage import Stage, made_database, vacuum
from tests.bench.table import Figure, sample
from tests.bench.visit import first_visit

SMALL, LARGE = 1_000, 100_000
COUNCILS, PEOPLE = 4, 500
SEED_RATE = 5_000
FEED_MEETINGS = 200
CROWD, CROWD_PAPERS = 200, 40
AGENDA_ITEMS, MOST_FOR_A_MOVE = 100, 150
MOST_TIMES_FLOOR_FEED = 8
MOST_MEMORY = 200
FIRST_VISIT_KB, FIRST_VISIT_REQUESTS = 60, 6


def figures(stage: Stage, stack: ExitStack) -> Iterator[Figure]:
    small = stack.enter_context(made_database(stage, "small"))
    stage.manage(small, "migrate", "--verbosity", "0")
    large = stack.enter_context(made_database(stage, "large", template="small"))
    stage.manage(large, "collectstatic", "--noinput", "--verbosity", "0")
    seed(stage, small, SMALL)
    yield seed(stage, large, LARGE)
    servers = Servers(
        small=stage.serve("web-1000", small),
        large=stage.serve("web-100000", large),
        floor=stage.serve("floor", large, application="tests.bench.floor:application"),
    )
    here, there = (
        stage.ask(database, "people") | {"crowded": stage.ask(database, "crowded", str(CROWD), str(CROWD_PAPERS))}
        for database in (small, large)
    )
    for who in ("secretary", "member"):
        yield from pages_of(stage, servers, who, here, there, large)
    yield moves(stage, large, there)
    yield from feed(stage, servers, large, there)
    yield from visit(servers)
    memory = largest_memory(servers.large.workers)
    yield Figure("web worker, after all that: memory", sample([memory]), "MB", MOST_MEMORY)


def seed(stage: Stage, database: str, meetings: int) -> Figure:
    """The rate counts the whole command, its start included."""
    stage.say(f"loading {meetings:,} meetings")
    started = time.monotonic()
    sizes = ("--councils", str(COUNCILS), "--meetings", str(meetings), "--people", str(PEOPLE))
    stage.manage(database, "seed_scale", *sizes)
    rate = meetings / (time.monotonic() - started)
    vacuum(database)
    return Figure(f"seed_scale, {meetings:,} meetings", sample([rate]), "/s", SEED_RATE, at_least=True)


def pages_of(stage: Stage, servers: Servers, who: str, here: Any, there: Any, database: str) -> Iterator[Figure]:
    for name, addresses in PAGES:
        title = f"{name}, {who}"
        stage.say(title)
        small = Page(title, addresses(here), here["cookies"][who])
        large = Page(title, addresses(there), there["cookies"][who])
        yield from measure(servers, small, large, there["meetings"])
        counts = stage.ask(database, "queries", large.cookie, *large.addresses)
        yield Figure(f"{title}: queries", sample([max(counts.values())]), "", MOST_QUERIES)


def page_addresses(known: Any) -> list[str]:
    return [f"/meetings/{meeting}/" for meeting in known["meetings"]]


def crowded_address(known: Any) -> list[str]:
    return [f"/meetings/{known['crowded']}/"]


def always(address: str) -> Callable[[Any], list[str]]:
    return lambda _known: [address]


PAGES: tuple[tuple[str, Callable[[Any], list[str]]], ...] = (
    ("meeting page", page_addresses),
    (f"meeting page, {CROWD} invitees and {CROWD_PAPERS} papers", crowded_address),
    ("meeting list", always("/meetings/")),
    ("month view", always("/meetings/calendar/month/")),
    ("register of decisions", always("/decisions/")),
    ("register of actions", always("/actions/")),
    ("list of documents", always("/documents/")),
)


def moves(stage: Stage, database: str, known: Any) -> Figure:
    stage.say("moving agenda items")
    spent = stage.ask(database, "moves", known["cookies"]["secretary"], str(AGENDA_ITEMS))
    return Figure(f"moving one of {AGENDA_ITEMS} agenda items: server time", sample(spent), "ms", MOST_FOR_A_MOVE)


def feed(stage: Stage, servers: Servers, database: str, known: Any) -> list[Figure]:
    """As a calendar program asks again and again; the first time is told besides."""
    stage.say("calendar feed")
    secret = stage.ask(database, "feed", str(FEED_MEETINGS))
    page = Page("calendar feed of 200 meetings", [f"/calendar/{secret}.ics"], known["cookies"]["member"])
    floor = floor_of(page, known["meetings"], bytes_of(servers.large, page))
    floors, feeds = alternate([(servers.floor, floor), (servers.large, page)])
    return [Figure(f"{page.name}: CPU a request", cpu_of(feeds), "ms", MOST_TIMES_FLOOR_FEED, floor=cpu_of(floors))]


def visit(servers: Servers) -> list[Figure]:
    found = first_visit(servers.large.port, "/")
    return [
        Figure("first visit: transferred", sample([found.size / 1024]), "KB", FIRST_VISIT_KB),
        Figure("first visit: requests", sample([found.requests]), "", FIRST_VISIT_REQUESTS),
    ]
