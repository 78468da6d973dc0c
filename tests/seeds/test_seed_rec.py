"""The first data set says what the founding report says, and nothing more when it is loaded again."""

from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.db.models import Q
from django.utils.translation import override

from councils.bodies.choices import BodyKind, SeatKind
from councils.bodies.models import Body
from councils.organisations.choices import OrganisationKind
from councils.organisations.models import Organisation
from councils.seats.models import Appointment, Seat
from meetings.invitations.models import Invitation
from meetings.meeting.choices import MeetingFormat, MeetingState
from meetings.meeting.models import Meeting
from rec_portal.accounts.models import User
from rec_portal.audit.models import AuditEvent
from tests.seeds.state import snapshot

pytestmark = pytest.mark.django_db

STATES = ["Kazakhstan", "Kyrgyzstan", "Tajikistan", "Turkmenistan", "Uzbekistan"]
GROUPS = {
    "wg-a": "accountability, legal and judicial issues",
    "wg-b": "psychosocial support, health, and education",
    "wg-c": "countering terrorist narratives",
    "wg-d": "civil society, including women’s and youth groups",
}


@pytest.fixture
def loaded():
    call_command("seed_rec")
    return {body.slug: body for body in Body.objects.all()}


def names(organisations):
    return {organisation.short_name_en for organisation in organisations}


def test_one_council_an_executive_committee_and_four_groups(loaded):
    council = loaded["rec"]
    assert council.name_en == (
        "Central Asia Regional Expert Council on the Rehabilitation and Reintegration of Returnees"
        " from armed conflict zones"
    )
    assert (council.kind, council.parent, council.time_zone) == (BodyKind.COUNCIL, None, "Asia/Tashkent")
    assert loaded["executive-committee"].kind == BodyKind.EXECUTIVE_COMMITTEE
    assert list(council.bodies.order_by("order").values_list("slug", flat=True)) == ["executive-committee", *GROUPS]
    for slug, subject in GROUPS.items():
        group = loaded[slug]
        assert (group.kind, group.letter, group.parent) == (BodyKind.WORKING_GROUP, slug[-1], council)
        assert group.name_en.endswith(f"({slug[-1]}): {subject}")
    assert len(loaded) == 6


def test_every_text_is_there_in_both_languages(loaded):
    for row in [*loaded.values(), *Organisation.objects.all()]:
        for field in ("name", "short_name"):
            assert getattr(row, f"{field}_en"), row
            assert getattr(row, f"{field}_ru"), row
    for body in loaded.values():
        assert body.mandate_en
        assert body.mandate_ru
    for seat in Seat.objects.all():
        assert bool(seat.label_en) == bool(seat.label_ru)


def test_the_organisations_and_their_kinds(loaded):
    def of_kind(kind):
        return names(Organisation.objects.filter(kind=kind))

    assert of_kind(OrganisationKind.MEMBER_STATE) == set(STATES)
    assert of_kind(OrganisationKind.NATIONAL_INSTITUTION) == {"ISRS", "SSS"}
    assert of_kind(OrganisationKind.UN_ENTITY) == {"UNOCT", "UNRCCA", "UNICEF", "UNODC", "CTED"}
    assert of_kind(OrganisationKind.INTERNATIONAL) == {"ICRC"}
    assert of_kind(OrganisationKind.REGIONAL) == {"OSCE", "EU", "SCO", "CICA", "CIS ATC"}
    assert of_kind(OrganisationKind.FUND) == {"GCERF"}
    assert of_kind(OrganisationKind.SECRETARIAT) == {"Secretariat"}


def test_each_state_decides_everywhere_and_nobody_else_does(loaded):
    for body in loaded.values():
        deciding = Organisation.objects.filter(seats__body=body, seats__kind=SeatKind.DECIDING)
        assert sorted(organisation.short_name_en for organisation in deciding) == STATES, body


def test_observers_sit_where_reports_saw_them(loaded):
    def observing(slug):
        return names(Organisation.objects.filter(seats__body=loaded[slug], seats__kind=SeatKind.OBSERVING))

    organisers = {"ISRS", "SSS", "UNOCT", "UNRCCA"}
    participants = {"UNICEF", "UNODC", "ICRC", "OSCE", "EU", "GCERF"}
    assert observing("rec") == organisers | participants | {"CTED", "SCO", "CICA", "CIS ATC"}
    assert observing("executive-committee") == organisers
    for slug in GROUPS:
        assert observing(slug) == organisers | participants


def test_the_secretariat_serves_the_council(loaded):
    serving = Seat.objects.filter(kind=SeatKind.SERVING)
    assert {(seat.body.slug, seat.organisation.slug, seat.label_en) for seat in serving} == {
        ("rec", "secretariat", "Secretary"),
        ("rec", "secretariat", "Administrator"),
        ("rec", "secretariat", "Second administrator"),
    }


def test_the_launch(loaded):
    launch = Meeting.objects.get(title="First Meeting of the Regional Expert Council")
    assert (launch.body.slug, launch.wall_day, launch.place) == ("rec", date(2024, 5, 14), "Tashkent")
    assert (launch.format, launch.state) == (MeetingFormat.IN_PERSON, MeetingState.RECORD_CIRCULATED)
    assert not launch.further_bodies.exists()
    assert not launch.agenda.exists()


def test_the_joint_meeting_of_the_groups(loaded):
    joint = Meeting.objects.get(title="First Meeting of the Working Groups")
    assert (joint.wall_day, joint.format) == (date(2024, 7, 26), MeetingFormat.ONLINE)
    assert joint.state == MeetingState.RECORD_CIRCULATED
    assert sorted(link.body.slug for link in joint.further_bodies.all()) == list(GROUPS)
    assert [item.title for item in joint.agenda.all()] == [
        "Results of the First Meeting of the Regional Expert Council",
        "Preliminary plans of the working groups for 2024-2025",
        "Developing an informal regional network of practitioners in rehabilitation and reintegration",
    ]
    assert all(item.minutes is None for item in joint.agenda.all())
    assert "Roadmap for cooperation" in joint.note


def test_the_time_of_day_is_said_to_be_assumed(loaded):
    for meeting in Meeting.objects.all():
        assert (meeting.starts_at.hour, meeting.minutes, meeting.time_zone) == (5, 420, "Asia/Tashkent")
        assert "They give the day only" in meeting.note
    assert Meeting.objects.count() == 2


def test_no_person_is_named_and_nobody_is_invited(loaded):
    assert not User.objects.exists()
    assert not Appointment.objects.exists()
    assert not Invitation.objects.exists()


def test_everything_has_its_history_in_the_portals_name(loaded):
    for model in (Body, Organisation, Seat, Meeting):
        for row in model.objects.all():
            # A meeting was entered, then its record was opened to members.
            steps = 2 if model is Meeting else 1
            assert [kept.history_user for kept in row.history.all()] == [None] * steps
            assert [event.actor_name for event in AuditEvent.objects.about(row)] == ["REC Portal"] * steps
    assert AuditEvent.objects.exclude(Q(actor=None)).count() == 0


def test_loading_again_changes_nothing(loaded):
    before = snapshot()
    call_command("seed_rec")
    assert snapshot() == before


def test_loading_again_leaves_corrections_alone_and_mends_what_is_missing(loaded):
    loaded["wg-a"].name_ru = "Исправленное название"
    loaded["wg-a"].save()
    Seat.objects.filter(body=loaded["wg-b"], organisation__slug="eu").first().delete()
    call_command("seed_rec")
    assert Body.objects.get(slug="wg-a").name_ru == "Исправленное название"
    assert Seat.objects.filter(body=loaded["wg-b"], organisation__slug="eu").count() == 1


def test_states_stand_in_the_order_of_the_readers_alphabet(loaded):
    states = Organisation.objects.filter(kind=OrganisationKind.MEMBER_STATE)
    assert [row.short_name_en for row in states.by_protocol()] == STATES
    with override("ru"):
        assert [row.short_name for row in states.by_protocol()] == [
            "Казахстан", "Кыргызстан", "Таджикистан", "Туркменистан", "Узбекистан",
        ]  # fmt: skip


def test_members_will_find_the_meetings_by_time(loaded):
    assert list(Meeting.objects.order_by("starts_at").values_list("starts_at", flat=True)) == [
        datetime(2024, 5, 14, 5, tzinfo=UTC),
        datetime(2024, 7, 26, 5, tzinfo=UTC),
    ]
