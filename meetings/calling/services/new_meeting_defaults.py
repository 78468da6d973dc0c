"""What the new-meeting page starts from: the bodies a person runs, the last meeting of one, its templates."""

from councils.bodies.models import Body
from meetings.calling.models import MeetingTemplate
from meetings.meeting.choices import STANDING
from meetings.meeting.models import Meeting
from rec_portal.accounts.models import User
from rec_portal.foundation import policy


def bodies_run_by(person: User) -> list[Body]:
    """Where the person may call meetings, council by council."""
    return list(policy.allowed(person, "run", Body.objects.visible_to(person)).order_by("council_id", "order", "id"))


def last_meeting(reader: User, body: Body) -> Meeting | None:
    """The body's latest meeting that was made known and not called off."""
    return (
        Meeting.objects.visible_to(reader).filter(body=body, state__in=STANDING).order_by("-starts_at", "-id").first()
    )


def templates_of(reader: User, body: Body) -> list[MeetingTemplate]:
    """The body's templates, by name."""
    return list(policy.allowed(reader, "see", MeetingTemplate.objects.filter(body=body)).order_by("name"))
