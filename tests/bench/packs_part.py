"""The board pack's part of the table: its speed beside a bare concatenation of the same files, and its memory."""

import json
from collections.abc import Iterator
from contextlib import ExitStack

from tests.bench.stage import Stage, made_database
from tests.bench.table import Figure, sample

PAPERS, PAGES = 30, 20
LEAST_OF_BARE = 0.5
MOST_MEMORY = 300


def figures(stage: Stage, stack: ExitStack) -> Iterator[Figure]:
    database = stack.enter_context(made_database(stage, "packs"))
    stage.manage(database, "migrate", "--verbosity", "0")
    stage.say(f"board pack of {PAPERS} papers, {PAPERS * PAGES} pages")
    folder = str(stage.folder / "documents")
    command = ("-m", "tests.bench.pack_data", str(PAPERS), str(PAGES))
    told = json.loads(stage.python(database, *command, DOCUMENT_ROOT=folder).splitlines()[-1])
    name = f"board pack of {PAPERS} papers"
    bare = sample(told["bare"])
    yield Figure(f"{name}: pages", sample(told["pack"]), "/s", LEAST_OF_BARE, floor=bare, at_least=True)
    yield Figure(f"{name}: memory", sample([told["memory"]]), "MB", MOST_MEMORY)
