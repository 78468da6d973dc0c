"""What a tap cannot say: all about one seat's attendance, and who presides instead of the chair."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from councils.bodies.choices import SeatKind
from councils.seats.models import Seat
from meetings.meeting.bodies import bodies_of
from meetings.meeting.choices import ENDED, EXPECTED, ON, MeetingState
from meetings.meeting.models import Meeting
from meetings.meeting.views import EditPage
from meetings.session.choices import Presence
from meetings.session.forms import ActingChairForm, SeatForm, on_clock
from meetings.session.models import SeatAttendance, Session
from meetings.session.services.attendance import change_attendance, sitters, usual_filler
from meetings.session.services.room import seats_of
from meetings.session.services.session import name_acting_chair
from meetings.session.tables import seat_name
from rec_portal.foundation.views import find

OPEN = frozenset((*EXPECTED, *ON, *ENDED)) - {MeetingState.RECORD_ADOPTED}


class RoomPage(EditPage):
    states = OPEN

    def live(self, place: str) -> str:
        return f"{reverse('meetings:live', args=[self.meeting.public_id])}#{place}"


class SeatDetails(RoomPage):
    template = "meetings/session/live_seat.html"
    form_class = SeatForm

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        rows = Seat.objects.select_related("organisation", "body").filter(body__in=bodies_of(self.meeting))
        self.seat = find(rows.exclude(kind=SeatKind.SERVING), request.user, public_id=kwargs["seat_id"])
        marked = SeatAttendance.objects.visible_to(request.user).filter(meeting=self.meeting, seat=self.seat)
        self.row = marked.select_related("person").first()

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        if self.row is not None:
            return self.saved(self.row)
        person, name = usual_filler(self.meeting, self.seat)
        return {
            "version": 0,
            "presence": Presence.ABSENT,
            "person": person.public_id if person else "",
            "name": name,
        }

    def saved(self, meeting: Any) -> dict[str, Any]:
        row: SeatAttendance = meeting
        return {
            "version": row.version,
            "presence": row.presence,
            "person": row.person.public_id if row.person else "",
            "name": row.name,
            "arrived_at": on_clock(row.arrived_at, self.meeting.time_zone),
            "left_at": on_clock(row.left_at, self.meeting.time_zone),
            "is_late": row.is_late,
        }

    def form_options(self, request: HttpRequest) -> dict[str, Any]:
        return {"meeting": self.meeting, "people": sitters(self.meeting, self.seat)}

    def save(self, request: HttpRequest, form: SeatForm) -> str:
        given = form.cleaned_data
        change_attendance(
            actor=request.user,  # type: ignore[arg-type]
            meeting=self.meeting,
            seat=self.seat,
            person=form.people.get(given.pop("person")),
            **given,
        )
        messages.success(request, _("Saved."))
        return self.live(f"seat-{self.seat.public_id}")

    def context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().context(request), "seat": self.seat, "seat_name": seat_name(self.seat)}


class ActingChair(RoomPage):
    template = "meetings/session/live_chair.html"
    form_class = ActingChairForm

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        rows = Session.objects.visible_to(request.user, meeting=self.meeting)
        self.session = rows.select_related("acting_chair_seat").first()

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        return self.saved(self.session) if self.session else {"version": 0}

    def saved(self, meeting: Any) -> dict[str, Any]:
        row: Session = meeting
        seat = row.acting_chair_seat
        return {"version": row.version, "name": row.acting_chair, "seat": seat.public_id if seat else ""}

    def form_options(self, request: HttpRequest) -> dict[str, Any]:
        meeting: Meeting = self.meeting
        return {"seats": [room.seat for room in seats_of(meeting)]}

    def save(self, request: HttpRequest, form: ActingChairForm) -> str:
        given = form.cleaned_data
        name_acting_chair(
            actor=request.user,  # type: ignore[arg-type]
            meeting=self.meeting,
            version=given["version"],
            name=given["name"],
            seat=form.seats.get(given["seat"]),
        )
        messages.success(request, _("Saved."))
        return self.live("live-now")
