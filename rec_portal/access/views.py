"""Who sees what, and why: for administrators."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.bodies.models import Body
from meetings.meeting.bodies import bodies_of
from meetings.meeting.models import Meeting
from rec_portal.access import explain
from rec_portal.accounts.models import User
from rec_portal.foundation import policy
from rec_portal.foundation.authority import Access
from rec_portal.foundation.text import one_line
from rec_portal.foundation.views import find

SHOWN = 10


def _insist_on_administrator(request: HttpRequest) -> None:
    if not Access.of(request.user).holds("administer_body"):
        raise Http404


@require_safe
def access(request: HttpRequest) -> HttpResponse:
    """A search over what can be explained: people, bodies, meetings the administrator looks after."""
    _insist_on_administrator(request)
    text = one_line(request.GET.get("q", ""))[:100]
    people: Iterable[User] = ()
    meetings: Iterable[Meeting] = ()
    bodies = policy.allowed(request.user, "administer", Body.objects.order_by("council_id", "order"))
    if text:
        named = User.objects.filter(name__icontains=text) | User.objects.filter(email__icontains=text)
        people = policy.allowed(request.user, "explain", named).order_by("name", "id")[:SHOWN]
        titled = Meeting.objects.filter(title__icontains=text).select_related("body")
        meetings = policy.allowed(request.user, "explain", titled).order_by("-starts_at", "-id")[:SHOWN]
    context = {"text": text, "people": people, "bodies": bodies[:SHOWN], "meetings": meetings}
    return render(request, "access/access.html", context)


@require_safe
def person(request: HttpRequest, public_id: str) -> HttpResponse:
    """What one person may do where, and by which appointment or grant."""
    _insist_on_administrator(request)
    someone = find(User.objects, request.user, "explain", public_id=public_id)
    return render(request, "access/person.html", {"person": someone, "grounds": explain.grounds_of(someone)})


@require_safe
def body(request: HttpRequest, slug: str) -> HttpResponse:
    """Who knows of a body, and who looks inside."""
    found = find(Body.objects, request.user, "administer", slug=slug)
    inside = set(policy.users_who_can("look_inside", found).values_list("pk", flat=True))
    readers = explain.readers_of(found, [found.pk])
    context = {"title": found.name, "back": found.get_absolute_url(), "readers": readers, "inside": inside}
    return render(request, "access/readers.html", context)


@require_safe
def meeting(request: HttpRequest, public_id: str) -> HttpResponse:
    found = find(Meeting.objects.select_related("body"), request.user, "explain", public_id=public_id)
    readers = explain.readers_of(found, bodies_of(found))
    context = {"title": found.title, "back": found.get_absolute_url(), "readers": readers, "inside": None}
    return render(request, "access/readers.html", context)
