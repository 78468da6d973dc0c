"""One board pack as a book: cover, agenda with links, the papers, and a sheet in place of each that cannot be bound."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.agenda.models import AgendaItem
from meetings.papers.choices import Audience
from meetings.papers.models import PackBuild, Paper
from meetings.papers.services.pack_contents import contents_of
from rec_portal.files import storing
from rec_portal.foundation import spelling
from rec_portal.foundation.addresses import address
from rec_portal.paper.binding import MISSING, TOO_LARGE, TOO_LONG, Binding, Spot, Unfit
from rec_portal.paper.pdf import Sheet

PDF = "application/pdf"
# The list of contents says pages that its own length moves; it settles at once unless it ends near the foot of a page.
MOST_LAYOUTS = 4


@dataclass
class Part:
    """A paper of the book: `first` counts pages from 0 in the finished file; without `bound` a sheet stands for it."""

    paper: Paper
    bound: bool
    length: int = 1
    reason: str = ""
    first: int = 0

    @property
    def title(self) -> str:
        return str(self.paper.revision.document)

    @property
    def marking(self) -> str:
        return self.paper.revision.document.get_marking_display()  # type: ignore[attr-defined]

    @property
    def version(self) -> str:
        """Exactly which file it is, since a document may have several."""
        revision = self.paper.revision
        language = revision.get_language_display()  # type: ignore[attr-defined]
        return _("%(language)s, revision %(number)d") % {"language": language, "number": revision.number}

    @property
    def about(self) -> str:
        """The marking comes first: whatever has to be cut, it stays."""
        return " · ".join(filter(None, (self.marking, self.version, _(self.reason) if self.reason else "")))

    @property
    def named(self) -> str:
        return f"{self.title} ({self.paper.revision.get_language_display()})"  # type: ignore[attr-defined]


class Book:
    """`progress(done)` is called after each paper and may raise to stop. Texts are in the language that is active."""

    def __init__(self, pack: PackBuild, *, progress: Callable[[int], None]) -> None:
        self.pack, self.progress = pack, progress
        self.contents = contents_of(pack)
        self.papers = list(self.contents.papers)
        self.parts: list[Part] = []
        self.pages = self.bytes = 0

    @property
    def culprits(self) -> list[dict[str, str]]:
        """Papers that should have been bound and could not be."""
        return [{"name": part.named, "reason": part.reason} for part in self.parts if part.reason]

    def write(self, path: Path) -> None:
        book = Binding()
        for number, paper in enumerate(self.papers, start=1):
            self.parts.append(self._bind(book, paper))
            self.progress(number)
        self._insert_sheets(book)
        front, length, spots = self._settled_front()
        book.insert(0, front, (0, length))
        for part in self.parts:
            part.first += length
        for spot in spots:
            book.link(spot)
        self._bookmarks(book)
        book.stamp(self._stamps(book.pages, length))
        self.pages = book.pages
        book.write(path, title=self.title, language=self.pack.language)

    @property
    def title(self) -> str:
        return f"{self.pack.meeting.title} – {_('board pack')}"

    def _bind(self, book: Binding, paper: Paper) -> Part:
        revision = paper.revision
        if revision.media_type != PDF:
            return Part(paper, bound=False)
        path = storing.path_of(revision.stored_as)
        try:
            if not path.exists():
                raise Unfit(MISSING)
            # By the file itself: what lies there is what would fill the memory, whatever its row says.
            size = path.stat().st_size
            if size > settings.PACK_LARGEST_PAPER or self.bytes + size > settings.PACK_LARGEST:
                raise Unfit(TOO_LARGE)
            self.bytes += size
            left = settings.PACK_MOST_PAGES - book.pages
            if left < 1:
                raise Unfit(TOO_LONG)
            return Part(paper, bound=True, length=book.add(path, most_pages=left))
        except Unfit as unfit:
            return Part(paper, bound=False, reason=unfit.reason)

    def _insert_sheets(self, book: Binding) -> None:
        """A sheet for each paper that is not bound, at its place; all sheets are pages of one small file."""
        at = 0
        for part in self.parts:
            part.first = at
            at += part.length
        missing = [part for part in self.parts if not part.bound]
        if not missing:
            return
        sheet = Sheet(self.title, language=self.pack.language, framed=False)
        for number, part in enumerate(missing):
            if number:
                sheet.add_page()
            self._describe(sheet, part)
        content = sheet.written()
        # In the order of the book, so that each finds all that stands before it in its place already.
        for number, part in enumerate(missing):
            book.insert(part.first, content, (number, number + 1))

    def _describe(self, sheet: Sheet, part: Part) -> None:
        revision = part.paper.revision
        sheet.heading(part.title[:200])
        sheet.paragraph(
            _(part.reason) if part.reason else _("This paper is not a PDF file. Please download it by itself.")
        )
        sheet.facts(
            [
                (_("Marking"), part.marking),
                (_("Language"), part.version),
                (_("File"), f"{revision.original_name}, {filesizeformat(revision.size)}"),
                (_("Download"), settings.SITE_URL + address("councils:file", revision.public_id)),
            ]
        )

    def _settled_front(self) -> tuple[bytes, int, list[Spot]]:
        """Cover and contents, laid out again until the pages that they name are the right ones."""
        length = 2
        sheet, spots = self._front(length)
        for _attempt in range(MOST_LAYOUTS - 1):
            if sheet.page_no() == length:
                break
            length = sheet.page_no()
            sheet, spots = self._front(length, instead_of=sheet)
        return sheet.written(), sheet.page_no(), spots

    def _front(self, length: int, instead_of: Sheet | None = None) -> tuple[Sheet, list[Spot]]:
        sheet = Sheet(self.title, language=self.pack.language, framed=False, instead_of=instead_of)
        self._cover(sheet)
        sheet.add_page()
        sheet.heading(_("Agenda and papers"))
        spots: list[Spot] = []
        items = {item.pk for item in self.contents.items}
        self._listed(sheet, spots, [part for part in self.parts if part.paper.item_id not in items], length, 0)
        for item in self.contents.items:
            own = [part for part in self.parts if part.paper.item_id == item.pk]
            self._item(sheet, spots, item, own, length)
        if self.culprits:
            sheet.heading(_("Not in this pack"), 2)
            for culprit in self.culprits:
                sheet.paragraph(f"{culprit['name']}: {_(culprit['reason'])}")
        return sheet, spots

    def _cover(self, sheet: Sheet) -> None:
        meeting, council = self.pack.meeting, self.pack.body.council or self.pack.body
        above = "\n".join(dict.fromkeys((council.name, self.pack.body.name)))
        sheet.cover(above, meeting.title, str(self.contents.marking.label))
        sheet.facts(
            [
                (_("When"), spelling.span(meeting.starts_at, meeting.ends_at, meeting.time_zone)),
                *([(_("Where"), meeting.place)] if meeting.place else []),
                (_("Papers"), str(len(self.parts))),
                (_("Made for"), str(Audience(self.pack.audience).label)),
                (_("Made"), spelling.moment(timezone.now(), meeting.time_zone)),
            ]
        )
        sheet.paragraph(_("Please keep to the marking of each paper when you pass this file on."), soft=True)

    def _item(self, sheet: Sheet, spots: list[Spot], item: AgendaItem, parts: Sequence[Part], length: int) -> None:
        minutes = _("%(minutes)d min") % {"minutes": item.minutes} if item.minutes else ""
        about = " · ".join(filter(None, (minutes, item.presenter)))
        first = parts[0].first + length if parts else None
        self._point(sheet, spots, (f"{item.position}. {item.title}", about), first, bold=True)
        self._listed(sheet, spots, parts, length, 8)

    def _listed(self, sheet: Sheet, spots: list[Spot], parts: Sequence[Part], length: int, indent: int) -> None:
        for part in parts:
            self._point(sheet, spots, (part.title, part.about), part.first + length, indent=indent)

    def _point(self, sheet: Sheet, spots: list[Spot], said: tuple[str, str], target: int | None, **look: Any) -> None:
        """One line of the list, what is `said` being its title and what stands below; it leads to page `target`."""
        page, box = sheet.pointer(said[0], "" if target is None else str(target + 1), about=said[1], **look)
        if target is not None:
            spots.append(Spot(page, box, target))

    def _bookmarks(self, book: Binding) -> None:
        book.mark(self.pack.meeting.title, 0)
        book.mark(_("Agenda and papers"), 1)
        items = {item.pk: item for item in self.contents.items}
        parents: dict[int, object] = {}
        for part in self.parts:
            item = items.get(part.paper.item_id or 0)
            if item is not None and item.pk not in parents:
                parents[item.pk] = book.mark(f"{item.position}. {item.title}", part.first)
            book.mark(part.named, part.first, parent=parents.get(item.pk) if item is not None else None)

    def _stamps(self, pages: int, length: int) -> list[str]:
        """The front has the marking of the whole, each paper its own."""
        markings = [str(self.contents.marking.label)] * length
        for part in self.parts:
            markings += [part.marking] * part.length
        return [f"{marking} · {number} / {pages}" for number, marking in enumerate(markings, start=1)]
