"""A state field has one writer: the workflow's engine. The outbox's own claim and delivery keep the mail's state."""

import ast
from pathlib import Path

import pytest

from tests.architecture.sources import PACKAGES, ROOT, name_of, python_files

WRITERS = {"rec_portal/workflow/engine.py"}
# Mail rows change state by conditional updates with a fencing token, which is an engine of its own.
MAIL_FOLDER = "rec_portal/outbox/"


def state_writes(source: str) -> list[str]:
    """`x.state = ...`, `setattr(x, "state", ...)` and `.update(state=...)`."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            parts = [part for target in targets for part in ast.walk(target)]
            found += [node.lineno for part in parts if isinstance(part, ast.Attribute) and part.attr == "state"]
        elif isinstance(node, ast.Call):
            found += [node.lineno] if _writes_by_call(node) else []
    return [f"line {line}" for line in found]


def _writes_by_call(node: ast.Call) -> bool:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name == "setattr":
        return len(node.args) > 1 and isinstance(node.args[1], ast.Constant) and node.args[1].value == "state"
    return name in ("update", "update_or_create") and any(word.arg == "state" for word in node.keywords)


def may_write(path: Path) -> bool:
    name = name_of(path)
    return name in WRITERS or name.startswith(MAIL_FOLDER)


def test_only_the_engine_writes_states():
    found = {name_of(path): state_writes(path.read_text()) for path in python_files(*PACKAGES) if not may_write(path)}
    assert not {name: places for name, places in found.items() if places}


def test_the_writers_exist():
    assert all((ROOT / name).exists() for name in [*WRITERS, MAIL_FOLDER])


@pytest.mark.parametrize(
    "source",
    [
        "meeting.state = 'x'",
        "a, b.state = 1, 2",
        "setattr(meeting, 'state', 'x')",
        "rows.filter(pk=1).update(state='x')",
    ],
)
def test_another_writer_is_noticed(source):
    assert state_writes(source)
