"""Loads the modules with which the rooms of an app announce themselves: rules, audit verbs, mails, panels, tasks."""

from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec

REGISTERING = ("policy", "verbs", "workflow", "mail", "panels", "menu", "owed", "hooks", "tasks")


def load_rooms(app: str, rooms: Iterable[str]) -> None:
    """Imports those of REGISTERING that each room has; the modules of a folder (`panels/`) import one another."""
    for room in rooms:
        for name in REGISTERING:
            module = f"{app}.{room}.{name}"
            if find_spec(module) is not None:
                import_module(module)
