"""Asking for a board pack and handing it out. Building it is pack_building.py."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from councils.bodies.models import Body
from councils.documents.choices import Marking
from meetings.meeting.models import Meeting
from meetings.papers.choices import Audience, PackState
from meetings.papers.models import PackBuild, Paper
from meetings.papers.services.pack_contents import contents_of
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.files.storing import path_of
from rec_portal.foundation import policy
from rec_portal.foundation.records import lock
from rec_portal.foundation.refusals import NotAllowed, Refusal

LIVING = (PackState.WAITING, PackState.BUILDING, PackState.READY)


def audiences_of(person: User, meeting: Meeting) -> list[tuple[Audience, Body]]:
    """For whom the person may have a pack made: each body of the meeting with the circles that they belong to."""
    further = [link.body for link in meeting.further_bodies.select_related("body")]
    bodies = sorted([meeting.body, *further], key=lambda body: (body.order, body.pk))
    runs = policy.may_start(person, "run_body", meeting.body)
    found = [(Audience.SECRETARIAT, meeting.body)] if runs else []
    for body in bodies:
        if runs or policy.may_start(person, "decide_body", body):
            found.append((Audience.DECIDING, body))
        if runs or policy.may_start(person, "see_body", body):
            found.append((Audience.MEMBERS, body))
    return found


@transaction.atomic
def ask_for_pack(*, actor: User, meeting: Meeting, audience: str, body: Body, language: str) -> PackBuild:
    """The pack that is there or on its way, or a new row for a worker to build; one row for however many presses."""
    meeting = lock(meeting)
    if not policy.can(actor, "see", meeting) or (audience, body) not in audiences_of(actor, meeting):
        raise NotAllowed
    pack = PackBuild(meeting=meeting, body=body, audience=audience, language=language, asked_by=actor)
    contents = contents_of(pack)
    known = PackBuild.objects.filter(
        meeting=meeting, body=body, audience=audience, language=language, state__in=LIVING
    ).order_by("-id")
    same = known.filter(fingerprint=contents.fingerprint).first()
    if same is not None and not is_lost(same):
        return same
    pack.fingerprint, pack.total = contents.fingerprint, len(contents.papers)
    pack.save()
    record(
        actor=actor,
        verb="pack.asked",
        target=meeting,
        root_id=meeting.body_id,
        changes=_facts(pack, "audience", "body_id"),
    )
    return pack


def is_stale(pack: PackBuild) -> bool:
    """Whether the papers, their markings or the agenda have changed since it was made."""
    return pack.fingerprint != contents_of(pack).fingerprint


def is_lost(pack: PackBuild) -> bool:
    """Whether it was made and its file is gone all the same (an incomplete restore)."""
    return pack.state == PackState.READY and not path_of(pack.stored_as).exists()


def marking_of(pack: PackBuild) -> Marking:
    return contents_of(pack).marking


@transaction.atomic
def take_pack(*, actor: User, pack: PackBuild, looking: bool = False) -> PackBuild:
    """Asks everything once more before a pack is handed out, and leaves a line in the history unless only `looking`.

    Raises Refusal when the pack is not ready or out of date, NotAllowed for whoever may not read each paper inside.
    """
    if pack.state != PackState.READY:
        raise Refusal(_("This board pack is not ready."))
    if is_lost(pack):
        raise Refusal(_("The file is missing. Have the pack made anew."))
    if is_stale(pack):
        raise Refusal(_("Papers or agenda have changed since this pack was made. Have it made anew."))
    visible: Any = Paper.objects.visible_to(actor)
    if visible.filter(pk__in=pack.papers).count() < len(pack.papers):
        raise NotAllowed
    if not looking:
        record(
            actor=actor,
            verb="pack.downloaded",
            target=pack.meeting,
            root_id=pack.meeting.body_id,
            changes=_facts(pack, "audience", "body_id", "sha256"),
        )
    return pack


def _facts(pack: PackBuild, *names: str) -> list[dict[str, Any]]:
    return [{"field": name.removesuffix("_id"), "old": None, "new": getattr(pack, name)} for name in names]
