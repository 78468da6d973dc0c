"""What came of the meetings that were held: a decision and an action each, records, and of every fourth its session.

Records have a history row for each version, since their pages read it. Numbers of decisions count on where an earlier
loading ended.
"""

from collections.abc import Sequence
from typing import Any

from meetings.record.choices import ActionState, Adoption, DecisionKind, DecisionState
from meetings.record.models import ActionItem, Decision, Minutes
from meetings.session.choices import Presence, SpeakerState
from meetings.session.models import SeatAttendance, Session, Speaker
from rec_portal.seeds.scale.numbers import tables_of

SPEAKERS = 3

SESSIONS = """
INSERT INTO {session} (public_id, version, created_at, updated_at, meeting_id, opened_at, closed_at, spent,
    acting_chair, consensus_text)
SELECT 's' || key, 1, now(), now(), id, starts, ends, jsonb_build_object('b' || key, 1200), '', ''
FROM scale_numbered WHERE held AND number / 4 %% 4 = 1
"""
ATTENDANCE = """
INSERT INTO {attendance} (public_id, version, created_at, updated_at, meeting_id, seat_id, presence, person_id, name,
    arrived_at, left_at, marked_at, is_late, entered_late)
SELECT chr(97 + place::int) || key, 1, now(), now(), id, seat,
       CASE WHEN place = 9 THEN %(absent)s ELSE %(present)s END, CASE WHEN place < 9 THEN person END, '',
       CASE WHEN place < 9 THEN starts END, CASE WHEN place < 9 THEN ends END, starts, false, false
FROM scale_numbered JOIN scale_seated AS seated USING (body) WHERE held AND number / 4 %% 4 = 1
"""
SPOKE = """
INSERT INTO {speaker} (public_id, version, created_at, updated_at, meeting_id, agenda_item_id, seat_id, person_id, name,
    state, position, began_at, ended_at)
SELECT chr(97 + place::int) || key, 1, now(), now(), id, item, seat, person, '', %(spoken)s, place + 1,
       starts + make_interval(mins => 20 + 5 * place::int), starts + make_interval(mins => 24 + 5 * place::int)
FROM scale_numbered JOIN scale_items ON meeting = id
JOIN scale_seated AS seated ON seated.body = scale_numbered.body AND place < %(speakers)s
WHERE held AND number / 4 %% 4 = 1
"""
DECISIONS = """
INSERT INTO {decision} (public_id, version, created_at, updated_at, body_id, meeting_id, agenda_item_id, kind, state,
    state_reason, year, serial, number, text_en, text_ru)
SELECT 'd' || key, 1, now(), now(), body, id, item, kind, decided, '', year, serial,
       designation || '/' || year || '/' || letter || '.' || serial,
       'The group agrees to point ' || number || ' of the plan of work, as proposed.',
       'Группа согласилась с пунктом ' || number || ' плана работы в предложенной редакции.'
FROM (
    SELECT counted.*, coalesce(known.last, 0) + row_number() OVER (
               PARTITION BY body, counted.year, counted.kind ORDER BY counted.day, counted.number) AS serial
    FROM (
        SELECT scale_numbered.*, item, extract(year FROM day)::int AS year,
               CASE WHEN number %% 3 = 0 THEN %(recommendation)s ELSE %(decision)s END AS kind,
               CASE WHEN number %% 3 = 0 THEN 'R' ELSE 'D' END AS letter,
               CASE WHEN state = %(record_adopted)s THEN %(decided)s ELSE %(recorded)s END AS decided
        FROM scale_numbered JOIN scale_items ON meeting = id WHERE held
    ) AS counted
    LEFT JOIN (SELECT body_id, year, kind, max(serial) AS last FROM {decision} GROUP BY 1, 2, 3) AS known
      ON known.body_id = body AND known.year = counted.year AND known.kind = counted.kind
) AS numbered
ORDER BY day, number
"""
# Most of what was due is done; one in twenty-five is late, one in forty was dropped.
ACTIONS = """
INSERT INTO {action} (public_id, version, created_at, updated_at, body_id, meeting_id, agenda_item_id, text, owner_id,
    organisation_id, due, due_seq, progress, progress_note, state, state_reason, settled_at)
SELECT 'a' || key, 1, now(), now(), body, id, item, 'Send comments on point ' || number || ' of the plan of work',
       CASE WHEN number %% 3 > 0 THEN person END, CASE WHEN number %% 3 = 0 THEN organisation END, due, 0,
       CASE state WHEN %(done)s THEN 100 WHEN %(open)s THEN number %% 10 * 10 ELSE 0 END,
       '', state, CASE WHEN state = %(dropped)s THEN 'No longer needed.' ELSE '' END,
       CASE WHEN state <> %(open)s THEN starts + interval '20 days' END
FROM (
    SELECT id, number, key, scale_numbered.body, item, person, organisation, starts,
           day + 30 + (number %% 90)::int AS due,
           CASE WHEN number %% 40 = 3 THEN %(dropped)s
                WHEN day + 30 < %(today)s AND number %% 25 <> 0 THEN %(done)s ELSE %(open)s END AS state
    FROM scale_numbered JOIN scale_items ON meeting = id
    JOIN scale_seated AS seated ON seated.body = scale_numbered.body AND place = number / 4 %% 5
    WHERE held
) AS asked
"""
TEXT_EN = """## 1. Opening and adoption of the agenda

The agenda was adopted.

## 2. Plan of work

The group agreed to the draft as proposed.

## 3. Exchange of experience

Members told of their experience.

## 4. Other matters

There were none.

## 5. Next meeting

The secretariat proposes a date.
"""
TEXT_RU = """## 1. Открытие и утверждение повестки дня

Повестка дня утверждена.

## 2. План работы

Группа согласилась с проектом.
"""
# Drafted, sent out, and where the record is adopted that too: each is a version.
MINUTES = """
INSERT INTO {minutes} (public_id, version, created_at, updated_at, meeting_id, text_en, text_ru, closed_en, closed_ru,
    circulated_at, circulated_version, corrections_until, by_silence, adopted_at, adoption)
SELECT 'p' || key, CASE WHEN adopted THEN 3 ELSE 2 END, now(), now(), id, %(text_en)s, %(text_ru)s, '', '',
       sent, 2, sent + interval '14 days', adopted, CASE WHEN adopted THEN sent + interval '14 days' END,
       CASE WHEN adopted THEN %(by_silence)s ELSE '' END
FROM (
    SELECT id, key, least(ends + interval '5 days', now() - interval '1 hour') AS sent,
           state = %(record_adopted)s AS adopted
    FROM scale_numbered WHERE state IN (%(record_circulated)s, %(record_adopted)s)
) AS written
"""
# What the row said before its last version.
EARLIER = {
    "version": "number",
    "circulated_at": "CASE WHEN number > 1 THEN circulated_at END",
    "circulated_version": "CASE WHEN number > 1 THEN circulated_version END",
    "corrections_until": "CASE WHEN number > 1 THEN corrections_until END",
    "by_silence": "number > 1 AND by_silence",
    "adopted_at": "CASE WHEN number > 2 THEN adopted_at END",
    "adoption": "CASE WHEN number > 2 THEN adoption ELSE '' END",
}
GROWING = (Session, SeatAttendance, Speaker, Decision, ActionItem, Minutes, Minutes.history.model)


def statements() -> Sequence[str]:
    return (SESSIONS, ATTENDANCE, SPOKE, DECISIONS, ACTIONS, MINUTES, _versions())


def _versions() -> str:
    """Unsorted, since sorting so many wide rows goes by way of the disk: each record's versions come in their order."""
    columns = [str(field.column) for field in Minutes._meta.concrete_fields]
    said = ", ".join(EARLIER.get(column, column) for column in columns)
    kept, table = Minutes.history.model._meta.db_table, Minutes._meta.db_table
    return (
        f"INSERT INTO {kept}"  # noqa: S608
        f" ({', '.join(columns)}, history_date, history_change_reason, history_type, history_user_id)"
        f" SELECT {said}, circulated_at + make_interval(days => number - 2), NULL,"
        " CASE WHEN number = 1 THEN '+' ELSE '~' END, NULL"
        f" FROM {table}, generate_series(1, version) AS number WHERE meeting_id IN (SELECT id FROM scale_numbered)"
    )


def tables() -> dict[str, str]:
    return tables_of(
        session=Session,
        attendance=SeatAttendance,
        speaker=Speaker,
        decision=Decision,
        action=ActionItem,
        minutes=Minutes,
    )


def values() -> dict[str, Any]:
    return {
        "absent": Presence.ABSENT.value,
        "present": Presence.ONLINE.value,
        "spoken": SpeakerState.DONE.value,
        "speakers": SPEAKERS,
        "decision": DecisionKind.DECISION.value,
        "recommendation": DecisionKind.RECOMMENDATION.value,
        "recorded": DecisionState.RECORDED.value,
        "decided": DecisionState.ADOPTED.value,
        "done": ActionState.DONE.value,
        "open": ActionState.OPEN.value,
        "dropped": ActionState.DROPPED.value,
        "by_silence": Adoption.BY_SILENCE.value,
        "text_en": TEXT_EN,
        "text_ru": TEXT_RU,
    }
