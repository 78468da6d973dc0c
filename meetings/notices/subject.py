"""What a mail about a meeting is about: the meeting, the invitation of the person it goes to, what they were told."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from meetings.invitations.choices import RSVP_PURPOSE
from meetings.invitations.models import Invitation
from meetings.meeting.choices import MeetingState
from meetings.meeting.models import Meeting
from meetings.meeting.past import Past
from meetings.notices.papers import PapersTold
from rec_portal.accounts.models import User
from rec_portal.accounts.services.secret_links import issue_link

DETAILS = ("title", "format", "place", "link", "note")


@dataclass(frozen=True)
class Told:
    """The meeting as the person's last mail told it; where `by_mail` is False no mail reached them yet, and this
    is what held before the change."""

    past: Past
    by_mail: bool = True

    def changed(self, meeting: Meeting) -> frozenset[str]:
        """Which of "when" and DETAILS are different in `meeting`."""
        past = self.past
        found = {name for name in DETAILS if getattr(past, name) != getattr(meeting, name)}
        was, now = ((row.starts_at, row.ends_at, row.time_zone) for row in (past, meeting))
        if was != now or (past.state == MeetingState.POSTPONED) != (meeting.state == MeetingState.POSTPONED):
            found.add("when")
        return frozenset(found)


@dataclass
class Matter:
    """`may_see` is the policy's answer at the moment of loading; `secret` opens the page that takes the answer.

    `told` is loaded for mails that speak of changes, `papers` for those that tell of the whole meeting.
    """

    meeting: Meeting
    person: User
    invitation: Invitation | None
    may_see: bool
    secret: str = ""
    told: Told | None = None
    papers: PapersTold = field(default_factory=PapersTold)

    @cached_property
    def changed(self) -> frozenset[str]:
        """What is different from what the person was told; empty where nobody knows what that was."""
        return self.told.changed(self.meeting) if self.told else frozenset()

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
