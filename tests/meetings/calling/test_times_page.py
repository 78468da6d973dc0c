"""The line of other clocks: shown live, for people whom the reader may invite and for nobody else."""

import pytest

from tests.factories import appoint, in_days, make_meeting, make_person

pytestmark = pytest.mark.django_db
URL = "/meetings/times/"
CANARY = "Canary of group b"


def ask(client, body=None, **query):
    day = in_days(10).day.isoformat()
    values = {"day": day, "start": "10:00", "end": "12:00", "time_zone": "Asia/Tashkent"}
    values |= {"body": body.slug} if body else {}
    return client.get(URL, values | query)


def test_the_same_instant_on_the_other_clocks(world, client_of):
    shown = ask(client_of("secretary"), world.group_a).content.decode()
    assert "10:00–12:00 Tashkent (UTC+5)" in shown
    assert "Bishkek" in shown
    assert "<html" not in shown


def test_night_is_told_by_city_and_by_name(world, client_of):
    sleeper = appoint(world.group_a, person=make_person("Sleepy Person", time_zone="America/New_York"))
    shown = ask(client_of("secretary"), world.group_a, invitees=[sleeper.public_id]).content.decode()
    assert "icon-night" in shown
    assert "Sleepy Person" in shown


def test_many_sleepers_are_counted(world, client_of):
    people = [appoint(world.group_a, person=make_person(f"P{n}", time_zone="America/New_York")) for n in range(8)]
    shown = ask(client_of("secretary"), world.group_a, invitees=[p.public_id for p in people]).content.decode()
    assert "and 2 more" in shown


def test_clashes_of_those_who_can_be_invited(world, client_of):
    appoint(world.group_b, person=world.member_a)
    make_meeting(world.group_b, title=CANARY, when=in_days(10))
    people = [world.member_a.public_id]
    assert CANARY in ask(client_of("secretary"), world.group_a, invitees=people).content.decode()
    # Of somebody who sits in no body the reader asks about, nothing is told.
    shown = ask(client_of("secretary"), world.committee, invitees=people).content.decode()
    assert "another meeting" not in shown
    assert ask(client_of("member_b"), world.group_b, invitees=people).status_code == 404


def test_many_with_the_same_other_meeting_are_one_line(world, client_of):
    people = [appoint(world.group_a, person=make_person(f"P{n}")) for n in range(8)]
    make_meeting(world.group_a, title="Same for all", when=in_days(10), invitees=people)
    make_meeting(world.group_a, title="Another one", when=in_days(10), invitees=people[:1])
    shown = ask(client_of("secretary"), world.group_a, invitees=[p.public_id for p in people]).content.decode()
    assert "8 invitees have another meeting" in shown
    assert "P0, P1, P2, P3, P4, P5 and 2 more</li>" in shown
    assert shown.count("<li>Same for all") == 2, "once for the invitees, once for the group"
    assert shown.count("<li>Another one") == 2


def test_what_cannot_be_is_told(world, client_of):
    client = client_of("secretary")
    skipped = {"day": "2027-03-28", "start": "02:30", "end": "04:00", "time_zone": "Europe/Vienna"}
    assert "03:30" in ask(client, world.group_a, **skipped).content.decode()
    twice = {"day": "2027-10-31", "start": "02:30", "end": "04:00", "time_zone": "Europe/Vienna"}
    assert 'name="second_time"' in ask(client, world.group_a, **twice).content.decode()
    assert "must come after the start" in ask(client, world.group_a, end="09:00").content.decode()
    assert "lies in the past" in ask(client, world.group_a, day="2024-01-10").content.decode()


def test_an_unfinished_or_broken_time_is_no_error(world, client_of):
    client = client_of("secretary")
    for name in ("day", "start", "end", "end_day", "time_zone", "second_time", "invitees"):
        for broken in ("", "\x00", "9" * 500, "../../etc/passwd", "Asia", "'"):
            assert ask(client, world.group_a, **{name: broken}).status_code == 200, (name, broken)


def test_of_an_existing_meeting(world, client_of):
    meeting = make_meeting(world.group_a, when=in_days(10))
    client = client_of("secretary")
    # Its own time does not clash with itself, and its invitees are asked about.
    assert "another meeting" not in ask(client, meeting=meeting.public_id).content.decode()
    make_meeting(world.group_a, title="Other", when=in_days(10))
    assert "Other" in ask(client, meeting=meeting.public_id).content.decode()
    assert ask(client_of("member_a"), meeting=meeting.public_id).status_code == 404
    assert ask(client, meeting="nonsense").status_code == 404


def test_it_is_a_question_only(world, client_of):
    assert client_of("secretary").post(URL, {"body": world.group_a.slug}).status_code == 405
    assert ask(client_of("secretary")).status_code == 404


def test_a_holiday_and_another_meeting_of_the_group_are_told(world, client_of):
    make_meeting(world.group_a, title="Draft of group a", when=in_days(10), convened=False)
    shown = ask(client_of("secretary"), world.group_a).content.decode()
    assert "The group has another meeting at that time" in shown
    assert "Draft of group a" in shown
    holiday = ask(client_of("secretary"), world.group_a, day="2027-03-22").content.decode()
    assert "Public holiday in Uzbekistan: Nauryz" in holiday
