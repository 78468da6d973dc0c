"""120 files that people bring: good ones, mistaken ones and evil ones, each made here and none of them real.

ZOO maps a label to (name, content, what must come of it): "kept", or a part of the message that refuses it.
"""

import hashlib
import io
import struct
import zipfile
import zlib

from rec_portal.files.scanning import EICAR

KEPT = "kept"
KIND, NAME, EMPTY = "of this kind", "two endings", "is empty"
UNFIT, TWO, ACTIVE, TEXT = "does not fit", "second file", "for a browser", "plain text in UTF-8"
BROKEN, LOCKED, MUCH, ODD, MACRO, FAR = "is broken", "password", "far too large", "lead out", "macros", "from elsewhere"
VIRUS, LARGE, PIXELS = "virus scanner refused", "larger than", "too many pixels"

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'
RELATIONS = '<?xml version="1.0"?><Relationships>{}</Relationships>'
PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
SETTINGS = "word/_rels/settings.xml.rels"
OPEN = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}


def archive(parts: dict[str, bytes | str], comment: bytes = b"", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    store = io.BytesIO()
    with zipfile.ZipFile(store, "w", method) as file:
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name), content, method)
        file.comment = comment
    return store.getvalue()


def office(kind: str, types: str = "", **more: bytes | str) -> bytes:
    return archive({"[Content_Types].xml": TYPES.format(types), PARTS[kind]: "<w/>", **more})


def odf(kind: str, said: str = "", **more: bytes | str) -> bytes:
    return archive({"mimetype": said or OPEN[kind], "content.xml": "<office/>", **more})


def png(width: int = 1, height: int = 1, after: bytes = b"") -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body + after


JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + b"\xff\xdb" + b"\0" * 64 + b"\xff\xd9"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
ZIP = archive({"a.txt": "a"})
EXE = b"MZ\x90\x00" + b"\0" * 60


def with_flag(content: bytes) -> bytes:
    """The archive with every entry said to be encrypted."""
    at = content.index(b"PK\x01\x02")
    while at >= 0:
        content = content[: at + 8] + struct.pack("<H", 1) + content[at + 10 :]
        at = content.find(b"PK\x01\x02", at + 4)
    return content


def relation(kind: str, target: str, quote: str = '"') -> str:
    return RELATIONS.format(
        f'<Relationship Id="r1" Type="http://x/relationships/{kind}" Target="{target}" '
        f"TargetMode={quote}External{quote}/>"
    )


def overlapping() -> bytes:
    """Many entries of the directory that point at the same bytes."""
    noise = b"".join(hashlib.sha256(bytes([number])).digest() for number in range(100))
    store = io.BytesIO(office("docx", **{"word/a.xml": noise}))
    with zipfile.ZipFile(store, "a") as file:
        known = file.getinfo("word/a.xml")
        for number in range(40):
            copy = zipfile.ZipInfo(f"word/{number}.xml")
            for field in ("header_offset", "compress_size", "file_size", "CRC", "compress_type"):
                setattr(copy, field, getattr(known, field))
            file.filelist.append(copy)
            file.NameToInfo[copy.filename] = copy
        file._didModify = True
    return store.getvalue()


def lying() -> bytes:
    """An archive whose directory says that a part is small, while much comes out of it."""
    content = bytearray(office("docx", **{"word/big.xml": b"\0" * 3_000_000}))
    at = content.index(b"PK\x01\x02", content.index(b"word/big.xml"))
    while b"word/big.xml" not in content[at : at + 60]:
        at = content.index(b"PK\x01\x02", at + 4)
    content[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(content)


ZOO: dict[str, tuple[str, bytes, str]] = {
    # Good files, and names in every script
    "pdf": ("Draft plan.pdf", PDF, KEPT),
    "pdf, capital ending": ("PLAN.PDF", PDF, KEPT),
    "pdf, Russian name": ("Проект дорожной карты.pdf", PDF, KEPT),
    "pdf, Kazakh name": ("Жұмыс жоспары әөүңғқ.pdf", PDF, KEPT),
    "pdf, Uzbek name": ("Ish rejasi oʻzbekcha.pdf", PDF, KEPT),
    "pdf, Arabic name": ("خطة.pdf", PDF, KEPT),
    "pdf, Chinese name": ("计划.pdf", PDF, KEPT),
    "pdf, dots in the name": ("plan v1.2 (final).pdf", PDF, KEPT),
    "pdf, quotes in the name": ('a"b\'c.pdf', PDF, KEPT),
    "pdf, long name": ("x" * 400 + ".pdf", PDF, KEPT),
    "pdf, broken inside": ("broken.pdf", b"%PDF-1.4\nnothing more", KEPT),
    "docx": ("note.docx", office("docx"), KEPT),
    "xlsx": ("table.xlsx", office("xlsx"), KEPT),
    "pptx": ("slides.pptx", office("pptx"), KEPT),
    "docx with a link": (
        "note.docx", office("docx", **{"word/_rels/document.xml.rels": relation("hyperlink", "https://a.b")}), KEPT
    ),
    "docx with a picture": ("note.docx", office("docx", **{"word/media/a.png": png()}), KEPT),
    "odt": ("note.odt", odf("odt"), KEPT),
    "ods": ("table.ods", odf("ods"), KEPT),
    "odp": ("slides.odp", odf("odp"), KEPT),
    "txt": ("note.txt", "Ёлка, қазақша, oʻzbekcha\r\n\tline".encode(), KEPT),
    "txt with a mark": ("note.txt", b"\xef\xbb\xbfabc", KEPT),
    "md": ("note.md", b"# Heading\n\nText with a <b>tag</b>.", KEPT),
    "csv": ("table.csv", "имя;место\nА;Б\n".encode(), KEPT),
    "png": ("photo.png", png(), KEPT),
    "jpg": ("photo.jpg", JPEG, KEPT),
    "jpeg": ("photo.jpeg", JPEG, KEPT),
    # Names that lead astray become harmless ones
    "traversal, forward": ("../../etc/passwd.pdf", PDF, KEPT),
    "traversal, backward": ("..\\..\\windows\\system.pdf", PDF, KEPT),
    "absolute": ("/etc/shadow.pdf", PDF, KEPT),
    "drive": ("C:\\boot.pdf", PDF, KEPT),
    "encoded traversal": ("%2e%2e%2fpasswd.pdf", PDF, KEPT),
    "right to left": ("plan\u202efdp.pdf", PDF, KEPT),
    "right to left hides exe": ("plan\u202efdp.exe", EXE, KIND),
    "control signs": ("pl\x07an\r\nSet-Cookie: a.pdf", PDF, KEPT),
    "null sign": ("plan.exe\x00.pdf", PDF, NAME),
    "only dots": ("...pdf", PDF, KIND),
    "zero width": ("pl\u200ban.pdf", PDF, KEPT),
    "device name": ("CON.pdf", PDF, KEPT),
    "stream name": ("plan.pdf:evil.exe", PDF, KIND),
    # Kinds that are not accepted
    **{
        f"not accepted: {ending}": (f"file.{ending}", content, KIND)
        for ending, content in {
            "exe": EXE, "svg": SVG, "html": HTML, "htm": HTML, "xhtml": HTML, "js": b"alert(1)", "xml": b"<a/>",
            "zip": ZIP, "jar": ZIP, "doc": b"\xd0\xcf\x11\xe0", "xls": b"\xd0\xcf\x11\xe0", "ppt": b"\xd0\xcf",
            "docm": office("docx"), "xlsm": office("xlsx"), "pptm": office("pptx"), "rtf": b"{\\rtf1}",
            "gif": b"GIF8", "webp": b"RIFF", "bat": b"@echo", "sh": b"#!/bin/sh", "php": b"<?php", "lnk": b"L\0",
            "iso": b"\0", "7z": b"7z", "eml": b"From: a", "hta": HTML,
        }.items()
    },
    "no ending": ("document", PDF, KIND),
    "no name": ("", PDF, KIND),
    "only an ending": (".pdf", PDF, KIND),
    # Two endings
    "exe.pdf": ("invoice.exe.pdf", PDF, NAME),
    "html.txt": ("page.html.txt", b"text", NAME),
    "php.jpg": ("shell.php.jpg", JPEG, NAME),
    "svg.png": ("logo.svg.png", png(), NAME),
    "js.docx": ("a.js.docx", office("docx"), NAME),
    "pdf.exe": ("invoice.pdf.exe", EXE, KIND),
    "blank before the ending": ("invoice.exe .pdf", PDF, NAME),
    # Empty, too large
    "empty pdf": ("plan.pdf", b"", EMPTY),
    "empty text": ("note.txt", b"", EMPTY),
    "too large": ("plan.pdf", PDF + b" " * 2_000_000, LARGE),
    # Content that does not fit the name
    "exe as pdf": ("plan.pdf", EXE, UNFIT),
    "html as pdf": ("plan.pdf", HTML, UNFIT),
    "svg as png": ("logo.png", SVG, UNFIT),
    "png as jpg": ("logo.jpg", png(), UNFIT),
    "jpg as png": ("logo.png", JPEG, UNFIT),
    "pdf as docx": ("note.docx", PDF, UNFIT),
    "docx as pdf": ("plan.pdf", office("docx"), UNFIT),
    "xlsx as docx": ("note.docx", office("xlsx"), UNFIT),
    "zip as docx": ("note.docx", ZIP, UNFIT),
    "odt as ods": ("table.ods", odf("odt"), UNFIT),
    "zip as odt": ("note.odt", ZIP, UNFIT),
    "odt without content": ("note.odt", archive({"mimetype": OPEN["odt"]}), UNFIT),
    "old doc as docx": ("note.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, UNFIT),
    "cut png": ("photo.png", png()[:40], UNFIT),
    "cut jpg": ("photo.jpg", JPEG[:-2], UNFIT),
    "pdf not at the first byte": ("plan.pdf", b"\n" + PDF, UNFIT),
    "exe as txt": ("note.txt", EXE, ACTIVE),
    "html as txt": ("note.txt", HTML, ACTIVE),
    "html after blanks": ("note.txt", b"\xef\xbb\xbf \n\t" + HTML, ACTIVE),
    "svg as csv": ("table.csv", SVG, ACTIVE),
    "script as md": ("note.md", b"<script>alert(1)</script>", ACTIVE),
    "shell as txt": ("note.txt", b"#!/bin/sh\nrm -rf /", ACTIVE),
    "php as txt": ("note.txt", b"<?php echo 1;", ACTIVE),
    "picture as txt": ("note.txt", JPEG, TEXT),
    "null in txt": ("note.txt", b"abc\x00def", TEXT),
    "escape in csv": ("table.csv", b"a;\x1b[31mb", TEXT),
    "utf-16 txt": ("note.txt", "текст".encode("utf-16"), TEXT),
    "cp1251 csv": ("table.csv", "имя;место".encode("cp1251"), TEXT),
    # Two files in one
    "pdf and zip": ("plan.pdf", PDF + ZIP, TWO),
    "png and zip": ("logo.png", png(after=ZIP), TWO),
    "png and html": ("logo.png", png(after=HTML), TWO),
    "jpg and zip": ("photo.jpg", JPEG + ZIP, TWO),
    "jpg and php": ("photo.jpg", JPEG[:-2] + b"<?php x" + b"\xff\xd9", ACTIVE),
    "txt and zip": ("note.txt", b"text " * 5 + ZIP, TWO),
    "pdf and html": ("plan.pdf", b"%PDF-1.4\n<html><script>1</script>\n1 0 obj", ACTIVE),
    "docx behind something": ("note.docx", b"#!/bin/sh\n" + office("docx"), UNFIT),
    "docx with a tail": ("note.docx", office("docx") + HTML, TWO),
    "docx with a comment": ("note.docx", archive({"[Content_Types].xml": TYPES}, b"<html>"), TWO),
    # Archives that do harm
    "bomb": ("note.docx", office("docx", **{"word/big.xml": b"\0" * 6_000_000}), MUCH),
    "many parts": ("note.docx", office("docx", **{f"word/{n}.xml": "x" for n in range(60)}), MUCH),
    "overlapping parts": ("note.docx", overlapping(), MUCH),
    "a directory that lies": ("note.docx", lying(), BROKEN),
    "cut archive": ("note.docx", office("docx")[:-30], BROKEN),
    "encrypted parts": ("note.docx", with_flag(office("docx")), LOCKED),
    "part leads out": ("note.docx", office("docx", **{"../../evil.xml": "x"}), ODD),
    "part leads out backwards": ("note.docx", office("docx", **{"..\\evil.xml": "x"}), ODD),
    "part is absolute": ("note.docx", office("docx", **{"/etc/evil": "x"}), ODD),
    "macro": ("note.docx", office("docx", **{"word/vbaProject.bin": "x"}), MACRO),
    "macro by type": ("note.docx", office("docx", 'x.macroEnabled.main+xml'), MACRO),
    "macro in a table": ("table.xlsx", office("xlsx", **{"xl/vbaProject.bin": "x"}), MACRO),
    "active control": ("note.docx", office("docx", **{"word/activeX/activeX1.xml": "x"}), MACRO),
    "macro in odt": ("note.odt", odf("odt", **{"Basic/Standard/Module1.xml": "x"}), MACRO),
    "script in ods": ("table.ods", odf("ods", **{"Scripts/python/a.py": "x"}), MACRO),
    "template from elsewhere": ("note.docx", office("docx", **{SETTINGS: relation("template", "http://a.b")}), FAR),
    "template, other quotes": ("note.docx", office("docx", **{SETTINGS: relation("attached", "http://a.b", "'")}), FAR),
    "picture from elsewhere": (
        "slides.pptx", office("pptx", **{"ppt/_rels/presentation.xml.rels": relation("image", "http://a.b")}), FAR
    ),
    "huge picture": ("photo.png", png(60_000, 60_000), PIXELS),
    # The test virus, with the hook that knows it
    "eicar as txt": ("note.txt", EICAR, VIRUS),
    "eicar in a pdf": ("plan.pdf", PDF + EICAR, VIRUS),
    "eicar across two pieces": ("note.txt", b"a" * (1024 * 1024 - 20) + EICAR, VIRUS),
}  # fmt: skip
