from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from councils.bodies.models import Body
from councils.seats.filters import OnDayForm
from councils.seats.tables.bodies import council_lines
from councils.seats.tables.seats import chairs_of, seat_table
from rec_portal.foundation.views import find_with


class BodyList(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return render(
            request, "councils/seats/body_list.html", {"councils": council_lines(request.user, timezone.now())}
        )


class BodyPage(View):
    """The body, its seats and who sits in them; `?on=2024-11-21` shows who sat there on that day."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        body, may = find_with(("look_inside", "appoint", "administer"), Body.objects, request.user, slug=slug)
        on_form = OnDayForm(request.GET if "on" in request.GET else None, auto_id="filter_%s")
        day = on_form.day() if "look_inside" in may else None
        past = "appoint" in may and day is None
        table = seat_table(body, request.user, sees_people="look_inside" in may, day=day, past=past)
        context: dict[str, Any] = {
            "body": body,
            "may": may,
            "on_form": on_form,
            "day": day,
            "lines": table.lines,
            "chairs": chairs_of(table.lines),
            "vacant": sum(bool(line.vacant) for line in table.lines),
            "past": table.past,
        }
        return render(request, "councils/seats/body_detail.html", context)
