import pytest

from rec_portal.files.naming import attachment, clean_name, extension_of, inner_extensions, with_marking


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\plan.PDF", "plan.pdf"),
        ("pl\u202eан.pdf", "plан.pdf"),
        ("a\r\nb.pdf", "a b.pdf"),
        ("", "file"),
        (".pdf", "pdf"),
        ("...", "file"),
        ("x" * 300 + ".docx", "x" * 145 + ".docx"),
        ("y" * 300, "y" * 150),
        ("Е\u0308лка.txt", "Ёлка.txt"),
    ],
)
def test_names_become_harmless(typed, clean):
    assert clean_name(typed) == clean


def test_endings():
    assert extension_of("a.b.PDF") == "pdf"
    assert extension_of("none") == ""
    assert inner_extensions("a.EXE .b.pdf") == ["exe", "b"]


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("plan.pdf", "attachment; filename=\"plan.pdf\"; filename*=UTF-8''plan.pdf"),
        ("План.pdf", "attachment; filename=\"document.pdf\"; filename*=UTF-8''%D0%9F%D0%BB%D0%B0%D0%BD.pdf"),
        ('a"; x=".pdf', "attachment; filename=\"a_ x_.pdf\"; filename*=UTF-8''a_%20x%3D_.pdf"),
        ("naïve.pdf", "attachment; filename=\"naive.pdf\"; filename*=UTF-8''na%C3%AFve.pdf"),
        ("план", "attachment; filename=\"document\"; filename*=UTF-8''%D0%BF%D0%BB%D0%B0%D0%BD"),
    ],
)
def test_the_header_holds_any_script(name, header):
    assert attachment(name) == header


def test_the_marking_travels_with_the_name():
    assert with_marking("plan.pdf", "Restricted") == "[RESTRICTED] plan.pdf"
    assert with_marking("plan.pdf", "Ограниченный") == "[ОГРАНИЧЕННЫЙ] plan.pdf"
