"""Dates, numbers and letters as a Russian reader gets them."""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext, ngettext

from rec_portal.foundation import spelling
from rec_portal.outbox.delivery import drain
from rec_portal.outbox.models import OutboxMessage
from tests.factories.councils import appoint
from tests.factories.meetings import in_days, make_meeting

# Thursday in Tashkent, Wednesday evening in New York.
MORNING = datetime(2024, 11, 21, 3, tzinfo=UTC)
NOON = datetime(2024, 11, 21, 5, tzinfo=UTC)
HALF_YEARS = (
    ("января", "февраля", "марта", "апреля", "мая", "июня"),
    ("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)


@pytest.fixture(autouse=True)
def russian():
    with translation.override("ru"):
        yield


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
@pytest.mark.parametrize("name", ["WEEKDAY_DATE_FORMAT", "SHORT_WEEKDAY_DATE_FORMAT"])
def test_every_language_says_how_a_weekday_stands_before_a_date(language, name):
    with translation.override(language):
        assert get_format(name) != name


def test_a_moment_in_words():
    assert spelling.moment(MORNING, "Asia/Tashkent") == "четверг, 21 ноября 2024, 08:00 Ташкент (UTC+5)"


def test_a_span_in_words():
    said = spelling.span(MORNING, NOON, "Asia/Tashkent")
    assert said == "четверг, 21 ноября 2024, 08:00–10:00 Ташкент (UTC+5)"
    short = spelling.span(MORNING, NOON, "America/New_York", short=True)
    assert short == "ср 20 ноября 2024, 22:00 – чт 21 ноября 2024, 00:00 Нью-Йорк (UTC−5)"


def test_months_stand_in_the_genitive():
    said = [date_format(datetime(2024, month, 1)) for month in range(1, 13)]
    assert said == [f"1 {month} 2024" for half in HALF_YEARS for month in half]


def test_english_is_not_touched():
    with translation.override("en"):
        assert spelling.moment(MORNING, "Asia/Tashkent") == "Thursday 21 November 2024, 08:00 Tashkent (UTC+5)"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0 вакантных мест"),
        (1, "1 вакантное место"),
        (2, "2 вакантных места"),
        (5, "5 вакантных мест"),
        (11, "11 вакантных мест"),
        (12, "12 вакантных мест"),
        (21, "21 вакантное место"),
        (24, "24 вакантных места"),
        (111, "111 вакантных мест"),
    ],
)
def test_numbers_take_their_form(number, said):
    text = ngettext("%(count)s vacant seat", "%(count)s vacant seats", number) % {"count": number}
    assert text.replace("\u00a0", " ") == said


def test_one_english_word_with_two_meanings_has_two_russian_ones():
    assert gettext("From") != translation.pgettext("letter", "From")
    assert gettext("Set up") != translation.pgettext("state", "Set up")


@pytest.mark.django_db
def test_an_invitation_is_russian_for_a_russian_reader(world):
    reader = appoint(world.group_a)
    reader.name, reader.language = "Читатель", "ru"
    reader.save()
    world.group_a.name_ru = "Рабочая группа (a)"
    world.group_a.save()
    make_meeting(world.group_a, when=in_days(10, hour=10), invitees=[reader], title="Заседание")
    drain()
    letter = OutboxMessage.objects.get(recipient=reader, kind="meetings.invitation")
    assert letter.mail_subject.startswith("Приглашение: Заседание")
    assert "Здравствуйте, Читатель!" in letter.mail_text
    assert "Организатор: Рабочая группа (a)." in letter.mail_text
    assert "Примете ли вы участие?" in letter.mail_text
    assert "10:00–12:00 Ташкент (UTC+5)" in letter.mail_text
