from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from rec_portal.foundation.context import reader_zone
from rec_portal.foundation.paging import page_of
from rec_portal.search.forms import SearchForm
from rec_portal.search.kinds import KINDS, Kind

SHOWN = 10


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Ten of each kind with a way to all of them; `?in=` names one kind and pages through it."""
    form = SearchForm(request.GET if "q" in request.GET else None)
    groups: list[dict[str, Any]] = []
    if form.is_valid():
        text = form.cleaned_data["q"]
        wanted = [kind for kind in KINDS if kind.name == request.GET.get("in")]
        found = [_whole(request, kind, text) for kind in wanted] or [_first(request, kind, text) for kind in KINDS]
        groups = [group for group in found if group["hits"]]
    context = {"form": form, "groups": groups, "asked": form.is_bound and form.is_valid()}
    return render(request, "search/search.html", context)


def _first(request: HttpRequest, kind: Kind, text: str) -> dict[str, Any]:
    rows = list(kind.find(request.user, text)[: SHOWN + 1])
    all_url = f"{request.path}?{urlencode({'q': text, 'in': kind.name})}" if len(rows) > SHOWN else ""
    return {"kind": kind, "hits": _hits(request, kind, rows[:SHOWN]), "all_url": all_url}


def _whole(request: HttpRequest, kind: Kind, text: str) -> dict[str, Any]:
    page = page_of(request, kind.find(request.user, text), *kind.order)
    return {"kind": kind, "hits": _hits(request, kind, page.rows), "page": page}


def _hits(request: HttpRequest, kind: Kind, rows: list[Any]) -> list[dict[str, Any]]:
    zone = reader_zone(request.user)
    return [kind.hit(row, zone) for row in rows]
