"""Records, decisions and actions of the data sets; loading again changes nothing."""

import pytest

from meetings.choices import MeetingState
from meetings.models import ActionItem, Decision, Meeting, Minutes
from rec_portal.seeds.demo.load import load as load_demo
from rec_portal.seeds.rec.load import load as load_rec

pytestmark = pytest.mark.django_db


def test_the_meetings_of_2024_have_drafts_of_what_is_known_and_nothing_more():
    load_rec()
    load_rec()
    assert Minutes.objects.count() == 2
    assert not Decision.objects.exists()
    joint = Minutes.objects.get(meeting__title="First Meeting of the Working Groups")
    assert joint.text_en.count("\n## ") == 2
    assert "2024-2025" in joint.text_en
    assert joint.meeting.state == MeetingState.CLOSED


def test_the_demo_has_a_record_that_is_out_with_decisions_and_actions():
    load_demo("a passphrase of the demo")
    load_demo("a passphrase of the demo")
    meeting = Meeting.objects.get(state=MeetingState.RECORD_CIRCULATED)
    assert [row.number.rpartition("/")[2] for row in Decision.objects.order_by("pk")] == ["D.1", "R.1"]
    assert Decision.objects.first().number.startswith("REC/WG-A/")
    assert ActionItem.objects.filter(meeting=meeting).count() == 2
    assert Minutes.objects.get(meeting=meeting).by_silence
