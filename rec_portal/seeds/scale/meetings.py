"""Meetings for measurements, made inside PostgreSQL: rows are counted out there, not carried there.

Each meeting's content follows from its number alone (and from the day of loading), so that a larger data set begins
with the same meetings as a smaller one. What is made:
- meetings with a history row each, spread over the five years before and after the day of loading; every fourth is of
  the first working group, whose member is measured; one in a hundred is a joint meeting of two bodies;
- five agenda items each (without history rows);
- invitations for all ten seats of the body, with history rows, for the first INVITED_AT_FIRST meetings and for those
  about now; so their number stays bounded.
No audit events and no mail: they would measure something else.
"""

from contextlib import nullcontext
from datetime import date
from typing import Any

from django.db import connection, models, transaction

from councils.choices import BodyKind, SeatKind
from councils.models import Appointment, Body, Seat
from meetings.choices import Answer, MeetingFormat, MeetingState
from meetings.models import AgendaItem, Invitation, Meeting, MeetingBody
from rec_portal.seeds.scale.bulk import without_indexes

YEARS_AROUND = 5
INVITED_AT_FIRST = 1_000
INVITED_DAYS_AROUND = 30
# With fewer rows, building the indexes anew would cost more than it saves.
WORTH_REBUILDING = 10_000
ZONES = ["Asia/Tashkent", "Asia/Almaty", "Asia/Bishkek", "Europe/Vienna", "America/New_York"]
TITLES = ["Regular meeting", "Exchange of experience", "Plan of work", "Review of progress", "Consultation"]
AGENDA = [
    "Opening and adoption of the agenda",
    "Plan of work",
    "Exchange of experience",
    "Other matters",
    "Next meeting",
]

# The golden section spreads any number of meetings evenly; md5 stands for chance that is the same every time.
NUMBERED = """
CREATE TEMPORARY TABLE scale_numbered AS
WITH numbers AS (
    SELECT number, substr(translate(md5(number::text), '01', 'gh'), 1, 13) AS key,
           %(today)s::date + floor((number * 0.6180339887498949 %% 1 - 0.5) * %(days)s)::int AS day,
           make_time(9 + (number %% 9)::int, 0, 0) AS wall,
           (%(zones)s::text[])[1 + number %% %(zone_count)s] AS zone,
           CASE WHEN number %% 4 = 0 THEN %(first_group)s::bigint
                ELSE (%(bodies)s::bigint[])[1 + (number * 7 + number / 4) %% %(body_count)s] END AS body,
           (number * 31 + number / 20) %% 20 AS chance
    FROM generate_series(%(first)s::bigint, %(last)s::bigint - 1) AS number
)
SELECT nextval(pg_get_serial_sequence('{meeting}', 'id')) AS id, numbers.*, council.council,
       (day + wall) AT TIME ZONE zone AS starts,
       CASE WHEN day < %(today)s THEN
                CASE WHEN chance < 2 THEN %(cancelled)s WHEN chance = 2 THEN %(postponed)s ELSE %(closed)s END
            ELSE CASE WHEN chance < 2 THEN %(draft)s WHEN chance = 2 THEN %(postponed)s
                      WHEN chance = 3 THEN %(cancelled)s ELSE %(convened)s END
       END AS state
FROM numbers
JOIN (SELECT id, coalesce(council_id, id) AS council FROM {body_table}) AS council ON council.id = numbers.body
ORDER BY number
"""
MEETINGS = """
INSERT INTO {meeting} (id, public_id, version, created_at, updated_at, body_id, council_id, title, state, state_reason,
    format, place, link, note, starts_at, ends_at, time_zone, wall_day, wall_start, wall_second, schedule_seq)
SELECT id, 'm' || key, 1, now(), now(), body, council,
       (%(titles)s::text[])[1 + number %% %(title_count)s] || ' ' || number, state,
       CASE WHEN state IN (%(cancelled)s, %(postponed)s) THEN 'Another day will be proposed.' ELSE '' END,
       %(online)s, '', 'https://meet.example.org/' || number, '', starts,
       starts + make_interval(mins => 60 + 30 * (number %% 5)::int), zone, day, wall, false, 0
FROM scale_numbered
"""
JOINT = """
INSERT INTO {meeting_body} (meeting_id, body_id)
SELECT id, other.body FROM scale_numbered AS numbered
CROSS JOIN LATERAL (
    SELECT body.id AS body FROM {body_table} AS body
    WHERE coalesce(body.council_id, body.id) = numbered.council AND body.id <> numbered.body AND body.kind = %(group)s
    ORDER BY body.id LIMIT 1
) AS other
WHERE number %% 100 = 50
"""
AGENDA_ITEMS = """
INSERT INTO {agenda} (public_id, version, created_at, updated_at, body_id, meeting_id, position, title, kind,
    minutes, presenter, description, restricted, attribution)
SELECT chr(96 + position) || key, 1, now(), now(), body, id, position,
       (%(agenda)s::text[])[position], 'discussion', 10 + 5 * position,
       CASE WHEN position = 1 THEN 'Chair' ELSE '' END, '', false, 'on_record'
FROM scale_numbered CROSS JOIN generate_series(1, %(agenda_count)s) AS position
"""
INVITATIONS = """
INSERT INTO {invitation} (public_id, version, created_at, updated_at, meeting_id, person_id, answer, alternate_name,
    answered_at, withdrawn_at)
SELECT substr(translate(md5('invitation' || number || '.' || person), '01', 'gh'), 1, 14), 1, now(), now(), id, person,
       answer, CASE WHEN answer = %(alternate)s THEN 'Colleague ' || person ELSE '' END,
       CASE WHEN answer = %(no_answer)s THEN NULL ELSE now() END, NULL
FROM (
    SELECT DISTINCT ON (numbered.id, appointment.person_id) numbered.id, number, appointment.person_id AS person,
           CASE WHEN state = %(draft)s THEN %(no_answer)s
                ELSE (%(answers)s::text[])[1 + (number + appointment.person_id) %% %(answer_count)s] END AS answer
    FROM scale_numbered AS numbered
    JOIN {seat} AS seat ON seat.body_id = numbered.body AND seat.kind <> %(serving)s
    JOIN {appointment} AS appointment ON appointment.seat_id = seat.id AND NOT appointment.is_alternate
    WHERE number < %(invited_at_first)s OR abs(day - %(today)s) <= %(invited_days)s
) AS invited
"""
HISTORY = """
INSERT INTO {history} ({columns}, history_date, history_change_reason, history_type, history_user_id)
SELECT {columns}, now(), NULL, '+', NULL FROM {table} WHERE {key} IN (SELECT id FROM scale_numbered)
"""
NOW_AND_THEN = [Answer.YES_ONLINE] * 6 + [Answer.YES_ROOM, Answer.ALTERNATE, Answer.NONE, Answer.NONE]


@transaction.atomic
def load(first: int, last: int, today: date) -> None:
    """Makes the meetings numbered `first` .. `last` - 1."""
    many = last - first >= WORTH_REBUILDING
    growing = [Meeting, Meeting.history.model, AgendaItem]
    with without_indexes([model._meta.db_table for model in growing]) if many else nullcontext():
        _make(_values(first, last, today))


def _make(values: dict[str, Any]) -> None:
    tables = _tables()
    with connection.cursor() as cursor:
        for statement in (NUMBERED, MEETINGS, JOINT, AGENDA_ITEMS, INVITATIONS):
            cursor.execute(statement.format(**tables), values)
        for model, key in ((Meeting, "id"), (Invitation, "meeting_id")):
            cursor.execute(_history_of(model, key))
        cursor.execute("DROP TABLE scale_numbered")


def _tables() -> dict[str, str]:
    models_by_name: dict[str, type[models.Model]] = {
        "meeting": Meeting,
        "meeting_body": MeetingBody,
        "agenda": AgendaItem,
        "invitation": Invitation,
        "body_table": Body,
        "seat": Seat,
        "appointment": Appointment,
    }
    return {name: model._meta.db_table for name, model in models_by_name.items()}


def _values(first: int, last: int, today: date) -> dict[str, Any]:
    bodies = Body.objects.order_by("id")
    first_group = bodies.filter(kind=BodyKind.WORKING_GROUP)[0]
    ids = [body.pk for body in bodies]
    return {
        "first": first,
        "last": last,
        "today": today,
        "days": YEARS_AROUND * 2 * 365,
        "zones": ZONES,
        "zone_count": len(ZONES),
        "bodies": ids,
        "body_count": len(ids),
        "first_group": first_group.pk,
        "group": BodyKind.WORKING_GROUP.value,
        "titles": TITLES,
        "title_count": len(TITLES),
        "agenda": AGENDA,
        "agenda_count": len(AGENDA),
        "answers": [answer.value for answer in NOW_AND_THEN],
        "answer_count": len(NOW_AND_THEN),
        "alternate": Answer.ALTERNATE.value,
        "no_answer": Answer.NONE.value,
        "online": MeetingFormat.ONLINE.value,
        "serving": SeatKind.SERVING.value,
        "invited_at_first": INVITED_AT_FIRST,
        "invited_days": INVITED_DAYS_AROUND,
        **{state.name.lower(): state.value for state in MeetingState},
    }


def _history_of(model: Any, key: str) -> str:
    columns = ", ".join(field.column for field in model._meta.concrete_fields)
    history = model.history.model._meta.db_table
    return HISTORY.format(history=history, columns=columns, table=model._meta.db_table, key=key)
