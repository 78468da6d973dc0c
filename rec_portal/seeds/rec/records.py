"""What public reports carry of the two meetings of 2024, entered as their records; no more than that.

They name no decision and no speaker, so there are none here. Members may read the texts, since they say only what is
public (docs/decisions/0105); they are not adopted, which only the Council itself can do.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from councils.bodies.models import Body
from meetings.meeting.choices import MeetingState
from meetings.meeting.models import Meeting
from meetings.record.models import Minutes
from rec_portal.audit.writer import record
from rec_portal.foundation.records import lock, store
from rec_portal.workflow.engine import advance


@dataclass(frozen=True)
class Told:
    title: str
    text_en: str
    text_ru: str


FROM_REPORTS_EN = (
    "*Entered afterwards from public reports. The Council has not adopted this text. The reports give the day only; the"
    " hours stand for a whole working day.*"
)
FROM_REPORTS_RU = (
    "*Внесено позднее по открытым сообщениям. Советом этот текст не утверждён. В сообщениях назван только день; часы"
    " означают полный рабочий день.*"
)

RECORDS = [
    Told(
        title="First Meeting of the Regional Expert Council",
        text_en=f"""{FROM_REPORTS_EN}

The Council was launched at this meeting, on an initiative of the President of the Republic of Uzbekistan, to strengthen
international and regional cooperation in prosecution, repatriation and reintegration.

Among those present, reports name CTED, the Shanghai Cooperation Organization, CICA and the CIS Anti-Terrorism Centre.
""",
        text_ru=f"""{FROM_REPORTS_RU}

На этом заседании Совет начал свою работу. Он создан по инициативе Президента Республики Узбекистан для укрепления
международного и регионального сотрудничества в области уголовного преследования, репатриации и реинтеграции.

Среди присутствовавших в сообщениях названы ИДКТК, Шанхайская организация сотрудничества, СВМДА и Антитеррористический
центр государств – участников СНГ.
""",
    ),
    Told(
        title="First Meeting of the Working Groups",
        text_en=f"""{FROM_REPORTS_EN}

A joint meeting of all four working groups, held online to implement the Roadmap for cooperation between the Republic of
Uzbekistan and the UN Office of Counter-Terrorism for 2024-2025.

It was organised by the Institute for Strategic and Regional Studies under the President of the Republic of Uzbekistan,
the State Security Service of the Republic of Uzbekistan, the United Nations Office of Counter-Terrorism and the United
Nations Regional Centre for Preventive Diplomacy for Central Asia.

Of more than ten international and regional organizations, the report names as participants the European Union, the
Global Community Engagement and Resilience Fund, the International Committee of the Red Cross, the Organization for
Security and Co-operation in Europe, UNICEF and the United Nations Office on Drugs and Crime.

## 1. Results of the First Meeting of the Regional Expert Council

Discussed.

## 2. Preliminary plans of the working groups for 2024-2025

Discussed.

## 3. Developing an informal regional network of practitioners in rehabilitation and reintegration

Discussed.
""",
        text_ru=f"""{FROM_REPORTS_RU}

Совместное заседание всех четырёх рабочих групп, проведённое онлайн во исполнение Дорожной карты сотрудничества между
Республикой Узбекистан и Контртеррористическим управлением ООН на 2024–2025 годы.

Организаторы: Институт стратегических и межрегиональных исследований при Президенте Республики Узбекистан, Служба
государственной безопасности Республики Узбекистан, Контртеррористическое управление Организации Объединённых Наций и
Региональный центр ООН по превентивной дипломатии для Центральной Азии.

Из более чем десяти международных и региональных организаций в сообщении названы участниками Глобальный фонд по
взаимодействию с сообществами и повышению их устойчивости, Детский фонд ООН (ЮНИСЕФ), Европейский союз, Международный
комитет Красного Креста, Организация по безопасности и сотрудничеству в Европе и Управление ООН по наркотикам и
преступности.

## 1. Итоги первого заседания Регионального экспертного совета

Пункт обсуждён.

## 2. Предварительные планы рабочих групп на 2024–2025 годы

Пункт обсуждён.

## 3. Развитие неформальной региональной сети специалистов по реабилитации и реинтеграции

Пункт обсуждён.
""",
    ),
]


@transaction.atomic
def load(bodies: dict[str, Body]) -> None:
    """Enters the records that are missing; one that is there, in whatever state, is the secretariat's by now."""
    council = bodies["rec"]
    for told in RECORDS:
        meeting = Meeting.objects.filter(council=council, title=told.title).first()
        if meeting is None or Minutes.objects.filter(meeting=meeting).exists():
            continue
        minutes = Minutes(meeting=meeting, text_en=_unwrapped(told.text_en), text_ru=_unwrapped(told.text_ru))
        store(minutes, actor=None)
        record(actor=None, verb="minutes.drafted", target=minutes, root_id=council.pk)
        if meeting.state == MeetingState.CLOSED:
            _open_to_members(minutes)


def _open_to_members(minutes: Minutes) -> None:
    """As sending out does, but without mails and without a date for corrections: nobody's own words are in it."""
    meeting, minutes = lock(minutes.meeting), lock(minutes)
    advance(meeting, "circulate_record", actor=None)
    changes = store(meeting, actor=None)
    minutes.circulated_at, minutes.circulated_version = timezone.now(), minutes.version + 1
    store(minutes, actor=None)
    record(
        actor=None,
        verb="meeting.record_opened",
        target=meeting,
        root_id=meeting.body_id,
        changes=changes,
        for_members=True,
    )


def _unwrapped(text: str) -> str:
    """Without the line breaks of this file, which the pages would show."""
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n")) + "\n"
