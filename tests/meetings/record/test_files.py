"""Papers of a meeting as PDF and DOCX: what is in them, for whom, in which language, and that they open."""

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from meetings.agenda.choices import Attribution
from meetings.record.services.files import KINDS
from meetings.session.choices import Presence
from meetings.session.models import SeatAttendance
from rec_portal.paper.blocks import Heading, Paragraph, Rows, blocks_of
from tests.factories.records import adopt, circulate, make_action, make_decision, make_held, make_minutes

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "scripts"))

LETTERS = "Қазақстан Ўзбекистон Тоҷикистон Кыргызстан Türkmenistan – әғқңөұүһі ўқғҳ ҷӣӯ ňýž oʻzbek"


@pytest.fixture
def meeting(world):
    people = [world.chair_a, world.member_a, world.observer_a]
    return make_held(world.group_a, invitees=people, title=f"Meeting {LETTERS}"[:200])


@pytest.fixture
def fetch(client_of) -> Callable[..., object]:
    def one(who: str, meeting, kind: str, form: str = "docx", query: str = ""):
        arguments = {"public_id": meeting.public_id, "kind": kind, "form": form}
        return client_of(who).get(reverse("meetings:record_file", kwargs=arguments) + query)

    return one


def words(response) -> str:
    """All text of a PDF or DOCX, with one blank between words."""
    assert response.status_code == 200
    content = io.BytesIO(response.content)
    if response["Content-Type"] == "application/pdf":
        return " ".join(" ".join(page.extract_text() for page in PdfReader(content).pages).split())
    document = Document(content)
    section = document.sections[0]
    parts = [*document.paragraphs, *section.header.paragraphs, *section.footer.paragraphs]
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join(part.text for part in [*parts, *cells]).split())


@pytest.mark.django_db
class TestContents:
    @pytest.mark.parametrize("form", ["pdf", "docx"])
    @pytest.mark.parametrize("kind", KINDS)
    def test_each_in_both_languages_with_marking_and_every_letter(self, fetch, world, meeting, kind, form):
        seat = world.member_a.appointments.get().seat
        SeatAttendance(meeting=meeting, seat=seat, presence=Presence.ONLINE, name=LETTERS[:60]).save()
        make_decision(meeting, LETTERS, text_ru=LETTERS)
        circulate(make_minutes(meeting))
        for language, marking in (("en", "Members"), ("ru", "Для участников")):
            text = words(fetch("member_a", meeting, kind, form, f"?language={language}"))
            assert "Қазақстан Ўзбекистон Тоҷикистон" in text
            assert "oʻzbek" in text
            assert marking in text
            assert "\ufffd" not in text
        heading = {"participants": "Список", "agenda": "Повестка", "decisions": "Решения", "minutes": "Протокол"}
        assert heading[kind] in text

    def test_the_language_of_the_file_is_not_that_of_the_page(self, fetch, world, meeting):
        world.member_a.language = "ru"
        world.member_a.save()
        make_decision(meeting, "English wording", text_ru="Русская формулировка")
        assert "English wording" in words(fetch("member_a", meeting, "decisions", "docx", "?language=en"))
        assert "Русская формулировка" in words(fetch("member_a", meeting, "decisions", "docx", "?language=ru"))

    def test_restricted_and_closed_items_are_for_their_readers(self, fetch, meeting):
        hidden = meeting.agenda.get(position=2)
        hidden.restricted, hidden.title = True, "Canary agenda"
        hidden.save()
        kept = meeting.agenda.get(position=3)
        kept.attribution = Attribution.CLOSED
        kept.save()
        make_decision(meeting, "Canary decision", agenda_item=kept)
        circulate(make_minutes(meeting, text_en="Told", text_ru="", closed_en="Canary closed"))
        for form in ("pdf", "docx"):
            for kind in ("agenda", "decisions", "minutes"):
                for who in ("observer_a", "administrator"):
                    text = words(fetch(who, meeting, kind, form, "?language=en&closed=1"))
                    assert "Canary" not in text, (kind, who)
                    assert "Members" in text
                text = words(fetch("secretary", meeting, kind, form, "?language=en&closed=1"))
                assert "Canary" in text
                assert ("Restricted" if kind == "agenda" else "Confidential") in text
        assert "Canary" not in words(fetch("secretary", meeting, "minutes", "docx", "?language=en"))

    def test_under_the_chatham_house_rule_no_presenter_is_drafted(self, fetch, meeting):
        item = meeting.agenda.get(position=2)
        item.attribution = Attribution.CHATHAM
        item.presenter = "Canary presenter"
        item.save()
        circulate(make_minutes(meeting))
        assert "Canary" not in words(fetch("member_a", meeting, "minutes", "pdf", "?language=en"))

    def test_a_record_says_how_it_stands_and_carries_its_corrigenda(self, fetch, world, meeting):
        from meetings.record.services.circulation import add_corrigendum

        minutes = circulate(make_minutes(meeting, text_en="**Bold** text\n\n- one\n- two", text_ru=""))
        assert "Draft" in words(fetch("member_a", meeting, "minutes", query="?language=en"))
        add_corrigendum(actor=world.secretary, minutes=adopt(minutes), text_en="Read A for B")
        text = words(fetch("member_a", meeting, "minutes", query="?language=en"))
        assert "Adopted: " in text
        assert "Corrigendum 1" in text
        assert "Read A for B" in text
        assert fetch("member_a", meeting, "minutes", query="?language=ru").status_code == 404

    def test_what_there_is_not(self, fetch, meeting):
        assert fetch("member_a", meeting, "minutes").status_code == 404
        assert fetch("secretary", meeting, "minutes").status_code == 404
        assert fetch("secretary", meeting, "everything").status_code == 404
        assert fetch("secretary", meeting, "agenda", "odt").status_code == 404
        assert "Nobody was marked" in words(fetch("member_a", meeting, "participants", query="?language=en"))
        assert "Nothing is recorded" in words(fetch("member_a", meeting, "decisions", query="?language=en"))

    def test_no_typed_text_gets_into_the_name(self, fetch, meeting):
        header = fetch("member_a", meeting, "agenda")["Content-Disposition"]
        assert header == f'attachment; filename="agenda-{meeting.wall_day.isoformat()}-en.docx"'

    def test_the_meetings_page_leads_to_them(self, client_of, meeting):
        page = client_of("member_a").get(meeting.get_absolute_url()).content.decode()
        assert "/files/agenda.pdf?language=ru" in page
        assert "/files/minutes.pdf" not in page


class TestBlocks:
    def test_markdown_becomes_blocks(self):
        text = "# A\n\n**b** *c*\nd\n\n3. e\n4. f\n\n- g\n\n  h\n\n| i | j |\n|--|--|\n| k | l |\n\n    m"
        found = blocks_of(text)
        assert found[0] == Heading("A", 1)
        first = found[1]
        assert isinstance(first, Paragraph)
        assert [(run.text, run.bold, run.italic) for run in first.runs if run.text.strip()] == [
            ("b", True, False),
            ("c", False, True),
            ("d", False, False),
        ]
        assert [block.bullet for block in found if isinstance(block, Paragraph)] == ["", "3.", "4.", "–", "", ""]
        assert [block for block in found if isinstance(block, Rows)] == [Rows(["i", "j"], [["k", "l"]])]

    def test_html_and_images_are_words(self):
        [block] = blocks_of("<script>x</script> ![y](https://example.org/z.png)")
        assert isinstance(block, Paragraph)
        assert "<script>" in block.text


@pytest.mark.django_db
@pytest.mark.slow
def test_libreoffice_opens_each_of_them(fetch, client_of, world, meeting, tmp_path):
    from system_packages import PROGRAMS

    office = PROGRAMS["soffice"].find()
    assert office, "LibreOffice is not here: python scripts/system_packages.py test"
    make_decision(meeting, LETTERS)
    make_action(meeting, f"=1+1 {LETTERS}", owner=world.member_a)
    circulate(make_minutes(meeting))
    files = {}
    for kind in KINDS:
        for language in ("en", "ru"):
            path = tmp_path / f"{kind}-{language}.docx"
            path.write_bytes(fetch("member_a", meeting, kind, "docx", f"?language={language}").content)
            files[path] = LETTERS
    sheet = tmp_path / "actions.xlsx"
    sheet.write_bytes(client_of("secretary").get("/actions/actions.xlsx").content)
    files[sheet] = f"'=1+1 {LETTERS}"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    for path, expected in files.items():
        pages = PdfReader(path.with_suffix(".pdf")).pages
        text = " ".join(page.extract_text() for page in pages)
        # Word by word: a cell of the sheet is written in several lines, between those of its neighbours.
        assert not [word for word in expected.split() if word not in text], path.name
        for page in pages:
            sides = sorted(round(float(side)) for side in (page.mediabox.width, page.mediabox.height))
            assert sides == [595, 842], f"{path.name} is not A4"
        if path == sheet:
            assert all(page.mediabox.width > page.mediabox.height for page in pages), "its columns lie side by side"
