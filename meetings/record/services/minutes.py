"""The record while it is written: drafting, saving, versions. What happens after it is sent out: `circulation`."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from meetings.agenda.choices import Attribution
from meetings.agenda.models import AgendaItem
from meetings.meeting.choices import ENDED
from meetings.meeting.models import Meeting
from meetings.meeting.schedule import count_edit
from meetings.record.choices import RecordLanguage
from meetings.record.models import Minutes
from meetings.record.services.adoption import settle_by_silence
from meetings.record.services.minutes_draft import closed_line, draft_record, is_kept_back, rule_line, speakers_line
from meetings.record.services.sections import number_of, under_rule, without_section
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation import policy
from rec_portal.foundation.records import lock, store
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, StaleEdit, WrongState

TEXTS = tuple(f"{part}_{language}" for part in ("text", "closed") for language in RecordLanguage.values)
OPEN_TEXTS = tuple(name for name in TEXTS if name.startswith("text"))


def minutes_of(meeting: Meeting) -> Minutes | None:
    """The meeting's record, whoever asks; pages ask `visible_to` instead."""
    return Minutes.objects.filter(meeting=meeting).first()


@transaction.atomic
def draft_minutes(*, actor: User, meeting: Meeting) -> Minutes:
    """Makes the record with its first texts, in both languages. A second press finds it made."""
    meeting = lock(meeting)
    if not policy.can(actor, "run", meeting):
        raise NotAllowed
    if meeting.state not in ENDED:
        raise WrongState(_("The record is drafted once the meeting is marked as held."))
    if (known := minutes_of(meeting)) is not None:
        return known
    minutes = Minutes(meeting=meeting)
    for language in RecordLanguage.values:
        draft = draft_record(meeting, language, actor=actor)
        setattr(minutes, f"text_{language}", draft.text)
        setattr(minutes, f"closed_{language}", draft.closed)
    store(minutes, actor=actor)
    _tell(actor, minutes, "minutes.drafted", None)
    return minutes


@transaction.atomic
def save_minutes(
    *, actor: User, minutes: Minutes, version: int, texts: Mapping[str, str], by_itself: bool = False
) -> Minutes:
    """Saves the texts that `texts` names (of TEXTS) as a new version; a stale `version` is refused.

    `by_itself` is the editor's own saving while somebody types. Each such save is a version with its author, but no
    event of the history, which would drown in them.
    """
    minutes = lock_open(minutes, version, actor)
    if by_itself and minutes.circulated_at is not None:
        # Members read it by now: half a sentence is not for them.
        raise WrongState(_("The record is out for correction: save by hand."))
    for name in TEXTS:
        if name in texts:
            setattr(minutes, name, _even(texts[name]))
    before = minutes.version
    if store(minutes, actor=actor) and not by_itself:
        _tell(actor, minutes, "minutes.saved", before)
    return minutes


@transaction.atomic
def restore_minutes(*, actor: User, minutes: Minutes, version: int, wanted: int) -> Minutes:
    """The texts of an earlier version, as a new one; nothing in between is lost."""
    minutes = lock_open(minutes, version, actor)
    earlier = minutes.history.filter(version=wanted).order_by("-history_id").first()
    if earlier is None:
        raise InvalidInput(_("There is no such version."), field="wanted")
    for name in TEXTS:
        setattr(minutes, name, getattr(earlier, name))
    before = minutes.version
    # What was taken out since must not come back with it.
    _take_out(minutes, AgendaItem.objects.shown_to(actor, meeting=minutes.meeting))
    if store(minutes, actor=actor, reason=f"version {wanted}"):
        _tell(actor, minutes, "minutes.restored", before)
    return minutes


@transaction.atomic
def change_attribution(*, actor: User, meeting: Meeting, version: int, attributions: Mapping[int, str]) -> Meeting:
    """Sets the attribution of agenda items, by primary key. What the record says of an item that is closed now moves
    out of what members read."""
    meeting = lock(meeting, version)
    if not policy.can(actor, "run", meeting):
        raise NotAllowed
    minutes = minutes_of(meeting)
    if minutes is not None:
        minutes = lock_open(minutes, None, actor)
    changed = []
    for item in AgendaItem.objects.shown_to(actor).filter(meeting=meeting, pk__in=list(attributions)):
        item = lock(item)
        item.attribution = Attribution(attributions[item.pk])
        if changes := store(item, actor=actor):
            changed.append(item)
            shown = [change | {"field": "attribution"} for change in changes]
            record(
                actor=actor, verb="meeting.attribution_changed", target=meeting, root_id=meeting.body_id, changes=shown
            )
    if changed:
        count_edit(meeting, actor=actor)
    if minutes is not None:
        _withdraw_text(minutes, changed, actor)
    return meeting


def lock_open(minutes: Minutes, version: int | None, actor: User | None) -> Minutes:
    """The record under a lock, after its meeting; refused once it is adopted, by silence at this moment too."""
    meeting = lock(minutes.meeting)
    settle_by_silence(meeting)
    minutes = lock(minutes)
    minutes.meeting = meeting
    if actor is not None and not policy.can(actor, "run", minutes):
        raise NotAllowed
    if minutes.adopted_at is not None:
        raise WrongState(_("The record is adopted and stays as it is. Add a corrigendum instead."))
    if version is not None and version != minutes.version:
        raise StaleEdit(minutes)
    return minutes


def withhold_item(*, actor: User, item: AgendaItem, title_before: str) -> None:
    """An item is kept back from now on: what the record says of it moves out of what members read."""
    minutes = minutes_of(item.meeting) if item.meeting else None
    if minutes is not None:
        _withdraw_text(lock_open(minutes, None, actor), [item], actor, title_before)


def _withdraw_text(minutes: Minutes, items: Iterable[AgendaItem], actor: User, *titles: str) -> None:
    before = minutes.version
    if _take_out(minutes, items, *titles) and minutes.circulated_at is not None:
        # What was taken out must not be found among the earlier versions either.
        minutes.circulated_version = minutes.version + 1
    if store(minutes, actor=actor):
        told = _("Members could read it before.") if minutes.circulated_at else ""
        _tell(actor, minutes, "minutes.withheld", before, told)


def _take_out(minutes: Minutes, items: Iterable[AgendaItem], *titles: str) -> bool:
    """Brings the texts into line with `items` (called `titles` before) as they are now: what is said of a closed or
    restricted one moves to what only those who run the body read; under the Chatham House Rule the line of speakers
    goes. Names in running text are for a person to judge: `names_under_chatham`."""
    taken_out = False
    for item in items:
        for language in RecordLanguage.values:
            number = number_of(getattr(minutes, f"text_{language}"), item.position, item.title, *titles)
            with override(language):
                if is_kept_back(item):
                    taken_out |= _close(minutes, language, number)
                elif item.attribution == Attribution.CHATHAM:
                    taken_out |= _unname(minutes, language, number)
    return taken_out


def _close(minutes: Minutes, language: str, number: int) -> bool:
    text, closed, line = (
        getattr(minutes, f"text_{language}"),
        getattr(minutes, f"closed_{language}"),
        closed_line(number),
    )
    text, taken = without_section(text, number, line)
    if not taken.strip() or taken.strip() == line:
        return False
    setattr(minutes, f"text_{language}", text)
    setattr(minutes, f"closed_{language}", f"{closed}\n{taken.strip()}\n".lstrip("\n"))
    return True


def _unname(minutes: Minutes, language: str, number: int) -> bool:
    """The line is looked for as it is drafted."""
    before = getattr(minutes, f"text_{language}")
    text = under_rule(before, number, speakers_line(""), rule_line())
    setattr(minutes, f"text_{language}", text)
    return bool(text != before)


def _even(text: str) -> str:
    return text.replace("\r\n", "\n").rstrip() + "\n" if text.strip() else ""


def _tell(actor: User | None, minutes: Minutes, verb: str, before: int | None, reason: str = "") -> None:
    """Which version became which; the texts are read on the page of versions, by whoever may."""
    changes: list[dict[str, Any]] = [{"field": "version", "old": before, "new": minutes.version}]
    record(actor=actor, verb=verb, target=minutes, root_id=minutes.meeting.body_id, changes=changes, reason=reason)
