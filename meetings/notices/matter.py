"""What a mail about a meeting is about: the meeting, and the invitation of the person it goes to."""

from dataclasses import dataclass
from datetime import datetime

from meetings.choices import RSVP_PURPOSE
from meetings.models import Invitation, Meeting
from rec_portal.accounts.models import User
from rec_portal.accounts.services.secret_links import issue_link


@dataclass
class Matter:
    """`may_see` is the policy's answer at the moment of loading; `secret` opens the page that takes the answer."""

    meeting: Meeting
    person: User
    invitation: Invitation | None
    may_see: bool
    secret: str = ""

    @property
    def link(self) -> tuple[User, str, datetime]:
        """Whose the secret is, for which invitation, and until when."""
        assert self.invitation is not None
        return self.person, self.invitation.public_id, self.meeting.ends_at

    def insist_on_secret(self) -> str:
        if not self.secret:
            person, subject, expires_at = self.link
            self.secret = issue_link(person=person, purpose=RSVP_PURPOSE, subject=subject, expires_at=expires_at)
        return self.secret
