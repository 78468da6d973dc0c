"""What every statement begins with: the meetings to make, counted out inside the database.

The golden section spreads any number of meetings evenly; md5 stands for chance that is the same every time. Six in five
hundred stand together, a week apart in one body: they are a series (`lead` is the number of its first). Temporary
tables carry it on: `scale_numbered`, one row for each meeting, and `scale_seated`, who sits where.
"""

from datetime import date
from typing import Any

from django.db import models

from councils.bodies.choices import BodyKind, SeatKind
from councils.bodies.models import Body
from meetings.meeting.choices import MeetingState
from meetings.record.services.decisions import designation

YEARS_AROUND = 5
ZONES = ["Asia/Tashkent", "Asia/Almaty", "Asia/Bishkek", "Europe/Vienna", "America/New_York"]

NUMBERED = """
CREATE TEMPORARY TABLE scale_numbered AS
WITH counted AS (
    SELECT number, CASE WHEN number %% 500 < 6 THEN number - number %% 500 ELSE number END AS lead
    FROM generate_series(%(first)s::bigint, %(last)s::bigint - 1) AS number
), numbers AS (
    SELECT number, lead, number %% 500 < 6 AS of_series,
           substr(translate(md5(number::text), '01', 'gh'), 1, 13) AS key,
           %(today)s::date + floor((lead * golden - floor(lead * golden) - 0.5) * %(days)s)::int
               + 7 * (number - lead)::int AS day,
           make_time(9 + (lead %% 9)::int, 0, 0) AS wall,
           (%(zones)s::text[])[1 + lead %% %(zone_count)s] AS zone,
           CASE WHEN lead %% 4 = 0 THEN %(first_group)s::bigint
                ELSE (%(bodies)s::bigint[])[1 + (lead * 7 + lead / 4) %% %(body_count)s] END AS body,
           (number * 31 + number / 20) %% 20 AS chance
    FROM counted, (SELECT 0.6180339887498949::float8 AS golden) AS section
)
SELECT nextval(pg_get_serial_sequence('{meeting}', 'id')) AS id,
       nextval(pg_get_serial_sequence('{document}', 'id')) AS document,
       nextval(pg_get_serial_sequence('{revision}', 'id')) AS revision, stated.*,
       state IN (%(closed)s, %(record_circulated)s, %(record_adopted)s) AS held
FROM (
SELECT numbers.*, council.council, council.designation,
       (day + wall) AT TIME ZONE zone AS starts,
       (day + wall) AT TIME ZONE zone + make_interval(mins => 60 + 30 * (number %% 5)::int) AS ends,
       CASE WHEN day < %(today)s THEN
                CASE WHEN chance < 2 THEN %(cancelled)s WHEN chance = 2 THEN %(postponed)s
                     WHEN chance < 5 THEN %(closed)s
                     WHEN chance < 7 OR day > %(today)s - 30 THEN %(record_circulated)s
                     ELSE %(record_adopted)s END
            ELSE CASE WHEN chance < 2 THEN %(draft)s WHEN chance = 2 THEN %(postponed)s
                      WHEN chance = 3 THEN %(cancelled)s WHEN chance = 4 THEN %(agenda_published)s
                      ELSE %(convened)s END
       END AS state
FROM numbers
JOIN (SELECT id, coalesce(council_id, id) AS council, named.designation
      FROM {body_table} JOIN unnest(%(bodies)s::bigint[], %(designations)s::text[]) AS named (body, designation)
        ON named.body = id) AS council ON council.id = numbers.body
) AS stated
ORDER BY number
"""
# Places 0 to 4 are the deciding seats.
SEATED = """
CREATE TEMPORARY TABLE scale_seated AS
SELECT seat.body_id AS body, seat.id AS seat, seat.organisation_id AS organisation, appointment.person_id AS person,
       row_number() OVER (PARTITION BY seat.body_id ORDER BY seat.kind <> %(deciding)s, seat.id) - 1 AS place
FROM {seat} AS seat
JOIN {appointment} AS appointment ON appointment.seat_id = seat.id AND NOT appointment.is_alternate
WHERE seat.kind <> %(serving)s
"""
BEGIN = (NUMBERED, SEATED)


def values_of(first: int, last: int, today: date) -> dict[str, Any]:
    bodies = list(Body.objects.order_by("id").select_related("council"))
    return {
        "first": first,
        "last": last,
        "today": today,
        "days": YEARS_AROUND * 2 * 365,
        "zones": ZONES,
        "zone_count": len(ZONES),
        "bodies": [body.pk for body in bodies],
        "designations": [designation(body) for body in bodies],
        "body_count": len(bodies),
        "first_group": next(body.pk for body in bodies if body.kind == BodyKind.WORKING_GROUP),
        "group": BodyKind.WORKING_GROUP.value,
        "deciding": SeatKind.DECIDING.value,
        "serving": SeatKind.SERVING.value,
        **{state.name.lower(): state.value for state in MeetingState},
    }


def history_of(model: Any, key: str) -> str:
    """One history row for each row that `scale_numbered` accounts for by its column `key`."""
    columns = ", ".join(field.column for field in model._meta.concrete_fields)
    kept, table = (rows._meta.db_table for rows in (model.history.model, model))
    return (
        f"INSERT INTO {kept} ({columns}, history_date, history_change_reason, history_type, history_user_id)"  # noqa: S608
        f" SELECT {columns}, now(), NULL, '+', NULL FROM {table} WHERE {key} IN (SELECT id FROM scale_numbered)"
    )


def tables_of(**models_by_name: type[models.Model]) -> dict[str, str]:
    return {name: model._meta.db_table for name, model in models_by_name.items()}
