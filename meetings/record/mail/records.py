"""The mails about records, as the outbox knows them. None of them carries the text: it is read in the portal."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.meeting.choices import MeetingState
from meetings.meeting.plain_mail import PlainLetter, render_plain
from meetings.record.choices import CorrectionState
from meetings.record.mail import record_planning as kinds
from meetings.record.models import Correction, Minutes
from rec_portal.accounts.models import User
from rec_portal.foundation import policy, spelling
from rec_portal.outbox.notices import Rendered, register


@dataclass(frozen=True)
class RecordMatter:
    """`correction` only where the mail is about one; `may_see` is as it is at the moment of sending."""

    minutes: Minutes
    correction: Correction | None
    person: User
    may_see: bool


class RecordNotice:
    def load(self, message: Any) -> RecordMatter | None:
        person = message.recipient
        if message.subject_type == Correction._meta.label_lower:
            rows = Correction.objects.select_related("minutes__meeting__body", "seat__organisation", "seat__body")
            correction = rows.filter(public_id=message.subject_id).first()
            if correction is None:
                return None
            action = "run" if message.kind == kinds.ASKED else "see"
            return RecordMatter(correction.minutes, correction, person, policy.can(person, action, correction))
        minutes = Minutes.objects.select_related("meeting__body").filter(public_id=message.subject_id).first()
        return RecordMatter(minutes, None, person, policy.can(person, "see", minutes)) if minutes else None

    def unwanted(self, message: Any, subject: RecordMatter, now: datetime) -> str | None:
        if not subject.may_see:
            return _("This person may no longer read the record.")
        state = subject.minutes.meeting.state
        if message.kind == kinds.CIRCULATED and state != MeetingState.RECORD_CIRCULATED:
            return _("The record is no longer out for correction.")
        if message.kind == kinds.ASKED and subject.correction and subject.correction.state != CorrectionState.OPEN:
            return _("The correction was answered in the meantime.")
        return None

    def render(self, message: Any, subject: RecordMatter) -> Rendered:
        meeting = subject.minutes.meeting
        what, sentences, button = _words(message.kind, subject)
        zone = subject.person.time_zone
        facts = [
            (_("Meeting"), spelling.span(meeting.starts_at, meeting.ends_at, zone)),
            (_("Group"), meeting.body.name),
        ]
        if subject.correction is not None and subject.correction.answer:
            facts.append((_("Reason"), subject.correction.answer))
        letter = PlainLetter(
            what=what,
            title=meeting.title,
            sentences=sentences,
            path=reverse("meetings:minutes", args=[meeting.public_id]),
            button=button,
            why=_("You get this mail because you sit in the group or were invited to the meeting."),
            facts=facts,
        )
        return render_plain(letter, subject.person)


def _words(kind: str, subject: RecordMatter) -> tuple[str, list[str], str]:
    correction = subject.correction
    if kind == kinds.ADOPTED:
        return _("Record adopted"), [_("The record of this meeting is adopted.")], _("Read the record")
    if kind == kinds.CORRIGENDUM:
        return _("Corrigendum"), [_("A corrigendum was added to the adopted record.")], _("Read the record")
    if kind == kinds.ASKED and correction is not None:
        said = _("A seat asks for a correction: %(seat)s.") % {"seat": correction.seat}
        return _("Correction"), [said], _("Answer the correction")
    if kind == kinds.ANSWERED and correction is not None:
        accepted = correction.state == CorrectionState.ACCEPTED
        said = _("Your correction was accepted.") if accepted else _("Your correction was declined.")
        return _("Correction"), [said], _("Read the record")
    return _("Record for correction"), _how_to_correct(subject), _("Read and correct")


def _how_to_correct(subject: RecordMatter) -> list[str]:
    minutes = subject.minutes
    said = [_("The draft record of this meeting is ready. Please correct what your seat said, if need be.")]
    if minutes.corrections_until is not None:
        until = spelling.moment(minutes.corrections_until, subject.person.time_zone)
        said.append(_("Corrections are taken until: %(time)s.") % {"time": until})
    if minutes.by_silence:
        said.append(_("If no correction is open then, the record is adopted."))
    return said


register(kinds.CIRCULATED, RecordNotice(), gettext_lazy("Record sent out for correction"))
register(kinds.ADOPTED, RecordNotice(), gettext_lazy("Adopted record"))
register(kinds.CORRIGENDUM, RecordNotice(), gettext_lazy("Corrigendum to a record"))
register(kinds.ASKED, RecordNotice(), gettext_lazy("Correction that waits for an answer"))
register(kinds.ANSWERED, RecordNotice(), gettext_lazy("Answer to a correction"))
