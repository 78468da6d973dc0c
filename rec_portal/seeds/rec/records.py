"""What the founding report carries of the two meetings of 2024, entered as drafts of their records; no more than that.

It names no decision and no speaker, so there are none here. The secretariat completes the text and sends it out.
"""

from dataclasses import dataclass

from django.db import transaction

from councils.models import Body
from meetings.models import Meeting, Minutes
from rec_portal.audit.writer import record
from rec_portal.foundation.records import store


@dataclass(frozen=True)
class Told:
    title: str
    text_en: str
    text_ru: str


RECORDS = [
    Told(
        title="First Meeting of the Regional Expert Council",
        text_en="The Council was launched at this meeting, on an initiative of the President of the Republic of"
        " Uzbekistan, to strengthen international and regional cooperation in prosecution, repatriation and"
        " reintegration.\n",
        text_ru="На этом заседании Совет начал свою работу. Он создан по инициативе Президента Республики Узбекистан"
        " для укрепления международного и регионального сотрудничества в области уголовного преследования, репатриации"
        " и реинтеграции.\n",
    ),
    Told(
        title="First Meeting of the Working Groups",
        text_en="## 1. Results of the First Meeting of the Regional Expert Council\n\nDiscussed.\n\n"
        "## 2. Preliminary plans of the working groups for 2024-2025\n\nDiscussed.\n\n"
        "## 3. Developing an informal regional network of practitioners in rehabilitation and reintegration"
        "\n\nDiscussed.\n",
        text_ru="## 1. Итоги первого заседания Регионального экспертного совета\n\nПункт обсуждён.\n\n"
        "## 2. Предварительные планы рабочих групп на 2024–2025 годы\n\nПункт обсуждён.\n\n"
        "## 3. Развитие неформальной региональной сети специалистов по реабилитации и реинтеграции"
        "\n\nПункт обсуждён.\n",
    ),
]


@transaction.atomic
def load(bodies: dict[str, Body]) -> None:
    council = bodies["rec"]
    for told in RECORDS:
        meeting = Meeting.objects.filter(council=council, title=told.title).first()
        if meeting is None or Minutes.objects.filter(meeting=meeting).exists():
            continue
        minutes = Minutes(meeting=meeting, text_en=told.text_en, text_ru=told.text_ru)
        store(minutes, actor=None)
        record(actor=None, verb="minutes.drafted", target=minutes, root_id=council.pk)
