"""The mail part of the table: reminders through the portal's worker beside bare smtplib, into the same relay."""

import shutil
import time
from contextlib import ExitStack, closing
from pathlib import Path

import psycopg2

from tests.bench.processes import family_of, largest_memory, whole_memory
from tests.bench.stage import RunBroken, Stage, await_port, made_database, vacuum
from tests.bench.table import Figure, sample

RECIPIENTS = 5_000
ROUNDS = 5
# Processes of the worker; each holds one connection to the relay.
CONNECTIONS = 4
LEAST_OF_BARE = 0.8
MOST_MEMORY = 200
PATIENCE = 180.0
LOOK_EVERY = 0.05
# Each by its own small index: counting all rows twenty times a second would take from what is measured.
OPEN = """SELECT EXISTS (SELECT 1 FROM outbox_outboxmessage WHERE state = 'waiting')
    OR EXISTS (SELECT 1 FROM outbox_outboxmessage WHERE state = 'sending')"""
UNSENT = "SELECT count(*) FROM outbox_outboxmessage WHERE state <> 'sent'"


def figures(stage: Stage, stack: ExitStack) -> list[Figure]:
    database = stack.enter_context(made_database(stage, "mail"))
    stage.manage(database, "migrate", "--verbosity", "0")
    stage.say(f"making {RECIPIENTS:,} recipients")
    stage.ask(database, "recipients", str(RECIPIENTS))
    relay, queue = start_relay(stage)
    worker = start_worker(stage, database, relay)
    ours, bare = [], []
    first = stage.folder / "first-round"
    for number in range(ROUNDS):
        stage.say(f"reminders, round {number + 1} of {ROUNDS}")
        vacuum(database)
        ours.append(portal_rate(stage, database, queue, number))
        if number == 0:
            shutil.copytree(queue, first)
        empty(queue)
        bare.append(bare_rate(stage, database, relay, first))
        empty(queue)
    family = family_of(worker)
    name = f"{RECIPIENTS:,} reminders over {CONNECTIONS} connections"
    return [
        Figure(name, sample(ours), "/s", LEAST_OF_BARE, floor=sample(bare), at_least=True),
        Figure("worker after that: largest process", sample([largest_memory(family)]), "MB", MOST_MEMORY),
        Figure(f"worker after that: all {len(family)} processes", sample([whole_memory(family)]), "MB"),
    ]


def start_relay(stage: Stage) -> tuple[int, Path]:
    port, queue = stage.next_port(), stage.folder / "relay"
    queue.mkdir()
    await_port(port, stage.start("relay", ["-m", "tests.bench.sink", str(port), str(queue)], stage.servers_url))
    return port, queue


def start_worker(stage: Stage, database: str, relay: int) -> int:
    """As in production; no scheduler beside it, so that nothing but the bell starts the work."""
    command = ["-m", "celery", "-A", "rec_portal", "worker", "--concurrency", str(CONNECTIONS), "--loglevel", "WARNING"]
    worker = stage.start("worker", command, database, EMAIL_URL=f"smtp://127.0.0.1:{relay}")
    deadline = time.monotonic() + PATIENCE
    while "pong" not in stage.python(database, "-m", "celery", "-A", "rec_portal", "inspect", "ping", check=False):
        if time.monotonic() > deadline:
            raise RunBroken("The worker does not answer.")
    return worker.pid


def portal_rate(stage: Stage, database: str, queue: Path, number: int) -> float:
    """From the commit of the rows to the last of them marked as sent, all of them received by the relay."""
    committed = stage.ask(database, "round", str(number))
    with closing(psycopg2.connect(database, options="-c enable_seqscan=off")) as connection:
        connection.autocommit = True
        wait_until_none(connection, OPEN)
        ended = time.time()
        unsent = answer(connection, UNSENT)
    received = len(list(queue.iterdir()))
    if unsent or received != RECIPIENTS:
        raise RunBroken(f"Of {RECIPIENTS} reminders {unsent} were not sent and {received} arrived; see {stage.folder}.")
    return RECIPIENTS / (ended - committed)


def wait_until_none(connection: psycopg2.extensions.connection, query: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while answer(connection, query):
        if time.monotonic() > deadline:
            raise RunBroken(f"After {PATIENCE:.0f} s there are still reminders to send.")
        time.sleep(LOOK_EVERY)


def answer(connection: psycopg2.extensions.connection, query: str) -> int | bool:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def bare_rate(stage: Stage, database: str, relay: int, letters: Path) -> float:
    """The letters of the portal's first round, byte for byte, one process for each connection."""
    command = ["-m", "tests.bench.bare_mail", str(relay), str(letters), str(CONNECTIONS), "1"]
    return float(stage.python(database, *command))


def empty(queue: Path) -> None:
    for letter in queue.iterdir():
        letter.unlink()
