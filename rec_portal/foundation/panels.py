"""Places on a lower room's page where an upper room may show its content, without the lower one importing it."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Panel:
    """`context(request, row)` returns the template's context, or None to show nothing."""

    order: int
    template: str
    context: Callable[[HttpRequest, Any], dict[str, Any] | None]


_panels: dict[str, list[Panel]] = defaultdict(list)


def register(place: str, panel: Panel) -> None:
    _panels[place].append(panel)
    _panels[place].sort(key=lambda known: known.order)


def panels_for(place: str, request: HttpRequest, row: Any) -> list[dict[str, Any]]:
    """The panels to show at `place` as {"template", "context"}."""
    shown = []
    for panel in _panels[place]:
        context = panel.context(request, row)
        if context is not None:
            shown.append({"template": panel.template, "context": context})
    return shown
