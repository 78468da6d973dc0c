"""Meetings with their further bodies, agendas and invitations.

The agenda has five items; in one meeting of fifty the fourth is restricted, in another the third is closed. Held
meetings say what became of each.
"""

from collections.abc import Sequence
from typing import Any

from meetings.agenda.choices import Attribution, Outcome
from meetings.agenda.models import AgendaItem
from meetings.invitations.choices import Answer
from meetings.invitations.models import Invitation
from meetings.meeting.choices import MeetingFormat
from meetings.meeting.models import Meeting, MeetingBody
from rec_portal.seeds.scale.numbers import history_of, tables_of

INVITED_AT_FIRST = 1_000
INVITED_DAYS_AROUND = 30
TITLES = ["Regular meeting", "Exchange of experience", "Plan of work", "Review of progress", "Consultation"]
AGENDA = [
    "Opening and adoption of the agenda",
    "Plan of work",
    "Exchange of experience",
    "Other matters",
    "Next meeting",
]
OUTCOMES = [Outcome.DECIDED, Outcome.ACTION, Outcome.RECOMMENDATION, Outcome.NOTED, Outcome.NOTED]
NOW_AND_THEN = [Answer.YES_ONLINE] * 6 + [Answer.YES_ROOM, Answer.ALTERNATE, Answer.NONE, Answer.NONE]

MEETINGS = """
INSERT INTO {meeting} (id, public_id, version, created_at, updated_at, body_id, council_id, title, state, state_reason,
    format, place, link, note, starts_at, ends_at, time_zone, wall_day, wall_start, wall_second, schedule_seq,
    series_id, occurrence)
SELECT id, 'm' || key, 1, now(), now(), body, council,
       (%(titles)s::text[])[1 + number %% %(title_count)s] || ' ' || number, state,
       CASE WHEN state IN (%(cancelled)s, %(postponed)s) THEN 'Another day will be proposed.' ELSE '' END,
       %(online)s, '', 'https://meet.example.org/' || number, '', starts, ends, zone, day, wall, false, 0,
       series.series, CASE WHEN of_series THEN day END
FROM scale_numbered
LEFT JOIN (SELECT lead, part, series FROM scale_series) AS series ON of_series AND series.lead = scale_numbered.lead
    AND series.part = (number - scale_numbered.lead) / 3
"""
JOINT = """
INSERT INTO {meeting_body} (meeting_id, body_id, host_id)
SELECT id, other.body, numbered.body FROM scale_numbered AS numbered
CROSS JOIN LATERAL (
    SELECT body.id AS body FROM {body_table} AS body
    WHERE coalesce(body.council_id, body.id) = numbered.council AND body.id <> numbered.body AND body.kind = %(group)s
    ORDER BY body.id LIMIT 1
) AS other
WHERE number %% 100 = 50
"""
ITEMS = "CREATE TEMPORARY TABLE scale_items (meeting bigint, item bigint)"
# What later rows refer to is the second item.
AGENDA_ITEMS = """
WITH made AS (
INSERT INTO {agenda} (public_id, version, created_at, updated_at, body_id, meeting_id, position, title, kind,
    minutes, presenter, description, restricted, attribution, outcome, outcome_text)
SELECT chr(96 + position) || key, 1, now(), now(), body, id, position,
       (%(agenda)s::text[])[position], 'discussion', 10 + 5 * position,
       CASE WHEN position = 1 THEN 'Chair' ELSE '' END, '', number %% 50 = 4 AND position = 4,
       CASE WHEN number %% 50 = 8 AND position = 3 THEN %(kept_back)s ELSE %(on_record)s END,
       CASE WHEN held THEN (%(outcomes)s::text[])[position] ELSE '' END,
       CASE WHEN held THEN 'As proposed.' ELSE '' END
FROM scale_numbered CROSS JOIN generate_series(1, %(agenda_count)s) AS position
RETURNING id, meeting_id, position
)
INSERT INTO scale_items SELECT meeting_id, id FROM made WHERE position = 2
"""
INVITATIONS = """
INSERT INTO {invitation} (public_id, version, created_at, updated_at, meeting_id, person_id, answer, alternate_name,
    answered_at, withdrawn_at)
SELECT substr(translate(md5('invitation' || number || '.' || person), '01', 'gh'), 1, 14), 1, now(), now(), id, person,
       answer, CASE WHEN answer = %(alternate)s THEN 'Colleague ' || person ELSE '' END,
       CASE WHEN answer = %(no_answer)s THEN NULL ELSE now() END, NULL
FROM (
    SELECT DISTINCT ON (numbered.id, seated.person) numbered.id, number, seated.person,
           CASE WHEN state = %(draft)s THEN %(no_answer)s
                ELSE (%(answers)s::text[])[1 + (number + seated.person) %% %(answer_count)s] END AS answer
    FROM scale_numbered AS numbered JOIN scale_seated AS seated ON seated.body = numbered.body
    WHERE number < %(invited_at_first)s OR abs(day - %(today)s) <= %(invited_days)s
) AS invited
"""
GROWING = (Meeting, Meeting.history.model, AgendaItem)


def statements() -> Sequence[str]:
    histories = (history_of(Meeting, "id"), history_of(Invitation, "meeting_id"))
    return (MEETINGS, JOINT, ITEMS, AGENDA_ITEMS, INVITATIONS, *histories)


def tables() -> dict[str, str]:
    return tables_of(meeting_body=MeetingBody, agenda=AgendaItem, invitation=Invitation)


def values() -> dict[str, Any]:
    return {
        "titles": TITLES,
        "title_count": len(TITLES),
        "agenda": AGENDA,
        "agenda_count": len(AGENDA),
        "outcomes": [outcome.value for outcome in OUTCOMES],
        "on_record": Attribution.ON_RECORD.value,
        "kept_back": Attribution.CLOSED.value,
        "answers": [answer.value for answer in NOW_AND_THEN],
        "answer_count": len(NOW_AND_THEN),
        "alternate": Answer.ALTERNATE.value,
        "no_answer": Answer.NONE.value,
        "online": MeetingFormat.ONLINE.value,
        "invited_at_first": INVITED_AT_FIRST,
        "invited_days": INVITED_DAYS_AROUND,
    }
