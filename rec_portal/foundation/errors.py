"""Error pages. They ask nothing of the database, since it may be what failed."""

import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when the database does not answer: closed and temporary, never open."""
    down = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    status = 503 if down else 500
    response = HttpResponse(get_template(f"{status}.html").render({}), status=status)
    if down:
        response["Retry-After"] = "30"
    response["Cache-Control"] = "private, no-store"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "404.html", status=404)
