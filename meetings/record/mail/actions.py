"""The mails about actions, as the outbox knows them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.meeting.plain_mail import PlainLetter, render_plain
from meetings.record.choices import ActionState
from meetings.record.mail import action_planning
from meetings.record.models import ActionItem
from rec_portal.accounts.models import User
from rec_portal.accounts.services.optional_mail import stop_address
from rec_portal.foundation import policy
from rec_portal.outbox.notices import Rendered, register


@dataclass(frozen=True)
class ActionMatter:
    """`is_owner`, `may_see` and `sees_meeting` are as they are at the moment of sending."""

    action: ActionItem
    person: User
    is_owner: bool
    may_see: bool
    sees_meeting: bool


class ActionNotice:
    def load(self, message: Any) -> ActionMatter | None:
        rows = ActionItem.objects.select_related("body", "meeting", "owner", "organisation")
        action = rows.filter(public_id=message.subject_id).first()
        if action is None:
            return None
        person = message.recipient
        is_owner = person in action_planning.owners_of(action)
        may_see, sees_meeting = policy.can(person, "see", action), policy.can(person, "see", action.meeting)
        return ActionMatter(action, person, is_owner, may_see, sees_meeting)

    def unwanted(self, message: Any, subject: ActionMatter, now: datetime) -> str | None:
        action = subject.action
        if action.state != ActionState.OPEN:
            return _("The action is settled.")
        if message.kind != action_planning.NUDGE and message.schedule_seq != action.due_seq:
            return _("The action was given another date or owner.")
        if not subject.is_owner:
            return _("This person no longer answers for the action.")
        if not subject.may_see:
            return _("This person may no longer see the action.")
        if message.kind == action_planning.DUE_SOON and not subject.person.wants_reminders:
            return _("This person wants no reminders.")
        return None

    def render(self, message: Any, subject: ActionMatter) -> Rendered:
        action = subject.action
        due = date_format(action.due, "WEEKDAY_DATE_FORMAT") if action.due else ""
        what, said = _words(message.kind, action)
        letter = PlainLetter(
            what=what,
            title=action.text.splitlines()[0],
            sentences=[said, _("Please say how far it is, or mark it as done.")],
            path=action.get_absolute_url(),
            button=_("Open the action"),
            why=_("You get this mail because this action is yours, or your organisation’s."),
            facts=[
                (_("Due"), due),
                (_("Progress"), progress_line(action)),
                (_("Meeting"), action.meeting.title if subject.sees_meeting else ""),
                (_("Group"), action.body.name),
            ],
            # Being late, or asked by a person, is no reminder that one can do without.
            stop=stop_address(subject.person, "reminders") if message.kind == action_planning.DUE_SOON else "",
        )
        return render_plain(letter, subject.person)


def progress_line(action: ActionItem) -> str:
    """40 % – the draft is with the experts"""
    per_cent = _("%(number)d%%") % {"number": action.progress}
    return f"{per_cent} – {action.progress_note}" if action.progress_note else per_cent


def _words(kind: str, action: ActionItem) -> tuple[str, str]:
    if kind == action_planning.OVERDUE:
        return _("Overdue"), _("This action is past its date.")
    if kind == action_planning.NUDGE:
        return _("Please report"), _("The secretariat asks how this action stands.")
    return _("Action due"), _("This action is due soon.")


register(action_planning.DUE_SOON, ActionNotice(), gettext_lazy("Reminder of an action"))
register(action_planning.OVERDUE, ActionNotice(), gettext_lazy("Overdue action"))
register(action_planning.NUDGE, ActionNotice(), gettext_lazy("Question about an action"))
