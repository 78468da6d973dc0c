"""The versions of a record, and what changed from one to another."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

from meetings.record.choices import RecordLanguage
from meetings.record.models import Minutes
from rec_portal.foundation import spelling

MOST_SHOWN = 200
CONTEXT = 2
# Pairs of lines; the longest record that people write has a thousand lines.
MOST_COMPARED = 4_000_000


def version_rows(minutes: Minutes, since: int, zone: str) -> list[dict[str, Any]]:
    """Number, author and time of each version, the latest first."""
    kept = minutes.history.filter(version__gte=since).select_related("history_user").order_by("-version", "-history_id")
    seen: dict[int, Any] = {}
    for row in kept[:MOST_SHOWN]:
        seen.setdefault(row.version, row)
    return [
        {
            "number": number,
            "who": str(row.history_user or "REC Portal"),
            "when": spelling.moment(row.history_date, zone),
        }
        for number, row in seen.items()
    ]


def compared(minutes: Minutes, query: Any, since: int, *, closed: bool) -> dict[str, Any]:
    """What `?from=` and `?to=` ask for; without them the last step. `closed` compares those texts too."""
    newer = _number(query.get("to", ""), minutes.version)
    older = _number(query.get("from", ""), newer - 1)
    numbers = {older, newer}
    found = {
        row.version: row
        for row in minutes.history.filter(version__in=numbers, version__gte=since).order_by("history_id")
    }
    before, after = found.get(older), found.get(newer)
    changes = list(_changes(before, after, closed)) if before is not None and after is not None else []
    return {"older": older, "newer": newer, "comparable": len(found) == len(numbers) == 2, "changes": changes}


def _changes(before: Any, after: Any, closed: bool) -> Iterator[dict[str, Any]]:
    for part in ("text", "closed") if closed else ("text",):
        for language in RecordLanguage:
            name = f"{part}_{language.value}"
            lines = line_differences(getattr(before, name), getattr(after, name))
            if lines:
                yield {"label": language.label, "is_closed": part == "closed", "lines": lines}


def line_differences(old: str, new: str) -> list[dict[str, str]]:
    """Lines as {"kind": "same" | "out" | "in" | "gap", "text"}; long stretches without a change become a gap."""
    before, after = old.splitlines(), new.splitlines()
    found: list[dict[str, str]] = []
    for tag, start, end, new_start, new_end in _steps(before, after):
        if tag == "equal":
            found += _quiet(before[start:end])
        else:
            found += [{"kind": "out", "text": line} for line in before[start:end]]
            found += [{"kind": "in", "text": line} for line in after[new_start:new_end]]
    return found if any(line["kind"] in ("in", "out") for line in found) else []


def _steps(before: list[str], after: list[str]) -> list[tuple[str, int, int, int, int]]:
    """As of SequenceMatcher, which takes minutes over thousands of lines that are alike: it gets what lies between the
    first and the last difference, and of that no more than it can compare at once; else all of it was replaced."""
    shortest = min(len(before), len(after))
    head = next((at for at in range(shortest) if before[at] != after[at]), shortest)
    tail = next((at for at in range(shortest - head) if before[-1 - at] != after[-1 - at]), shortest - head)
    ends, new_ends = len(before) - tail, len(after) - tail
    old, new = before[head:ends], after[head:new_ends]
    steps = [("equal", 0, head, 0, head)] if head else []
    if len(old) * len(new) > MOST_COMPARED:
        steps.append(("replace", head, ends, head, new_ends))
    else:
        between = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        steps += [(tag, head + a, head + b, head + c, head + d) for tag, a, b, c, d in between]
    return [*steps, ("equal", ends, len(before), new_ends, len(after))] if tail else steps


def _quiet(lines: list[str]) -> list[dict[str, str]]:
    same = [{"kind": "same", "text": line} for line in lines]
    return same if len(lines) <= 2 * CONTEXT + 1 else [*same[:CONTEXT], {"kind": "gap", "text": "…"}, *same[-CONTEXT:]]


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else otherwise
