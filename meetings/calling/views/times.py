"""The line of other clocks under a time, with night and clashes: asked anew whenever the time changes."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from councils.bodies.models import Body
from meetings.calling.services.new_meeting_defaults import bodies_run_by
from meetings.calling.services.times import look_at
from meetings.invitations.services.clashes import Clash
from meetings.invitations.services.invitees import invitable
from meetings.meeting.forms.when import WHEN_FIELDS, WhenForm
from meetings.meeting.models import Meeting
from meetings.meeting.views import find_to_run
from meetings.notices.planning import invited
from rec_portal.accounts.models import User
from rec_portal.foundation import spelling

# Longer lists of sleepers say how many more.
NAMED = 6


@require_safe
def times(request: HttpRequest) -> HttpResponse:
    """The fragment for the time in the query, for people whom the reader may invite and for nobody else."""
    meeting = find_to_run(request, request.GET["meeting"]) if request.GET.get("meeting") else None
    bodies = _bodies_asked_for(request, meeting)
    chosen = request.GET.getlist("invitees")
    if meeting is not None and "invitees" not in request.GET and not bodies:
        people = invited(meeting)
    else:
        people = invitable(bodies, invited(meeting) if meeting else ()).chosen(chosen)
    values = {name: request.GET.get(name, "") for name in WHEN_FIELDS}
    context = times_context(request, values, people, meeting, bodies=bodies or bodies_in(meeting))
    return render(request, "meetings/calling/_times.html", {"times": context})


def times_context(
    request: HttpRequest,
    values: dict[str, Any],
    people: Sequence[User],
    meeting: Meeting | None = None,
    *,
    bodies: Sequence[Body] = (),
) -> dict[str, Any]:
    """What the fragment shows for the typed `values` of the time fields: `outlook` when they can be read."""
    form = WhenForm(values, initial={"time_zone": values.get("time_zone")})
    typed = all(values.get(name) for name in ("day", "start", "end"))
    if not form.is_valid():
        errors = {name: errors for name, errors in form.errors.items() if name != "second_time"}
        return {"form": form, "errors": errors if typed else None}
    when = form.cleaned_data["when"]
    outlook = look_at(
        reader=request.user,  # type: ignore[arg-type]
        when=when,
        people=people,
        bodies=bodies,
        except_meeting=meeting,
    )
    return {
        "form": form,
        "outlook": outlook,
        "span": spelling.span(outlook.starts_at, outlook.ends_at, outlook.zone),
        "asleep": _names(outlook.asleep),
        "clashes": _clash_lines(outlook.clashes, outlook.zone),
        "clashing": len({clash.person.pk for clash in outlook.clashes}),
        "busy": [_busy_line(other, outlook.zone) for other in outlook.busy],
        "holidays": [str(holiday) for holiday in outlook.holidays],
    }


def bodies_in(meeting: Meeting | None) -> list[Body]:
    """The host and the further bodies of a meeting."""
    return [meeting.body, *meeting.joint_bodies.order_by("pk")] if meeting else []


def _names(people: Sequence[User]) -> str:
    shown = ", ".join(person.name for person in people[:NAMED])
    more = len(people) - NAMED
    return (
        ngettext("%(names)s and %(n)d more", "%(names)s and %(n)d more", more) % {"names": shown, "n": more}
        if more > 0
        else shown
    )


def _clash_lines(clashes: Sequence[Clash], zone: str) -> list[dict[str, str]]:
    """One line for each other meeting, with all who sit in it: a whole group is mostly busy with the same one."""
    people: dict[tuple[str, str], list[User]] = {}
    for clash in clashes:
        when = spelling.span(clash.starts_at, clash.ends_at, zone, short=True)
        people.setdefault((clash.title, when), []).append(clash.person)
    return [{"title": title, "when": when, "names": _names(busy)} for (title, when), busy in people.items()]


def _busy_line(other: Meeting, zone: str) -> dict[str, str]:
    return {"title": other.title, "when": spelling.span(other.starts_at, other.ends_at, zone, short=True)}


def _bodies_asked_for(request: HttpRequest, meeting: Meeting | None) -> list[Body]:
    slugs = set(request.GET.getlist("body") + request.GET.getlist("further"))
    run = {body.slug: body for body in bodies_run_by(request.user)}  # type: ignore[arg-type]
    if meeting is not None:
        run |= {body.slug: body for body in bodies_in(meeting)}
    if not slugs <= run.keys() or not (slugs or meeting):
        raise Http404
    return [body for slug, body in run.items() if slug in slugs]
