"""The mails about a meeting, once it was held about its record and actions too, counted by kind and state, for
whoever may read the mail log."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.meeting.attached import subjects_of_mail
from meetings.meeting.choices import ENDED
from meetings.meeting.models import Meeting
from meetings.notices.kinds import UPDATE
from meetings.notices.preview import preview_update
from rec_portal.accounts.models import User
from rec_portal.foundation import policy, spelling, zones
from rec_portal.foundation.prepared import PreparedQuery
from rec_portal.outbox.choices import MessageState
from rec_portal.outbox.models import OutboxMessage
from rec_portal.outbox.notices import label_of

MAIL_KIND = {
    MessageState.SENT: "ok",
    MessageState.DEAD: "bad",
    MessageState.WAITING: "info",
    MessageState.SENDING: "info",
}
# Mails that are one line.
ALIKE = ("kind", "offset_minutes", "schedule_seq", "state")
COLUMNS = (*ALIKE, "number", "due", "settled")
# As many fit into an address; who has more actions narrows the mail log by hand.
MOST_SUBJECTS = 100


def mails_about(meeting: Meeting, reader: User) -> list[dict[str, Any]]:
    """What was sent or waits, kind by kind; nothing for whoever may not read the mail log."""
    if not policy.may_start(reader, "mail_body", meeting.body):
        return []
    readable = policy.condition(reader, "see", OutboxMessage)
    if meeting.state in ENDED:
        return _with_the_record(meeting, readable)
    rows = _COUNTED.rows(readable, subject_type=meeting._meta.label_lower, subject_id=meeting.public_id)
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


def _counted(readable: Q, subject_type: str, subject_id: str) -> QuerySet:
    rows = OutboxMessage.objects.filter(readable, subject_type=subject_type, subject_id=subject_id)
    kinds = rows.values(*ALIKE)
    counted = kinds.annotate(number=Count("pk"), due=Min("due_at"), settled=Max("settled_at"))
    return counted.order_by("-schedule_seq", "due", "kind").values_list(*COLUMNS)


_COUNTED = PreparedQuery(_counted)


def _with_the_record(meeting: Meeting, readable: Q) -> list[dict[str, Any]]:
    """The same, each with the public ids of what it is about (`subjects`)."""
    rows = OutboxMessage.objects.filter(readable).about_these(*subjects_of_mail(meeting)).order_by()
    counted = rows.values("subject_id", *ALIKE).annotate(
        number=Count("pk"), due=Min("due_at"), settled=Max("settled_at")
    )
    lines: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in counted.order_by("-schedule_seq", "due", "kind"):
        line = lines.setdefault(tuple(row[name] for name in ALIKE), {**row, "number": 0, "subjects": []})
        line["number"] += row["number"]
        line["settled"] = max(filter(None, (line["settled"], row["settled"])), default=None)
        line["subjects"].append(row["subject_id"])
    return [*lines.values()]


def subjects_of(rows: Sequence[Mapping[str, Any]], meeting: Meeting) -> list[str]:
    """The public ids of what `rows` are about, to find each mail of them in the log."""
    others = (subject for row in rows for subject in row.get("subjects", ()))
    return [*dict.fromkeys([meeting.public_id, *others])][:MOST_SUBJECTS]


def mail_lines(rows: Sequence[Mapping[str, Any]], meeting: Meeting, zone: str) -> list[dict[str, Any]]:
    """The mail about changes says what it will say while it waits."""
    lines = [_mail_line(row, zone) for row in rows]
    for line in lines:
        if (line["code"], line["waits"]) == (UPDATE, True):
            line["says"] = preview_update(meeting)
    return lines


def _mail_line(row: Mapping[str, Any], zone: str) -> dict[str, Any]:
    state = MessageState(row["state"])
    label = str(label_of(row["kind"]))
    if row["offset_minutes"]:
        label = _("%(what)s, %(time)s before") % {"what": label, "time": _before(row["offset_minutes"])}
    at = row["due"] if state in (MessageState.WAITING, MessageState.SENDING) else row["settled"]
    return {
        "what": label,
        "code": row["kind"],
        "waits": state == MessageState.WAITING,
        "number": row["number"],
        "state": state.label,
        "kind": MAIL_KIND.get(state, "mute"),
        "when": _short_moment(at, zone) if at else "",
    }


def _short_moment(at: datetime, zone: str) -> str:
    there = zones.local(at, zone)
    return f"{spelling.short_day(there)}, {there:%H:%M} {zones.city(zone)}"


def _before(minutes: int) -> str:
    days, rest = divmod(minutes, 24 * 60)
    if days and not rest:
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    return spelling.length(minutes)
