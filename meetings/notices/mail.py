"""The mails about meetings, as the outbox knows them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from meetings.notices import kinds
from meetings.notices.loading import load_matters
from meetings.notices.messages import render_letter
from meetings.notices.subject import Matter
from meetings.notices.wanted import why_unwanted
from rec_portal.outbox.notices import Rendered, register


class MeetingNotice:
    def load(self, message: Any) -> Matter | None:
        return load_matters([message]).get(message.pk)

    def load_many(self, messages: Sequence[Any]) -> Mapping[int, Matter]:
        return load_matters(messages)

    def unwanted(self, message: Any, subject: Matter, now: datetime) -> str | None:
        return why_unwanted(message, subject, now)

    def render(self, message: Any, subject: Matter) -> Rendered:
        return render_letter(message, subject)


register(kinds.INVITATION, MeetingNotice(), _("Invitation to a meeting"))
register(kinds.UPDATE, MeetingNotice(), _("Change of a meeting"))
register(kinds.POSTPONEMENT, MeetingNotice(), _("Postponement of a meeting"))
register(kinds.CANCELLATION, MeetingNotice(), _("Cancellation of a meeting"))
register(kinds.REMINDER, MeetingNotice(), _("Reminder of a meeting"))
register(kinds.ASKING, MeetingNotice(), _("Request to answer"))
register(kinds.AGENDA, MeetingNotice(), _("Agenda of a meeting"))
