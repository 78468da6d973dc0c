"""The first page: what the Council is for whoever comes by, and what waits for whoever is signed in."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def first_page(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return render(request, "dashboard/front.html")
    return render(request, "dashboard/today.html", {})
