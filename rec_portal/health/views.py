"""For machines that watch over the portal: does the process live, and does all it needs answer?"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from rec_portal.health.parts import PARTS


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process lives. Asks nothing else, so that a database that is away restarts no worker."""
    return _answer({"status": "ok"}, 200)


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Each part is "ok" or "down"; 503 when one is down. Says no address, name or error text."""
    parts = {name: "ok" if check() else "down" for name, check in PARTS.items()}
    ready = "down" not in parts.values()
    return _answer({"status": "ok" if ready else "down", "parts": parts}, 200 if ready else 503)


def _answer(content: dict, status: int) -> HttpResponse:
    return JsonResponse(content, status=status, headers={"Cache-Control": "no-store"})
