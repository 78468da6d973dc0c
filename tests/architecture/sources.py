"""The portal's own files, for tests that read them."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("rec_portal", "councils", "working_groups", "meetings")


def python_files(*folders: str) -> list[Path]:
    """Python files under the named folders (by default the portal's own packages), without migrations."""
    found = [path for folder in folders or PACKAGES for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts and "__pycache__" not in path.parts)


def templates() -> list[Path]:
    return sorted([*(ROOT / "templates").rglob("*.html"), *(ROOT / "templates").rglob("*.txt")])


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def calls_in(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of each call, e.g. (12, "Meeting.objects.all")."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (name := dotted(node.func)):
            yield node.lineno, name


def dotted(node: ast.AST) -> str:
    """ "a.b.c" for an attribute chain; whatever is called or indexed on the way counts as "()"."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value) or '()'}.{node.attr}"
    return ""
