"""Presses of buttons on the live page. A device without network keeps them and sends them when it is back."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from meetings.meeting.models import Meeting
from meetings.session.models import SessionPress
from rec_portal.accounts.models import User

# Older than this, what a device says about when its button was pressed is not believed.
OLDEST = timedelta(days=1)
KEY = re.compile(r"[A-Za-z0-9-]{8,24}")


@dataclass(frozen=True)
class Press:
    """`key` was made by the device for this press alone; empty where a press is sent once and at once.

    `age` is for how many seconds the device kept it: the difference of two readings of one clock, so that a clock that
    is wrong does no harm.
    """

    key: str = ""
    age: int = 0

    def at(self, now: datetime) -> datetime:
        """When the button was pressed."""
        return now - min(timedelta(seconds=max(0, self.age)), OLDEST)

    @classmethod
    def read(cls, key: str, age: str) -> "Press":
        """From what was sent; a value that cannot be read counts for nothing."""
        seconds = int(age) if age.isascii() and age.isdigit() and len(age) < 9 else 0
        return cls(key if KEY.fullmatch(key) else "", seconds)


AT_ONCE = Press()


def is_repeated(press: Press, actor: User, meeting: Meeting) -> bool:
    """Whether this press was carried out before; notes it otherwise. The caller holds the meeting, so that of two that
    arrive together the second one waits."""
    if not press.key:
        return False
    key = f"{actor.pk}:{press.key}"
    if SessionPress.objects.filter(key=key).exists():
        return True
    SessionPress.objects.create(key=key, meeting=meeting, person=actor)
    return False
