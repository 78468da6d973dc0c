"""The Russian texts one by one: complete, with the same placeholders, in the Council's terms, set as Russian is set.

That every marked text of the sources is in the file at all is asked by `make check` (scripts/check_translations.py).
"""

import re

import pytest
from django.conf import settings

from tests.locale.messages import ROOT, entries, filled, pairs, placeholders, texts, words

# English word -> how its Russian term begins (docs/glossary-ru.md).
TERMS = {
    "agenda": "повестк",
    "alternate": "заместител",
    "council": "совет",
    "draft": "черновик",
    "executive committee": "исполнительн",
    "invitation": "приглаше",
    "invitee": "приглаш",
    "mail log": "журнал",
    "meeting": "заседани",
    "member state": "государств",
    "observer": "наблюдател",
    "organisation": "организаци",
    "passkey": "ключ",
    "portal": "портал|portal",
    "recovery code": "восстановлени",
    "reminder": "напоминани",
    "seat": "мест",
    "second factor": "втор",
    "secretariat": "секретариат",
    "time zone": "часово",
    "vacant": "вакант",
    "working group": "рабоч",
}
# Said otherwise on purpose: Russian leaves out what the page says already.
SAID_OTHERWISE = {
    "Bar from the portal",
    "Change this meeting",
    "Sits in when the holder of the seat cannot.",
    "The portal writes to %(name)s again.",
    "This meeting takes no more answers.",
}
# Words that are often written without their "ё".
WITHOUT_YO = re.compile(
    r"\b(?:е(?:ще|е)|нее|свое|мое|твое|прием|учет|отчет|партнер\w*|"
    r"(?:возвращ|вооруж|заверш|измен|объедин|отмен|перенес|приглаш|сохран|удал|утвержд)ен"
    r"(?:|ный|ного|ному|ным|ном|ная|ной|ную|ное|ные|ных|ными))\b",
    re.I,
)


def test_every_language_but_english_has_its_message_file():
    codes = [code for code, _name in settings.LANGUAGES if code != "en"]
    assert codes
    assert not [code for code in codes if not (ROOT / "locale" / code / "LC_MESSAGES/django.po").exists()]


def test_every_text_is_translated_and_none_is_doubtful():
    assert len(entries()) > 900
    assert not [entry.msgid for entry in entries() if not all(texts(entry)) or entry.fuzzy]


def test_every_counted_text_has_the_three_forms_of_russian():
    counted = [entry for entry in entries() if entry.msgid_plural]
    assert len(counted) > 20
    assert not [entry.msgid for entry in counted if len(entry.msgstr_plural) != 3]


def test_placeholders_are_those_of_the_english_text():
    assert not [(english, russian) for english, russian in pairs() if placeholders(english) != placeholders(russian)]


def test_the_first_form_of_a_plural_says_its_number():
    """It also stands for 21 and 101."""
    counted = [entry for entry in entries() if entry.msgid_plural]
    assert not [entry.msgid for entry in counted if not placeholders(entry.msgstr_plural[0])]


@pytest.mark.parametrize("term", TERMS)
def test_terms_are_those_of_the_glossary(term):
    said = [
        (english, russian)
        for english, russian in pairs()
        if re.search(rf"\b{term}", words(english), re.I) and english not in SAID_OTHERWISE
    ]
    assert said
    assert not [pair for pair in said if not re.search(TERMS[term], pair[1], re.I)]


def test_no_word_mixes_two_alphabets():
    """A Latin "c" in a Cyrillic word looks right, and no search finds it."""
    mixed = re.compile(r"[а-яё][a-z]|[a-z][а-яё]", re.I)
    assert not [russian for _english, russian in pairs() if mixed.search(words(russian))]


FAULTS = {
    "straight or English quotation marks": r"[\"“”„]",
    "a dash without its no-break space": r"(?<!\u00a0)—|[ \u00a0]– ",
    "spaces doubled or before a mark": r"  |[ \u00a0][.,:;?!]",
    "a number that may part from its unit": r"[\dN] (?:(?:мин|ч|с)\b|год|дн|день|человек|участник)",
    "the reader with a capital letter": r"(?<![.?!] )(?<!^)(?<!«)\bВ(?:ы|ас|ам|ами|аш\w*)\b",
    "a date with its word for year": r"\bг\.",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_russian_is_set_as_russian_is_set(fault):
    assert not [russian for _english, russian in pairs() if re.search(FAULTS[fault], filled(russian))]


def test_yo_is_written():
    assert not [russian for _english, russian in pairs() if WITHOUT_YO.search(words(russian))]


def test_quotation_marks_are_closed():
    assert not [russian for _english, russian in pairs() if russian.count("«") != russian.count("»")]


def test_a_sentence_stays_a_sentence():
    """A text that ends with a full stop does so in both languages; a label has none in either."""
    assert not [(english, russian) for english, russian in pairs() if english.endswith(".") != russian.endswith(".")]
