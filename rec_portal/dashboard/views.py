"""The first page: what the Council is for whoever comes by, and what waits for whoever is signed in."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from rec_portal.dashboard.alarms import alarms_for
from rec_portal.dashboard.meetings import schedule_of, unfinished
from rec_portal.dashboard.own import own_proposals, polls_to_answer
from rec_portal.foundation import policy, spelling, zones
from rec_portal.foundation.context import reader_zone


@login_not_required
@require_safe
def first_page(request: HttpRequest) -> HttpResponse:
    return today(request) if request.user.is_authenticated else render(request, "dashboard/front.html")


def today(request: HttpRequest) -> HttpResponse:
    """Ordered by what waits: answers owed, polls, what stands still, what is unfinished, then what comes."""
    now, zone = timezone.now(), reader_zone(request.user)
    schedule = schedule_of(request, now)
    todo = [*polls_to_answer(request, now), *alarms_for(request, now), *unfinished(request, now)]
    if todo and not schedule.owed:
        todo[0]["main"] = True
    context = {
        "schedule": schedule,
        "todo": todo,
        "proposals": own_proposals(request, now),
        "runs_some": policy.Access.of(request.user).holds("run_body"),
        "day": spelling.day(zones.local(now, zone)),
        "offset": zones.offset(now, zone),
    }
    return render(request, "dashboard/today.html", context)
