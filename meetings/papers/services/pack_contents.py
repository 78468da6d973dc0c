"""What belongs into a board pack: for an audience, by the marking that each document has now."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q

from councils.documents.choices import Marking
from meetings.agenda.models import AgendaItem
from meetings.agenda.querysets import EVERYBODY, SECRETARIAT, DecidingSeats
from meetings.papers.choices import Audience
from meetings.papers.models import PackBuild, Paper

READ_BY = {
    Audience.MEMBERS: (Marking.PUBLIC, Marking.MEMBERS),
    Audience.DECIDING: (Marking.PUBLIC, Marking.MEMBERS, Marking.RESTRICTED),
    Audience.SECRETARIAT: tuple(Marking),
}


@dataclass(frozen=True)
class Contents:
    """`papers` in the order of the agenda; `fingerprint` is another one as soon as anything in the pack would be."""

    items: Sequence[AgendaItem]
    papers: Sequence[Paper]
    fingerprint: str

    @property
    def marking(self) -> Marking:
        """That of the most closely held paper; what a meeting itself says is for its members."""
        order = list(Marking)
        markings = [Marking(paper.revision.document.marking) for paper in self.papers]
        return max([Marking.MEMBERS, *markings], key=order.index)


def contents_of(pack: PackBuild) -> Contents:
    items = list(_items(pack))
    numbers = {item.pk: item.position for item in items}
    found = _papers(pack).select_related("revision__document", "item")
    papers = sorted(found, key=lambda paper: (numbers.get(paper.item_id, 0), paper.position, paper.pk))
    return Contents(items, papers, _fingerprint(pack, items, papers))


def _items(pack: PackBuild) -> Any:
    circles = {
        Audience.MEMBERS: EVERYBODY,
        Audience.DECIDING: DecidingSeats(pack.body_id),
        Audience.SECRETARIAT: SECRETARIAT,
    }
    return AgendaItem.objects.shown_to(circles[Audience(pack.audience)]).filter(meeting=pack.meeting_id)


def _papers(pack: PackBuild) -> Any:
    document = "revision__document__"
    rows = Paper.objects.filter(meeting=pack.meeting_id)
    if pack.audience == Audience.SECRETARIAT:
        return rows
    # A document that is for several bodies reads as one of each of them; asked by key, so that no row comes twice.
    joint = Paper.objects.filter(meeting=pack.meeting_id, revision__document__further_bodies=pack.body_id).values("pk")
    theirs = Q(**{f"{document}marking": Marking.PUBLIC}) | Q(**{f"{document}body": pack.body_id}) | Q(pk__in=joint)
    rows = rows.filter(
        theirs,
        Q(for_body=None) | Q(for_body=pack.body_id),
        **{f"{document}marking__in": READ_BY[Audience(pack.audience)]},
    )
    return rows.filter(Q(item=None) | Q(item__in=_items(pack)))


def _fingerprint(pack: PackBuild, items: Sequence[AgendaItem], papers: Sequence[Paper]) -> str:
    meeting = pack.meeting
    said: list[Any] = [
        [pack.audience, pack.body_id, pack.language, settings.SITE_URL],
        [meeting.title, meeting.starts_at.isoformat(), meeting.ends_at.isoformat(), meeting.time_zone],
        # Not its state: the book says nothing of it, and nobody should lose their pack the moment the session opens.
        [meeting.place],
        [[item.pk, item.position, item.title, item.minutes, item.presenter] for item in items],
    ]
    for paper in papers:
        document = paper.revision.document
        said.append(
            [
                *(paper.pk, paper.item_id, paper.position, paper.revision.public_id, paper.revision.sha256),
                *(document.marking, document.title_en, document.title_ru, document.symbol),
            ]
        )
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
