"""Which papers a mail speaks of: those its reader may read, and by title only what may travel.

A mail is passed on and lies in mailboxes for years. So a title goes out only where the marking lets the whole group
read it and no restricted item hides it, even to those who may read more; the rest is a number, read in the portal.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from councils.documents.choices import Marking
from councils.documents.models import Document
from meetings.meeting.models import Meeting
from meetings.notices.kinds import AGENDA, INVITATION, UPDATE
from rec_portal.foundation.hooks import Hook
from rec_portal.foundation.text import one_line, unlinked


@dataclass(frozen=True)
class PapersTold:
    """`listed` may be named; `more` are read in the portal only."""

    listed: tuple[Document, ...] = ()
    more: int = 0

    @property
    def key(self) -> tuple[Any, ...]:
        """Two readers with the same key read the same lines."""
        return (*((document.pk, document.version) for document in self.listed), self.more)

    def lines(self) -> list[str]:
        """In the active language."""
        lines = [_line(document) for document in self.listed]
        if self.more:
            text = ngettext("%(n)d paper in the portal only", "%(n)d papers in the portal only", self.more)
            lines.append(text % {"n": self.more})
        return lines


# Called with (meeting, people, action): by person what a mail may say of the papers. `action` is "foresee" in the
# preview of a meeting that was not announced yet.
papers_to_mention = Hook("a mail mentions papers")


def papers_for(meeting: Meeting, people: Iterable[Any], action: str = "see") -> dict[int, PapersTold]:
    """By person; everybody is there."""
    people = list(people)
    found = {person.pk: PapersTold() for person in people}
    for answer in papers_to_mention(meeting, people, action):
        found |= answer
    return found


def attach_papers(messages: Sequence[Any], matters: dict[int, Any]) -> None:
    """For mails that tell of a meeting as a whole; not for changes, nor for reminders, which go to thousands."""
    by_meeting: dict[int, list[Any]] = {}
    for message in messages:
        matter = matters.get(message.pk)
        if matter is not None and (message.kind in (INVITATION, AGENDA) or _is_whole(message, matter)):
            by_meeting.setdefault(matter.meeting.pk, []).append(matter)
    for group in by_meeting.values():
        told = papers_for(group[0].meeting, [matter.person for matter in group])
        for matter in group:
            matter.papers = told[matter.person.pk]


def _is_whole(message: Any, matter: Any) -> bool:
    return message.kind == UPDATE and (matter.told is None or not matter.told.by_mail)


def _line(document: Document) -> str:
    """A/1 Draft roadmap (Members)"""
    name = unlinked(one_line(f"{document.symbol} {document.title}"))
    return _("%(paper)s (%(marking)s)") % {"paper": name, "marking": Marking(document.marking).label}
