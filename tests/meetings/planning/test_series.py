"""Series: their drafts, dates left out and taken up, the end; wall time stays through a clock change."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine

from meetings.calling.services.convening import convene_meeting
from meetings.calling.services.drafting import discard_draft
from meetings.calling.services.outlines import when_on
from meetings.calling.services.schedule import cancel_meeting, move_meeting
from meetings.meeting.choices import MeetingState
from meetings.planning.choices import SERIES_HORIZON, Pattern
from meetings.planning.models import Series
from meetings.planning.services.series import (
    create_series,
    end_series,
    extend_all,
    extend_series,
    skip_date,
    take_up_date,
)
from meetings.planning.tasks import draft_series
from rec_portal.audit.models import AuditEvent
from rec_portal.foundation import zones
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, StaleEdit
from rec_portal.outbox.models import OutboxMessage
from tests.factories import appoint, in_days
from tests.factories.planning import day_ahead, make_course, make_series, make_values
from tests.meetings.support import everybody_but_the_secretary

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, 6, tzinfo=UTC)
S = MeetingState


@pytest.fixture(autouse=True)
def december():
    with time_machine.travel(NOW, tick=False):
        yield


def dates(series: Series, **wanted) -> list[date]:
    return list(series.meetings.filter(**wanted).order_by("occurrence", "id").values_list("occurrence", flat=True))


class TestMaking:
    def test_the_next_ones_are_drafts_with_agenda_and_the_people_of_the_group(self, world):
        series = make_series(world.group_a, make_course(date(2026, 12, 31), Pattern.LAST_WEEKDAY))
        assert dates(series) == [
            date(2026, 12, 31), date(2027, 1, 28), date(2027, 2, 25),
            date(2027, 3, 25), date(2027, 4, 29), date(2027, 5, 27),
        ]  # fmt: skip
        first = series.meetings.order_by("occurrence").first()
        assert (first.state, first.title, first.agenda.count()) == (S.DRAFT, "Regular meeting", 2)
        invited = set(first.invitations.standing().values_list("person__name", flat=True))
        assert invited == {"Member A", "Chair A", "Observer A"}
        assert not OutboxMessage.objects.exists()

    def test_wall_time_stays_when_the_clock_in_vienna_changes(self, world):
        course = make_course(date(2027, 3, 18))
        series = make_series(world.group_a, course, time_zone="Europe/Vienna", wall_start=time(9, 30))
        meetings = series.meetings.order_by("occurrence")
        assert {f"{zones.local(meeting.starts_at, 'Europe/Vienna'):%H:%M}" for meeting in meetings} == {"09:30"}
        assert [meeting.starts_at.hour for meeting in meetings[:3]] == [8, 8, 7]

    def test_a_time_that_the_clock_skips_is_as_much_later(self, world):
        values = make_values(time_zone="Europe/Vienna", wall_start=time(2, 30))
        assert when_on(date(2027, 3, 28), values).start == time(3, 30)
        assert when_on(date(2027, 10, 31), values).second_time is False
        assert when_on(date(2027, 3, 29), values).second_time is None

    def test_it_ends_after_its_last_day_or_its_number(self, world):
        assert len(dates(make_series(world.group_a, make_course(until=day_ahead(17))))) == 3
        assert len(dates(make_series(world.group_a, make_course(count=2)))) == 2

    def test_dates_that_lie_behind_are_not_drafted(self, world):
        series = make_series(world.group_a, make_course(date(2026, 11, 10)))
        assert dates(series)[0] == date(2026, 12, 8)

    @pytest.mark.parametrize(
        ("end", "field"),
        [
            ({"until": date(2026, 12, 2)}, "until"),
            ({"until": date(2027, 12, 2), "count": 3}, "until"),
            ({"count": 201}, "count"),
        ],
    )
    def test_ends_that_cannot_be(self, world, end, field):
        with pytest.raises(InvalidInput) as refusal:
            make_series(world.group_a, make_course(**end))
        assert refusal.value.field == field

    def test_a_rule_without_any_day(self, world):
        course = make_course(date(2026, 12, 7), Pattern.LAST_WEEKDAY, until=date(2026, 12, 20))
        with pytest.raises(InvalidInput) as refusal:
            make_series(world.group_a, course)
        assert refusal.value.field == "starts_on"

    def test_only_whoever_runs_the_group(self, world):
        series = make_series(world.group_a)
        first = dates(series)[0]
        for person in everybody_but_the_secretary(world):
            for deed in (
                lambda: create_series(actor=person, body=world.group_a, course=make_course(), values=make_values()),  # noqa: B023
                lambda: extend_series(actor=person, series=series),  # noqa: B023
                lambda: skip_date(actor=person, series=series, day=first),  # noqa: B023
                lambda: take_up_date(actor=person, series=series, day=first),  # noqa: B023
                lambda: end_series(actor=person, series=series),  # noqa: B023
            ):
                with pytest.raises(NotAllowed):
                    deed()


class TestTimeGoesOn:
    def test_the_scheduler_drafts_what_comes_in_sight_once(self, world):
        series = make_series(world.group_a)
        assert extend_all() == 0
        with time_machine.travel(NOW + timedelta(days=21), tick=False):
            draft_series()
            assert len(dates(series)) == SERIES_HORIZON + 3
            assert extend_all() == 0

    def test_who_joined_meanwhile_is_invited(self, world):
        series = make_series(world.group_a)
        newcomer = appoint(world.group_a)
        with time_machine.travel(NOW + timedelta(days=7), tick=False):
            (added,) = extend_series(actor=world.secretary, series=series)
        assert added.invitations.filter(person=newcomer).exists()

    def test_an_ended_series_is_left_alone(self, world):
        series = end_series(actor=world.secretary, series=make_series(world.group_a))
        with time_machine.travel(NOW + timedelta(days=21), tick=False):
            assert extend_all() == 0
        assert set(series.meetings.values_list("state", flat=True)) == {S.DISCARDED}

    def test_a_moved_meeting_keeps_its_date_and_is_not_drafted_again(self, world):
        series = make_series(world.group_a)
        meeting = convene_meeting(actor=world.secretary, meeting=series.meetings.order_by("occurrence").first())
        move_meeting(actor=world.secretary, meeting=meeting, version=meeting.version, when=in_days(5))
        assert extend_series(actor=world.secretary, series=series) == []
        meeting.refresh_from_db()
        assert (meeting.occurrence, meeting.wall_day) == (day_ahead(3), day_ahead(5))


class TestLeavingOut:
    def test_a_date_left_out_stays_known_and_is_not_drafted_again(self, world):
        series = make_series(world.group_a)
        second = dates(series)[1]
        skip_date(actor=world.secretary, series=series, day=second)
        assert extend_series(actor=world.secretary, series=series) == []
        assert dates(series, state=S.DISCARDED) == [second]
        verbs = AuditEvent.objects.about(series).order_by("id").values_list("verb", flat=True)
        assert list(verbs) == ["series.made", "series.date_skipped"]

    def test_a_draft_discarded_on_its_own_page_is_the_same(self, world):
        series = make_series(world.group_a)
        discard_draft(actor=world.secretary, meeting=series.meetings.order_by("occurrence").first())
        assert extend_series(actor=world.secretary, series=series) == []

    def test_taken_up_again_it_is_a_draft_once(self, world):
        series = make_series(world.group_a)
        day = dates(series)[1]
        with pytest.raises(InvalidInput):
            take_up_date(actor=world.secretary, series=series, day=day)
        skip_date(actor=world.secretary, series=series, day=day)
        take_up_date(actor=world.secretary, series=series, day=day)
        assert sorted(series.meetings.filter(occurrence=day).values_list("state", flat=True)) == [S.DISCARDED, S.DRAFT]
        with pytest.raises(InvalidInput):
            take_up_date(actor=world.secretary, series=series, day=day)

    def test_what_was_convened_is_cancelled_and_not_left_out(self, world):
        series = make_series(world.group_a)
        meeting = convene_meeting(actor=world.secretary, meeting=series.meetings.order_by("occurrence").first())
        with pytest.raises(InvalidInput):
            skip_date(actor=world.secretary, series=series, day=meeting.occurrence)
        cancel_meeting(actor=world.secretary, meeting=meeting, version=meeting.version)
        assert extend_series(actor=world.secretary, series=series) == []

    def test_a_date_of_another_series(self, world):
        with pytest.raises(InvalidInput):
            take_up_date(actor=world.secretary, series=make_series(world.group_a), day=date(2030, 1, 1))


class TestEnding:
    def test_drafts_go_and_what_was_convened_stays(self, world):
        series = make_series(world.group_a)
        meeting = convene_meeting(actor=world.secretary, meeting=series.meetings.order_by("occurrence").first())
        end_series(actor=world.secretary, series=series, version=series.version)
        meeting.refresh_from_db()
        assert meeting.state == S.CONVENED
        assert series.meetings.filter(state=S.DISCARDED).count() == SERIES_HORIZON - 1

    def test_two_who_end_it_at_once(self, world):
        series = make_series(world.group_a)
        end_series(actor=world.secretary, series=series, version=series.version)
        with pytest.raises(StaleEdit):
            end_series(actor=world.secretary, series=series, version=series.version)
