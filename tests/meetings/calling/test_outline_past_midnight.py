"""Templates and series whose meetings end on another day: what is typed, shown again, and made of it."""

from datetime import time

import pytest

from meetings.calling.models import MeetingTemplate
from meetings.meeting.choices import LONGEST_MEETING_MINUTES
from meetings.meeting.models import Meeting
from meetings.planning.models import Series
from tests.factories import in_days, make_meeting
from tests.factories.planning import day_ahead, make_series, make_template
from tests.meetings.support import typed

pytestmark = pytest.mark.django_db
NEW = "/meetings/series/new/"
LATE = {"start": "22:30", "end": "01:00", "later": "1"}


@pytest.fixture
def desk(client_of):
    return client_of("secretary")


def test_a_series_past_midnight(world, desk):
    form = desk.get(NEW, {"body": world.group_a.slug}).context["form"]
    data = typed(form, starts_on=day_ahead(5).isoformat(), pattern="weekly", do="save", **LATE)
    assert desk.post(NEW, data).status_code == 302
    assert (Series.objects.get().wall_start, Series.objects.get().minutes) == (time(22, 30), 150)
    assert {meeting.minutes for meeting in Meeting.objects.all()} == {150}


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"later": "0"}, "end"), ({"later": ""}, "end"), ({"later": "14"}, "later"), ({"later": "-1"}, "later")],
)
def test_an_end_before_the_start_and_one_too_far(world, desk, changes, field):
    form = desk.get(NEW, {"body": world.group_a.slug}).context["form"]
    data = typed(form, starts_on=day_ahead(5).isoformat(), pattern="weekly", do="save", **{**LATE, **changes})
    answer = desk.post(NEW, data)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_the_latest_end_is_not_too_long(world, desk):
    form = desk.get(NEW, {"body": world.group_a.slug}).context["form"]
    end = {"start": "00:00", "end": "23:59", "later": "13"}
    assert desk.post(NEW, typed(form, starts_on=day_ahead(5).isoformat(), do="save", **end)).status_code == 302
    assert Series.objects.get().minutes == LONGEST_MEETING_MINUTES - 1


@pytest.mark.parametrize("minutes", [150, 90, 3000])
def test_a_template_that_is_only_renamed_keeps_its_length(world, desk, minutes):
    template = make_template(world.group_a, wall_start=time(22, 30), minutes=minutes)
    page = f"/meetings/templates/{template.public_id}/"
    assert desk.post(page, typed(desk.get(page).context["form"], name="Night")).status_code == 302
    assert (MeetingTemplate.objects.get().name, MeetingTemplate.objects.get().minutes) == ("Night", minutes)


def test_changing_a_series_from_here_on_keeps_its_length(world, desk):
    series = make_series(world.group_a, wall_start=time(22, 30), minutes=150)
    second = series.meetings.order_by("occurrence")[1]
    page = f"{second.get_absolute_url()}following/"
    assert desk.post(page, typed(desk.get(page).context["form"], title="Late", do="save")).status_code == 302
    assert Series.objects.latest("pk").minutes == 150
    assert {(row.title, row.minutes) for row in Meeting.objects.filter(series=Series.objects.latest("pk"))} == {
        ("Late", 150)
    }


def test_a_meeting_made_from_such_a_template_asks_when_it_ends(world, desk):
    late = make_meeting(world.group_a, when=in_days(9, 22, 180))
    desk.post(f"{late.get_absolute_url()}template/", {"name": "Night"})
    shown = {"body": world.group_a.slug, "from": MeetingTemplate.objects.get().public_id}
    form = desk.get("/meetings/new/", shown).context["form"]
    assert (form["start"].value(), form["end"].value()) == ("22:00", "")
