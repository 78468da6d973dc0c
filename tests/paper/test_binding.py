"""Binding: order, stamps, links, bookmarks; what a file wants to do by itself is left out; trouble is named."""

import io

import pytest
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, RectangleObject, TextStringObject

from rec_portal.paper.binding import BROKEN, PROTECTED, TOO_LONG, Binding, Spot, Unfit
from tests.factories.documents import a_pdf


def written(writer: PdfWriter) -> bytes:
    store = io.BytesIO()
    writer.write(store)
    return store.getvalue()


def bound(tmp_path, binding: Binding, stamps: list[str] | None = None) -> PdfReader:
    binding.stamp(stamps or [f"{number + 1} / {binding.pages}" for number in range(binding.pages)])
    binding.write(tmp_path / "book.pdf", title="Книга", language="ru")
    return PdfReader(tmp_path / "book.pdf")


def blank(width: float = 595, height: float = 842, **changes) -> PdfWriter:
    writer = PdfWriter()
    page = writer.add_blank_page(width, height)
    for name, value in changes.items():
        page[NameObject(f"/{name}")] = value
    return writer


def test_files_in_order_with_stamps_bookmarks_and_links(tmp_path):
    binding = Binding()
    assert binding.add(a_pdf("First", pages=2)) == 2
    path = tmp_path / "second.pdf"
    path.write_bytes(a_pdf("Second", pages=3))
    assert binding.add(path) == 3
    binding.insert(2, a_pdf("Between", pages=2), (1, 2))
    parent = binding.mark("Пункт 1", 0)
    binding.mark("Second", 3, parent=parent)
    binding.link(Spot(0, (10, 10, 100, 30), 3))
    found = bound(tmp_path, binding, [f"ҚҰПИЯ · {number} / 6" for number in range(1, 7)])
    texts = [page.extract_text() for page in found.pages]
    for number, (text, own) in enumerate(
        zip(
            texts,
            ["First, page 1", "First, page 2", "Between, page 2", "Second, page 1", "Second, page 2", "Second, page 3"],
            strict=True,
        )
    ):
        assert own in text
        assert f"ҚҰПИЯ · {number + 1} / 6" in text
    assert [entry["/Title"] for entry in (found.outline[0], found.outline[1][0])] == ["Пункт 1", "Second"]
    assert found.get_destination_page_number(found.outline[1][0]) == 3
    link = found.pages[0]["/Annots"][0].get_object()
    assert link["/Dest"][0].get_object() == found.pages[3].get_object() or link["/Dest"][0] == 3
    assert (found.metadata.title, found.trailer["/Root"]["/Lang"]) == ("Книга", "ru")


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize("box", [(0, 0, 595, 842), (100, 200, 900, 700), (-50, -20, 400, 300)])
def test_the_stamp_stands_at_the_foot_as_the_page_is_seen(tmp_path, turned, box):
    source = blank(1000, 1000, CropBox=RectangleObject(box))
    source.pages[0].rotate(turned)
    binding = Binding()
    binding.add(written(source))
    page = bound(tmp_path, binding, ["mark"]).pages[0]
    places: list[tuple[float, float]] = []

    def note(text, matrix, text_matrix, *_more):
        if text.strip():
            places.append(
                (
                    text_matrix[4] * matrix[0] + text_matrix[5] * matrix[2] + matrix[4],
                    text_matrix[4] * matrix[1] + text_matrix[5] * matrix[3] + matrix[5],
                )
            )

    page.extract_text(visitor_text=note)
    (x, y), (left, bottom, right, top) = places[0], box
    middle = {0: (left + right) / 2, 180: (left + right) / 2}.get(turned, (bottom + top) / 2)
    distance = {0: y - bottom, 90: right - x, 180: top - y, 270: x - left}[turned]
    along = x if turned in (0, 180) else y
    assert distance == pytest.approx(10, abs=1)
    assert along == pytest.approx(middle, abs=20)


def test_what_opens_or_runs_by_itself_is_left_out(tmp_path):
    script = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x")})
    launch = DictionaryObject({NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd.exe")})
    source = blank(AA=DictionaryObject({NameObject("/O"): script}))
    source.root_object[NameObject("/OpenAction")] = script
    entries = [
        Link(rect=(0, 0, 10, 10), url="https://example.org"),
        DictionaryObject({NameObject("/Subtype"): NameObject("/Link"), NameObject("/A"): launch}),
        DictionaryObject({NameObject("/Subtype"): NameObject("/Widget")}),
        DictionaryObject({NameObject("/Subtype"): NameObject("/FileAttachment")}),
        DictionaryObject({NameObject("/Subtype"): NameObject("/Text"), NameObject("/AA"): script}),
    ]
    source.pages[0][NameObject("/Annots")] = ArrayObject(entries)
    binding = Binding()
    binding.add(written(source))
    found = bound(tmp_path, binding)
    page = found.pages[0]
    kinds = [entry.get_object()["/Subtype"] for entry in page["/Annots"]]
    assert kinds == ["/Link", "/Text"]
    assert "/AA" not in page
    assert "/OpenAction" not in found.trailer["/Root"]


def test_a_page_without_content_and_one_with_several_parts(tmp_path):
    binding = Binding()
    binding.add(written(blank()))
    two = PdfReader(io.BytesIO(a_pdf("Parts")))
    writer = PdfWriter()
    writer.append(two)
    page = writer.pages[0]
    page[NameObject("/Contents")] = ArrayObject([page.raw_get("/Contents")])
    binding.add(written(writer))
    found = bound(tmp_path, binding)
    assert "1 / 2" in found.pages[0].extract_text()
    assert "Parts" in found.pages[1].extract_text()


def encrypted() -> bytes:
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(a_pdf())))
    writer.encrypt("secret")
    return written(writer)


def a_page_too_wide() -> bytes:
    return written(blank(30_000, 30_000))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.4\nnothing more", BROKEN),
        (a_pdf()[:400], BROKEN),
        (b"", BROKEN),
        (written(PdfWriter()), BROKEN),
        (a_page_too_wide(), BROKEN),
        (encrypted(), PROTECTED),
        (a_pdf(pages=4), TOO_LONG),
    ],
    ids=["nothing", "cut", "empty", "no pages", "too wide", "encrypted", "too long"],
)
def test_what_cannot_be_bound_is_named_and_leaves_nothing(tmp_path, content, reason):
    binding = Binding()
    binding.add(a_pdf("Before"))
    with pytest.raises(Unfit) as unfit:
        binding.add(content, most_pages=3)
    assert unfit.value.reason == reason
    binding.add(a_pdf("After"))
    found = bound(tmp_path, binding)
    assert ["Before" in found.pages[0].extract_text(), "After" in found.pages[1].extract_text()] == [True, True]
    assert len(found.pages) == 2


def test_a_file_that_breaks_in_the_middle_is_taken_back_whole(monkeypatch):
    calls = []
    real = PageObject.__dict__["cropbox"]

    class Box:
        def __get__(self, page, owner=None):
            calls.append(page)
            if len(calls) == 3:
                raise RecursionError
            return real.__get__(page, owner)

    binding = Binding()
    monkeypatch.setattr(PageObject, "cropbox", Box())
    with pytest.raises(Unfit):
        binding.add(a_pdf(pages=5))
    assert binding.pages == 0
