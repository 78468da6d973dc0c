"""Reads the tables: one line per address and method, one cell per kind of person."""

from collections.abc import Iterable
from dataclasses import dataclass

from tests.factories.actors import ACTORS

COLUMNS = {
    "anon": "anonymous",
    "inact": "inactive",
    "nobody": "nobody",
    "other": "other_secretary",
    "memb.b": "member_b",
    "obs.a": "observer_a",
    "memb.a": "member_a",
    "chair.a": "chair_a",
    "secr": "secretary",
    "admin": "administrator",
}


@dataclass(frozen=True)
class Expected:
    """`cells` maps each kind of person to a status code, "login" (sent to sign in) or "away" (sent elsewhere)."""

    name: str
    method: str
    cells: dict[str, str]


def read(table: str) -> dict[tuple[str, str], Expected]:
    rows: dict[tuple[str, str], Expected] = {}
    heading: list[str] = []
    for line in table.splitlines():
        words = line.split("#")[0].split()
        if not words:
            continue
        if not heading:
            heading = [COLUMNS[word] for word in words[2:]]
            assert tuple(heading) == ACTORS, f"The columns must be {list(COLUMNS)}"
            continue
        name, method, *cells = words
        assert len(cells) == len(heading), f"{name} {method}: {len(cells)} cells for {len(heading)} kinds of people"
        assert (name, method) not in rows, f"{name} {method} stands twice"
        rows[name, method] = Expected(name, method, dict(zip(heading, cells, strict=True)))
    return rows


def read_all(tables: Iterable[str]) -> dict[tuple[str, str], Expected]:
    rows: dict[tuple[str, str], Expected] = {}
    for found in map(read, tables):
        assert not rows.keys() & found.keys(), f"Lines that stand twice: {sorted(rows.keys() & found.keys())}"
        rows |= found
    return rows


def cell(response) -> str:
    """What an answer is called in the table."""
    if response.status_code != 302:
        return str(response.status_code)
    return "login" if response["Location"].startswith("/accounts/login/") else "away"
