"""What changed, in words: from what the person was told to what holds now."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.meeting.choices import MeetingFormat
from meetings.meeting.models import Meeting
from meetings.meeting.past import Past
from rec_portal.foundation.text import one_line, several_lines, unlinked

NAMES = {
    "title": gettext_lazy("Title"),
    "format": gettext_lazy("How"),
    "place": gettext_lazy("Where"),
    "link": gettext_lazy("Link"),
    "note": gettext_lazy("Note"),
}
# A longer text is not set beside its forerunner: nobody finds a difference in that.
SHORT = 80


def changes_told(past: Past, meeting: Meeting, names: frozenset[str]) -> list[tuple[str, str]]:
    """(what, "old → new") for each of `names` that is a detail, in the order of the facts."""
    return [(str(label), _said(name, past, meeting)) for name, label in NAMES.items() if name in names]


def _said(name: str, past: Past, meeting: Meeting) -> str:
    old, new = (_value(name, getattr(row, name)) for row in (past, meeting))
    if name == "link":
        return _("The link to join is a new one.") if new else _("There is no link to join any more.")
    if not new:
        return _("%(old)s – no longer") % {"old": old} if _is_short(old) else _("no longer")
    if old and _is_short(old) and _is_short(new):
        return _("%(old)s → %(new)s") % {"old": old, "new": new}
    return new


def _is_short(text: str) -> bool:
    return len(text) <= SHORT and "\n" not in text


def _value(name: str, value: str) -> str:
    if name == "format":
        return str(MeetingFormat(value).label)
    return unlinked(several_lines(value) if name == "note" else one_line(value))
