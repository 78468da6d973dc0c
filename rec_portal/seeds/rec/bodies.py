"""The Council, its Executive Committee and its four working groups, with their seats.

That they exist and what they deal with is fact; who observes where, and the secretariat's seats, are neutral
assumptions (docs/decisions).
"""

from typing import Any

from councils.bodies.choices import BodyKind, SeatKind
from councils.bodies.models import Body
from councils.bodies.services.bodies import create_body
from councils.organisations.models import Organisation
from councils.seats.models import Seat
from councils.seats.services.seats import create_seat
from rec_portal.seeds.rec import organisations as known

COUNCIL: dict[str, Any] = {
    "kind": BodyKind.COUNCIL,
    "slug": "rec",
    "name_en": "Central Asia Regional Expert Council on the Rehabilitation and Reintegration of Returnees"
    " from armed conflict zones",
    "name_ru": "Региональный экспертный совет Центральной Азии по реабилитации и реинтеграции лиц,"
    " возвращённых из зон вооружённых конфликтов",
    "short_name_en": "Regional Expert Council",
    "short_name_ru": "Региональный экспертный совет",
    "mandate_en": "A platform on which the countries of Central Asia exchange experience in returning their citizens"
    " from conflict zones, discuss new challenges and threats, and make regional cooperation more effective.",
    "mandate_ru": "Площадка, на которой страны Центральной Азии обмениваются опытом возвращения своих граждан"
    " из зон конфликтов, обсуждают новые вызовы и угрозы и повышают эффективность регионального сотрудничества.",
}
COMMITTEE: dict[str, Any] = {
    "kind": BodyKind.EXECUTIVE_COMMITTEE,
    "slug": "executive-committee",
    "order": 1,
    "name_en": "Executive Committee",
    "name_ru": "Исполнительный комитет",
    "short_name_en": "Executive Committee",
    "short_name_ru": "Исполнительный комитет",
    "mandate_en": "Meets regularly to give recommendations and propose solutions, by consensus.",
    "mandate_ru": "Регулярно собирается, чтобы на основе консенсуса вырабатывать рекомендации и предлагать решения.",
}
# Letter, subject in English, subject in Russian.
GROUPS = [
    ("a", "accountability, legal and judicial issues", "ответственность, правовые и судебные вопросы"),
    ("b", "psychosocial support, health, and education", "психосоциальная поддержка, здравоохранение и образование"),
    ("c", "countering terrorist narratives", "противодействие террористическим нарративам"),
    (
        "d",
        "civil society, including women’s and youth groups",
        "гражданское общество, включая женские и молодёжные группы",
    ),
]
SERVING_SEATS = [
    ("Secretary", "Секретарь"),
    ("Administrator", "Администратор"),
    ("Second administrator", "Второй администратор"),
]


def load(organisations: dict[str, Organisation]) -> dict[str, Body]:
    """All bodies by address, with their seats; what exists already stays as it is."""
    bodies = {body.slug: body for body in Body.objects.select_related("council")}
    council = bodies.get("rec") or create_body(actor=None, parent=None, **COUNCIL)
    bodies["rec"] = council
    for fields in (COMMITTEE, *(_group(number, *row) for number, row in enumerate(GROUPS))):
        slug = fields["slug"]
        bodies[slug] = bodies.get(slug) or create_body(actor=None, parent=council, **fields)
    _load_seats(bodies, organisations)
    return bodies


def _group(number: int, letter: str, subject_en: str, subject_ru: str) -> dict[str, Any]:
    return {
        "kind": BodyKind.WORKING_GROUP,
        "slug": f"wg-{letter}",
        "letter": letter,
        "order": 2 + number,
        "name_en": f"Working group ({letter}): {subject_en}",
        "name_ru": f"Рабочая группа ({letter}): {subject_ru}",
        "short_name_en": f"Working group ({letter})",
        "short_name_ru": f"Рабочая группа ({letter})",
        "mandate_en": "Meets regularly to give recommendations and propose solutions, by consensus."
        f" Subject: {subject_en}.",
        "mandate_ru": "Регулярно собирается, чтобы на основе консенсуса вырабатывать рекомендации и предлагать"
        f" решения. Тема: {subject_ru}.",
    }


def _load_seats(bodies: dict[str, Body], organisations: dict[str, Organisation]) -> None:
    taken = set(Seat.objects.values_list("body_id", "organisation_id", "label_en"))
    for body_slug, slug, kind, label_en, label_ru in _seats():
        body, organisation = bodies[body_slug], organisations[slug]
        if (body.pk, organisation.pk, label_en) not in taken:
            create_seat(
                actor=None, body=body, organisation=organisation, kind=kind, label_en=label_en, label_ru=label_ru
            )


def _seats() -> list[tuple[str, str, str, str, str]]:
    """(body, organisation, kind, label in English, label in Russian) of every seat."""
    groups = [f"wg-{letter}" for letter, *_subjects in GROUPS]
    observers = {
        "rec": known.ORGANISERS + known.PARTICIPANTS + known.AT_FIRST_MEETING,
        "executive-committee": known.ORGANISERS,
        **dict.fromkeys(groups, known.ORGANISERS + known.PARTICIPANTS),
    }
    rows: list[tuple[str, str, str, str, str]] = []
    for body in ("rec", "executive-committee", *groups):
        rows += [(body, state[0], SeatKind.DECIDING, "", "") for state in known.STATES]
        rows += [(body, observer[0], SeatKind.OBSERVING, "", "") for observer in observers[body]]
    rows += [("rec", "secretariat", SeatKind.SERVING, *labels) for labels in SERVING_SEATS]
    return rows
