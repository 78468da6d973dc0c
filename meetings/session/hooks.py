"""What the session does when its meeting is closed."""

from typing import Any

from meetings.calling.services.schedule import closing
from meetings.meeting.models import Meeting
from meetings.session.services.session import settle


@closing.register()
def end_session(*, meeting: Meeting, actor: Any) -> None:
    settle(meeting, actor=actor)
