"""What can be found: each kind starts from what the reader may see, so that a search never tells more than a list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from councils.bodies.models import Body
from councils.documents.models import Document
from councils.documents.tables import marking_kind
from councils.organisations.models import Organisation
from meetings.meeting.models import Meeting
from meetings.meeting.wording import STATE_KIND
from meetings.record.choices import ActionState, DecisionState
from meetings.record.models import ActionItem, Decision, Minutes
from meetings.record.policy import ask_seats_with_rows
from rec_portal.accounts.models import User
from rec_portal.foundation import spelling
from rec_portal.search.folding import Fold, fold

MOST_WORDS = 6
SHORT = 2
# Of a text that is no title, in characters.
LONGEST = 200


@dataclass(frozen=True)
class Kind:
    """`rows(user)` are those the reader may see; `fields` are searched as one text; `order` ends with a unique one."""

    name: str
    label: Any
    rows: Callable[[Any], QuerySet]
    fields: tuple[str, ...]
    order: tuple[str, ...]
    hit: Callable[[Any, str], dict[str, Any]]

    def find(self, user: Any, text: str) -> QuerySet:
        """The rows that have every word of `text`: as part of a word, a short one as its beginning.

        An index of three letters each cannot tell where two letters stand, but knows how words begin.
        """
        found = self.rows(user).alias(folded=Fold(_joined(self.fields)))
        words = (fold(text) or "").split()[:MOST_WORDS]
        for word in words:
            found = found.filter(folded__contains=word if len(word) > SHORT else f" {word}")
        return found.order_by(*self.order) if words else found.none()


def _joined(fields: tuple[str, ...]) -> Any:
    if len(fields) == 1:
        return fields[0]
    parts: list[Any] = []
    for field in fields:
        parts += [field, Value(" ")]
    return Concat(*parts, output_field=TextField())


def _meeting(meeting: Meeting, zone: str) -> dict[str, Any]:
    state = meeting.state
    return {
        "title": meeting.title,
        "url": meeting.get_absolute_url(),
        "text": spelling.span(meeting.starts_at, meeting.ends_at, zone, short=True),
        "more": meeting.body.short_name,
        "tag": meeting.get_state_display(),  # type: ignore[attr-defined]
        "tag_kind": STATE_KIND.get(state, "mute"),  # type: ignore[call-overload]
    }


def _decision(decision: Decision, zone: str) -> dict[str, Any]:
    return {
        "title": decision.number,
        "url": decision.get_absolute_url(),
        "text": Truncator(decision.text).chars(LONGEST),
        "more": decision.body.short_name,
        "tag": decision.get_state_display(),  # type: ignore[attr-defined]
        "tag_kind": "ok" if decision.state == DecisionState.ADOPTED else "mute",
    }


def _action(action: ActionItem, zone: str) -> dict[str, Any]:
    return {
        "title": Truncator(action.text).chars(LONGEST),
        "url": action.get_absolute_url(),
        "text": action.body.short_name,
        "tag": action.get_state_display(),  # type: ignore[attr-defined]
        "tag_kind": "info" if action.state == ActionState.OPEN else "mute",
    }


def _actions(user: Any) -> QuerySet:
    ask_seats_with_rows(user)
    return ActionItem.objects.visible_to(user).select_related("body")


def _record(minutes: Minutes, zone: str) -> dict[str, Any]:
    return {**_meeting(minutes.meeting, zone), "url": minutes.get_absolute_url()}


def _document(document: Document, zone: str) -> dict[str, Any]:
    return {
        "title": document.title,
        "url": document.get_absolute_url(),
        "text": document.body.short_name,
        "more": document.symbol,
        "tag": document.get_marking_display(),  # type: ignore[attr-defined]
        "tag_kind": marking_kind(document),
    }


def _body(body: Body, zone: str) -> dict[str, Any]:
    return {"title": body.name, "url": body.get_absolute_url(), "text": body.get_kind_display()}  # type: ignore[attr-defined]


def _organisation(organisation: Organisation, zone: str) -> dict[str, Any]:
    kind = organisation.get_kind_display()  # type: ignore[attr-defined]
    return {"title": organisation.name, "url": organisation.get_absolute_url(), "text": kind}


def _person(person: User, zone: str) -> dict[str, Any]:
    return {"title": person.name, "url": person.get_absolute_url(), "text": person.job_title}


NAMES = ("name_en", "name_ru", "short_name_en", "short_name_ru")

KINDS = (
    Kind(
        "meetings",
        _("Meetings"),
        lambda user: Meeting.objects.visible_to(user).select_related("body"),
        ("title",),
        ("-starts_at", "-id"),
        _meeting,
    ),
    Kind(
        "documents",
        _("Documents"),
        lambda user: Document.objects.visible_to(user).select_related("body"),
        ("title_en", "title_ru", "symbol"),
        ("-id",),
        _document,
    ),
    Kind(
        "decisions",
        _("Decisions"),
        lambda user: Decision.objects.visible_to(user).select_related("body"),
        ("number", "text_en", "text_ru"),
        ("-year", "-id"),
        _decision,
    ),
    Kind(
        "actions",
        _("Actions"),
        _actions,
        ("text",),
        ("-id",),
        _action,
    ),
    # By the name of its meeting, and only once it was sent out: a draft is found on the meeting's page.
    Kind(
        "records",
        _("Records"),
        lambda user: (
            Minutes.objects.visible_to(user).filter(circulated_at__isnull=False).select_related("meeting__body")
        ),
        ("meeting__title",),
        ("-id",),
        _record,
    ),
    Kind("bodies", _("Groups"), Body.objects.visible_to, NAMES, ("order", "id"), _body),
    Kind(
        "organisations",
        _("Organisations"),
        Organisation.objects.visible_to,
        NAMES,
        ("short_name_en", "id"),
        _organisation,
    ),
    Kind("people", _("People"), User.objects.visible_to, ("name", "job_title"), ("name", "id"), _person),
)
