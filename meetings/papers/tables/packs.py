"""The board packs of a meeting as lines, one for each circle of readers that the person belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from councils.bodies.models import Body
from meetings.meeting.models import Meeting
from meetings.papers.choices import Audience, PackState
from meetings.papers.models import PackBuild
from meetings.papers.services.packs import is_lost, is_stale
from rec_portal.foundation import spelling
from rec_portal.foundation.addresses import address
from rec_portal.foundation.context import reader_zone

KIND = {PackState.WAITING: "info", PackState.BUILDING: "info", PackState.READY: "ok", PackState.FAILED: "bad"}


@dataclass(frozen=True)
class PackLine:
    """`key` is what a press sends; `url` leads to the file when it is ready and up to date."""

    key: str
    title: str
    state: str
    kind: str
    busy: bool
    done: int
    total: int
    url: str
    about: str
    stale: bool
    reason: str
    culprits: list[dict[str, str]]


def pack_lines(
    meeting: Meeting, reader: Any, circles: Sequence[tuple[Audience, Body]], language: str
) -> list[PackLine]:
    visible = PackBuild.objects.visible_to(reader).filter(meeting=meeting, language=language)
    newest: dict[tuple[str, int], PackBuild] = {}
    for pack in visible.select_related("meeting", "body").order_by("id"):
        newest[pack.audience, pack.body_id] = pack
    several = len({body.pk for _audience, body in circles}) > 1
    zone = reader_zone(reader)
    return [_line(audience, body, newest.get((audience, body.pk)), several, zone) for audience, body in circles]


def _line(audience: Audience, body: Body, pack: PackBuild | None, several: bool, zone: str) -> PackLine:
    title = f"{audience.label} · {body.short_name}" if several else str(audience.label)
    state = PackState(pack.state) if pack else None
    stale = bool(pack and state == PackState.READY and is_stale(pack))
    ready = bool(pack and state == PackState.READY and not stale and not is_lost(pack))
    busy = state in (PackState.WAITING, PackState.BUILDING)
    return PackLine(
        key=f"{audience}:{body.slug}",
        title=title,
        state=_("Out of date") if stale else str(state.label) if state else "",
        kind="warn" if stale else KIND[state] if state else "mute",
        busy=busy,
        done=pack.done if pack else 0,
        total=pack.total if pack else 0,
        url=address("meetings:pack_file", pack.public_id) if pack and ready else "",
        about=_about(pack, zone) if pack and ready else "",
        stale=stale,
        reason=_(pack.reason) if pack and pack.reason else "",
        culprits=[{"name": c["name"], "reason": _(c["reason"])} for c in pack.culprits] if pack and ready else [],
    )


def _about(pack: PackBuild, zone: str) -> str:
    pages = _("%(number)d pages") % {"number": pack.pages}
    made = spelling.moment(pack.settled_at or pack.created_at, zone)
    return f"{pages} · {filesizeformat(pack.size)} · {made}"
