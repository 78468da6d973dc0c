"""What is planned: series (split in two after three dates), templates, polls, proposals, and what waits in backlogs.

Polls that take answers and proposals that wait for one are few in life however many there were; here they are among
the first two thousand.
"""

from collections.abc import Sequence
from typing import Any

from meetings.agenda.choices import ProposalState
from meetings.agenda.models import AgendaItem, Proposal
from meetings.calling.models import MeetingTemplate
from meetings.planning.choices import PollState, Vote
from meetings.planning.models import Poll, PollOption, PollVote, Series
from rec_portal.seeds.scale.numbers import tables_of

WAITING_AMONG = 2_000

SERIES = """
CREATE TEMPORARY TABLE scale_series AS
SELECT numbered.lead, part, known.id IS NOT NULL AS known,
       coalesce(known.id, nextval(pg_get_serial_sequence('{series}', 'id'))) AS series,
       substr(chr(115 + part) || lead_key, 1, 14) AS key, body, day - 7 * (number - numbered.lead)::int AS first_day,
       wall, zone
FROM (SELECT DISTINCT ON (lead) *, substr(translate(md5(lead::text), '01', 'gh'), 1, 13) AS lead_key
      FROM scale_numbered WHERE of_series ORDER BY lead, number) AS numbered
CROSS JOIN generate_series(0, 1) AS part
LEFT JOIN {series} AS known ON known.public_id = chr(115 + part) || lead_key
ORDER BY numbered.lead, part
"""
# The second part goes on where the first ends, as after a change "from here on".
SERIES_ROWS = """
INSERT INTO {series} (id, public_id, version, created_at, updated_at, body_id, title, format, wall_start, minutes,
    time_zone, place, link, note, agenda, rule, starts_on, until, count, follows_id)
SELECT series, key, 1, now(), now(), body, 'Weekly meeting ' || lead, 'online', wall, 90, zone, '', '', '',
       'Opening, 10', 'FREQ=WEEKLY;INTERVAL=1;BYDAY=' || (ARRAY['MO','TU','WE','TH','FR','SA','SU'])
           [extract(isodow FROM first_day)::int],
       first_day + 21 * part, CASE WHEN part = 0 THEN first_day + 14 END, CASE WHEN part = 1 THEN 3 END,
       CASE WHEN part = 1 THEN (SELECT series FROM scale_series AS before
                                WHERE before.lead = scale_series.lead AND before.part = 0) END
FROM scale_series WHERE NOT known ORDER BY series
"""
TEMPLATES = """
INSERT INTO {template} (public_id, version, created_at, updated_at, body_id, name, title, format, wall_start, minutes,
    time_zone, place, link, note, agenda)
SELECT 't' || substr(translate(md5('template' || body), '01', 'gh'), 1, 13), 1, now(), now(), body, 'Usual meeting',
       'Regular meeting', 'online', make_time(15, 0, 0), 90, 'Asia/Tashkent', '', '', '', 'Opening, 10'
FROM unnest(%(bodies)s::bigint[]) AS body WHERE %(first)s = 0
"""
POLLS = """
INSERT INTO {poll} (public_id, version, created_at, updated_at, body_id, title, note, format, minutes, time_zone,
    closes_at, state)
SELECT 'q' || key, 1, now(), now(), body, 'When shall we meet? ' || number, '', 'online', 90, zone,
       CASE WHEN number < %(waiting_among)s THEN %(today)s::date ELSE starts::date - 14 END + interval '7 days',
       CASE WHEN number < %(waiting_among)s THEN %(asking)s ELSE %(ended)s END
FROM scale_numbered WHERE number %% 250 = 8
"""
OPTIONS = """
INSERT INTO {option} (public_id, version, created_at, updated_at, poll_id, starts_at, wall_day, wall_start, wall_second)
SELECT chr(96 + place) || key, 1, now(), now(), poll.id, (first_day + place + wall) AT TIME ZONE zone,
       first_day + place, wall, false
FROM (SELECT *, CASE WHEN number < %(waiting_among)s THEN %(today)s::date + 14 ELSE day END AS first_day
      FROM scale_numbered WHERE number %% 250 = 8) AS asked
JOIN {poll} AS poll ON poll.public_id = 'q' || key
CROSS JOIN generate_series(1, 3) AS place
"""
VOTES = """
INSERT INTO {vote} (public_id, version, created_at, updated_at, option_id, person_id, vote)
SELECT substr(translate(md5('vote' || option.public_id || person), '01', 'gh'), 1, 14), 1, now(), now(), option.id,
       person, (%(votes)s::text[])[1 + (person + option.id) %% 3]
FROM scale_numbered AS numbered
JOIN {poll} AS poll ON poll.public_id = 'q' || key
JOIN {option} AS option ON option.poll_id = poll.id
JOIN (SELECT DISTINCT body, person FROM scale_seated WHERE place < 8) AS seated ON seated.body = numbered.body
WHERE number %% 250 = 8
"""
PROPOSALS = """
INSERT INTO {proposal} (public_id, version, created_at, updated_at, body_id, seat_id, proposer_id, meeting_id, title,
    minutes, reason, state, answer, decided_at, item_id)
SELECT 'w' || key, 1, now(), now(), scale_numbered.body, seat, person, NULL, 'Exchange on point ' || number, 20, '',
       CASE WHEN number < %(waiting_among)s THEN %(proposed)s WHEN number / 100 %% 4 = 0 THEN %(declined)s
            ELSE %(accepted)s END,
       CASE WHEN number >= %(waiting_among)s AND number / 100 %% 4 = 0 THEN 'The agenda is full.' ELSE '' END,
       CASE WHEN number >= %(waiting_among)s THEN starts - interval '30 days' END,
       CASE WHEN number >= %(waiting_among)s AND number / 100 %% 4 > 0 THEN item END
FROM scale_numbered JOIN scale_items ON meeting = id
JOIN scale_seated AS seated ON seated.body = scale_numbered.body AND place = number %% 5
WHERE number %% 100 IN (12, 13)
"""
BACKLOG = """
INSERT INTO {agenda} (public_id, version, created_at, updated_at, body_id, meeting_id, position, title, kind, minutes,
    presenter, description, restricted, attribution)
SELECT 'z' || key, 1, now(), now(), body, NULL, 0, 'Put off: point ' || number, 'discussion', 20, '', '', false,
       'on_record'
FROM scale_numbered WHERE number %% 100 = 14
"""


def before_the_meetings() -> Sequence[str]:
    return (SERIES, SERIES_ROWS)


def statements() -> Sequence[str]:
    return (TEMPLATES, POLLS, OPTIONS, VOTES, PROPOSALS, BACKLOG)


def tables() -> dict[str, str]:
    return tables_of(
        series=Series,
        template=MeetingTemplate,
        poll=Poll,
        option=PollOption,
        vote=PollVote,
        proposal=Proposal,
        agenda=AgendaItem,
    )


def values() -> dict[str, Any]:
    return {
        "waiting_among": WAITING_AMONG,
        "asking": PollState.OPEN.value,
        "ended": PollState.CLOSED.value,
        "votes": [vote.value for vote in Vote],
        "proposed": ProposalState.PROPOSED.value,
        "accepted": ProposalState.ACCEPTED.value,
        "declined": ProposalState.DECLINED.value,
    }
