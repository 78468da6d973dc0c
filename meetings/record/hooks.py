"""What the record shows and does at moments of the agenda and of the meeting's life."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.agenda.models import AgendaItem
from meetings.agenda.services.items import item_restricted
from meetings.calling.views.steps import unfinished
from meetings.meeting import attached
from meetings.meeting.models import Meeting
from meetings.record.choices import ActionState
from meetings.record.models import ActionItem, Correction, Decision, Minutes
from meetings.record.services.actions import unfinished as unfinished_actions
from meetings.record.services.minutes import withhold_item
from rec_portal.accounts.models import User
from rec_portal.foundation import weekly, zones

attached.register("decisions", Decision)
attached.register("actions", ActionItem)
attached.register_subject(Minutes, "meeting")
attached.register_subject(Correction, "minutes__meeting")
attached.register_subject(ActionItem, "meeting")


@item_restricted.register()
def withhold(*, actor: User, item: AgendaItem, title_before: str) -> None:
    withhold_item(actor=actor, item=item, title_before=title_before)


@unfinished.register()
def actions_to_finish(meeting: Meeting) -> list[dict[str, str]]:
    return [
        {"text": action.text, "edit_url": reverse("meetings:edit_action", args=[action.public_id])}
        for action in unfinished_actions(meeting)
    ]


def actions_of_the_week(person: Any) -> list[weekly.Line]:
    until = zones.local(timezone.now() + weekly.AHEAD, person.time_zone).date()
    rows: Any = ActionItem.objects.visible_to(person).mine(person)  # type: ignore[attr-defined]
    open_rows = rows.filter(state=ActionState.OPEN, due__lte=until).order_by("due", "id")[: weekly.SHOWN]
    return [
        weekly.Line(
            action.text,
            _("Due %(day)s") % {"day": date_format(action.due, "WEEKDAY_DATE_FORMAT")},
            action.get_absolute_url(),
        )
        for action in open_rows
    ]


weekly.register(weekly.Part(30, gettext_lazy("Actions"), actions_of_the_week))
