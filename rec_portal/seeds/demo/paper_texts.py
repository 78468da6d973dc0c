"""What the demo's papers say, in Markdown. Invented and neutral: no state, agency or person is spoken of."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Texts:
    """`en` and `ru` are versions of one text, the earliest first; empty where there is no version in that language."""

    title_en: str
    title_ru: str
    en: tuple[str, ...] = ()
    ru: tuple[str, ...] = ()

    def title(self, language: str) -> str:
        return self.title_ru if language == "ru" else self.title_en

    def text(self, language: str) -> tuple[str, ...]:
        return self.ru if language == "ru" else self.en


PLAN = Texts(
    "Draft plan of work of working group (a)",
    "Проект плана работы рабочей группы (a)",
    en=(
        """## Purpose

A first outline, for comments.

## Activities

1. An overview of the questions that practitioners ask most often
2. Two online exchanges of experience
""",
        """## Purpose

To agree what the group does in the coming year, who leads each activity, and how it is seen whether it was done.

## Activities

| Activity | Result | Quarter |
| --- | --- | --- |
| Overview of the questions that practitioners ask most often | A paper of ten pages | 1 |
| Two online exchanges of experience | A summary of each | 2, 3 |
| Common terms in the working languages | A list of terms | 3 |
| Review of the year | Recommendations to the Council | 4 |

## What the group is asked to do

- Comment on the activities and their order.
- Name somebody for each activity.
""",
    ),
    ru=(
        """## Цель

Договориться, чем группа займётся в следующем году, кто ведёт каждое мероприятие и по чему видно, что оно выполнено.

## Мероприятия

| Мероприятие | Результат | Квартал |
| --- | --- | --- |
| Обзор вопросов, которые чаще всего задают специалисты | Документ на десяти страницах | 1 |
| Два обмена опытом в режиме онлайн | Краткое изложение каждого | 2, 3 |
| Общие термины на рабочих языках | Перечень терминов | 3 |
| Итоги года | Рекомендации Совету | 4 |

## Что требуется от группы

- Высказаться о мероприятиях и их порядке.
- Назвать ответственного за каждое мероприятие.
""",
    ),
)
CONCEPT = Texts(
    "Concept note on a network of practitioners",
    "Концептуальная записка о сети специалистов",
    en=(
        """## Idea

People who do the same work in different places know too little of each other. An informal network would let them ask
one another, without papers that go up and down.

## How it could begin

- One contact for each field of work, named by the members
- A short online meeting every second month
- A list of contacts that the secretariat keeps
""",
    ),
)
OPTIONS = Texts(
    "Options for the programme of the next session",
    "Варианты программы следующей сессии",
    en=(
        """## For the deciding seats

Three options, each with what it asks of the members.

1. One day online, with two themes
2. Two days in one of the capitals, with a visit
3. Two half days online, with groups in between
""",
    ),
    ru=(
        """## Для мест с правом решения

Три варианта; о каждом сказано, чего он требует от участников.

1. Один день онлайн, две темы
2. Два дня в одной из столиц, с выездом
3. Два раза по полдня онлайн, между ними работа в группах
""",
    ),
)
CONTACTS = Texts(
    "Draft letter to partner organisations",
    "Проект письма организациям-партнёрам",
    ru=(
        """## Проект

Уважаемые коллеги,

рабочая группа готовит следующую сессию и хотела бы заранее узнать, какие темы важны для вас. Просим ответить до конца
месяца.
""",
    ),
)
INFORMATION = Texts(
    "Information for participants",
    "Информация для участников",
    en=(
        """## Before the meeting

- The link to the meeting is on its page, from the moment it is convened.
- Each seat says whether it comes; whoever cannot come names a colleague.

## During the meeting

Papers are read in the portal. Whoever wants to speak asks for the floor on the page of the session.
""",
    ),
    ru=(
        """## До заседания

- Ссылка на заседание указана на его странице с момента созыва.
- Каждое место сообщает об участии; кто не может прийти, называет коллегу.

## Во время заседания

Документы читаются на портале. Желающие выступить просят слова на странице заседания.
""",
    ),
)
