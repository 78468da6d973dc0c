"""Binding PDF files into one: in order, each page stamped with its number, bookmarks, links between pages.

Nothing inside the files is interpreted beyond what finding their pages takes. A stamp is a drawing of its own that is
laid over a page, so that a page's own content is neither read nor changed, and what a file wants to run or fetch when
it is opened is left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop
from fpdf import FPDF
from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.annotations import Link
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    RectangleObject,
    TextStringObject,
)

from rec_portal.paper.pdf import FACE, INK, add_face, shown

BROKEN = gettext_noop("The file is broken and cannot be read.")
PROTECTED = gettext_noop("The file is protected by a password.")
TOO_LARGE = gettext_noop("The file is too large for the pack.")
TOO_LONG = gettext_noop("The file has too many pages for the pack.")
MISSING = gettext_noop("The file is missing.")

# Actions of a link that stay inside the file or lead to a page that a person chooses to open.
HARMLESS = {"/GoTo", "/URI", "/Named"}
STAMP = "/PortalStamp"
STAMP_SIZE, STAMP_FOOT = 8, 10
A4_WIDTH = 595.28


class Unfit(ValueError):
    """A file that cannot be bound; `reason` is an English sentence of the catalogue."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Spot:
    """A place to press: the box on a page (counted from 0), and the page that it leads to."""

    page: int
    box: tuple[float, float, float, float]
    target: int


@dataclass
class Binding:
    """A book in the making."""

    writer: PdfWriter = field(default_factory=PdfWriter)

    @property
    def pages(self) -> int:
        return len(self.writer.pages)

    def add(self, source: Path | bytes, *, most_pages: int = 100_000) -> int:
        """Appends all pages of a PDF file; returns how many. Raises Unfit, and then nothing of it stays."""
        before = self.pages
        try:
            reader = PdfReader(BytesIO(source) if isinstance(source, bytes) else source, strict=False)
            if reader.is_encrypted:
                raise Unfit(PROTECTED)
            number = len(reader.pages)
            if not number:
                raise Unfit(BROKEN)
            if number > most_pages:
                raise Unfit(TOO_LONG)
            self.writer.append(reader, import_outline=False)
            for page in self._from(before):
                _disarm(page)
                _size(page)
        except Unfit:
            self._take_back(before)
            raise
        except Exception as trouble:
            # A file that is broken, or made to break its reader, may bring anything to light.
            self._take_back(before)
            raise Unfit(BROKEN) from trouble
        return self.pages - before

    def insert(self, at: int, source: bytes, pages: tuple[int, int]) -> None:
        """Puts pages of a file of our own (from, to before) in front of page `at`."""
        self.writer.merge(at, BytesIO(source), pages=pages, import_outline=False)

    def mark(self, title: str, page: int, parent: Any = None) -> Any:
        """A bookmark; returns it, to hang further ones below."""
        return self.writer.add_outline_item(title=shown(title), page_number=page, parent=parent)

    def link(self, spot: Spot) -> None:
        link = Link(rect=RectangleObject(spot.box), target_page_index=spot.target)
        self.writer.add_annotation(page_number=spot.page, annotation=link)

    def stamp(self, texts: Sequence[str]) -> None:
        """Lays one line over the foot of each page; as many texts as there are pages."""
        stamps = _Stamps(texts, self.writer)
        for page, drawing in zip(list(self.writer.pages), stamps.drawings, strict=True):
            stamps.lay_over(page, drawing)

    def write(self, path: Path, *, title: str, language: str) -> None:
        self.writer.add_metadata({"/Title": title, "/Creator": "REC Portal", "/Producer": "REC Portal"})
        root = self.writer.root_object
        for name in ("/OpenAction", "/AA", "/AcroForm", "/Names"):
            root.pop(name, None)
        root[NameObject("/Lang")] = TextStringObject(language)
        root[NameObject("/PageMode")] = NameObject("/UseOutlines")
        with path.open("wb") as file:
            self.writer.write(file)

    def _from(self, first: int) -> Iterator[PageObject]:
        for index in range(first, self.pages):
            yield self.writer.pages[index]

    def _take_back(self, number: int) -> None:
        while self.pages > number:
            self.writer.remove_page(self.pages - 1)


def _disarm(page: PageObject) -> None:
    """Takes away what would run or open something by itself, and buttons of forms that are not there any more."""
    page.pop("/AA", None)
    annotations = page.get("/Annots")
    if annotations is None:
        return
    kept = [entry for entry in annotations.get_object() if _is_harmless(entry.get_object())]
    page[NameObject("/Annots")] = ArrayObject(kept)


def _is_harmless(annotation: Any) -> bool:
    if annotation.get("/Subtype") in ("/Widget", "/FileAttachment", "/Movie", "/Screen", "/RichMedia", "/3D", "/Sound"):
        return False
    annotation.pop("/AA", None)
    action = annotation.get("/A")
    if action is None:
        return True
    action = action.get_object()
    return action.get("/S") in HARMLESS and "/Next" not in action


def _size(page: PageObject) -> tuple[float, float, float, float]:
    """The visible part: left, bottom, width, height. A page without one is no page."""
    box = page.cropbox
    left, bottom, right, top = (float(value) for value in (box.left, box.bottom, box.right, box.top))
    if not (0 < right - left < 20_000 and 0 < top - bottom < 20_000):
        raise Unfit(BROKEN)
    return left, bottom, right - left, top - bottom


class _Stamps:
    """Writes one line at the foot of a page in our face, which is embedded once for all pages."""

    def __init__(self, texts: Sequence[str], writer: PdfWriter) -> None:
        self.writer = writer
        self.sheet = FPDF(format="A4", unit="pt")
        add_face(self.sheet, "B")
        self.sheet.add_page()
        self.sheet.set_font(FACE, "B", STAMP_SIZE)
        lines = [shown(text) for text in texts]
        # Letters get their numbers in the embedded face in the order in which they are first met.
        self.drawings = [self._drawing(line) for line in lines]
        self.sheet.cell(text="".join(sorted(set("".join(lines)))))
        drawn = PdfReader(BytesIO(bytes(self.sheet.output()))).pages[0]
        (face,) = drawn["/Resources"]["/Font"].values()  # type: ignore[index]
        self.face = writer._add_object(face.get_object().clone(writer))
        self.before = self._stream(b"q\n")

    def lay_over(self, page: PageObject, drawing: bytes) -> None:
        """Adds the line beside the page's own content, which stays as it is."""
        known = page.get("/Resources")
        # A copy: one list of resources may serve many pages.
        resources = DictionaryObject(known.get_object() if known is not None else {})
        faces = resources.get("/Font")
        faces = DictionaryObject(faces.get_object() if faces is not None else {})
        faces[NameObject(STAMP)] = self.face
        resources[NameObject("/Font")] = faces
        page[NameObject("/Resources")] = resources
        place = " ".join(f"{value:.3f}" for value in _placed(page).ctm)
        after = self._stream(b"\nQ q " + place.encode() + b" cm " + drawing + b" Q\n")
        page[NameObject("/Contents")] = ArrayObject([self.before, *self._own(page), after])

    def _own(self, page: PageObject) -> list[Any]:
        content = page.get("/Contents")
        if content is None:
            return []
        if isinstance(content.get_object(), ArrayObject):
            return list(content.get_object())
        raw = page.raw_get("/Contents")
        return [raw if isinstance(raw, IndirectObject) else self.writer._add_object(raw)]

    def _drawing(self, line: str) -> bytes:
        width = self.sheet.get_string_width(line)
        left = (A4_WIDTH - width) / 2
        text = self.sheet.current_font.encode_text(line)  # type: ignore[union-attr]
        red, green, blue = (value / 255 for value in INK)
        # A white ground first, so that it can be read on a dark page too.
        ground = f"1 g {left - 4:.2f} {STAMP_FOOT - 3} {width + 8:.2f} 11 re f"
        ink = f"{red:.3f} {green:.3f} {blue:.3f} rg"
        return f"{ground} {ink} BT {STAMP} {STAMP_SIZE} Tf {left:.2f} {STAMP_FOOT} Td {text} ET".encode("latin-1")

    def _stream(self, data: bytes) -> IndirectObject:
        stream = DecodedStreamObject()
        stream.set_data(data)
        return self.writer._add_object(stream)


def _placed(page: PageObject) -> Transformation:
    """From the foot of an A4 page to the foot of this one as it is seen, turned pages included."""
    left, bottom, width, height = _size(page)
    turned = int(page.rotation) % 360
    seen_width = height if turned in (90, 270) else width
    place = Transformation().translate((seen_width - A4_WIDTH) / 2, 0)
    if turned == 90:
        place = place.rotate(90).translate(width, 0)
    elif turned == 180:
        place = place.rotate(180).translate(width, height)
    elif turned == 270:
        place = place.rotate(270).translate(0, height)
    return place.translate(left, bottom)
