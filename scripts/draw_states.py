"""Writes the state diagrams of docs/architecture.md anew from the workflow tables.

python scripts/draw_states.py
"""

import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs/architecture.md"
PLACE = re.compile(r"(<!-- states: begin -->\n).*?(<!-- states: end -->)", re.S)


def drawn() -> str:
    """Every table as a heading and a Mermaid diagram; Django must be set up."""
    from rec_portal.workflow.engine import tables

    parts = []
    for _label, table in sorted(tables().items()):
        parts.append(f"### {table.model_label}\n\n```mermaid\n{table.diagram()}\n```\n")
    return "\n".join(parts)


def with_diagrams(text: str) -> str:
    return PLACE.sub(lambda found: f"{found[1]}\n{drawn()}\n{found[2]}", text)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rec_portal.settings.dev")
    import django

    django.setup()
    DOCUMENT.write_text(with_diagrams(DOCUMENT.read_text()))
