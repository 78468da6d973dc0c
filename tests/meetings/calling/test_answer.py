"""Answering in the portal."""

import pytest

from meetings.calling.services.schedule import cancel_meeting
from meetings.invitations.choices import Answer
from meetings.meeting.choices import MeetingFormat
from tests.factories import make_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(world):
    return make_meeting(world.group_a, format=MeetingFormat.ONLINE)


def send(client, meeting, answer, **more):
    return client.post(f"{meeting.get_absolute_url()}answer/", {"answer": answer, **more})


def kept(meeting, person):
    row = meeting.invitations.get(person=person)
    return row.answer, row.alternate_name


def test_an_answer_is_kept_and_said_back(world, client_of, meeting):
    client = client_of("member_a")
    response = send(client, meeting, "yes_online")
    assert response["Location"] == meeting.get_absolute_url()
    assert kept(meeting, world.member_a) == (Answer.YES_ONLINE, "")
    assert "Yes, online" in client.get(response["Location"]).content.decode()


def test_a_colleague_is_named(world, client_of, meeting):
    send(client_of("member_a"), meeting, "alternate", alternate_name="J. Doe, adviser")
    assert kept(meeting, world.member_a) == (Answer.ALTERNATE, "J. Doe, adviser")


@pytest.mark.parametrize(
    ("answer", "more"),
    [
        ("alternate", {}),
        ("alternate", {"alternate_name": "  "}),
        ("alternate", {"alternate_name": "x" * 161}),
        ("alternate", {"alternate_name": "J.\u202eeoD"}),
        ("yes_room", {}),
        ("none", {}),
        ("perhaps", {}),
        ("", {}),
    ],
)
def test_what_is_no_answer_comes_back_with_a_message(world, client_of, meeting, answer, more):
    response = send(client_of("member_a"), meeting, answer, **more)
    assert response.status_code == 422
    form = response.context["answer_form"]
    message = str(next(iter(form.errors.values()))[0])
    assert message in response.content.decode()
    assert (more.get("alternate_name") or "") in response.content.decode()
    assert kept(meeting, world.member_a) == (Answer.NONE, "")


def test_a_get_leads_to_the_page(client_of, meeting):
    response = client_of("member_a").get(f"{meeting.get_absolute_url()}answer/")
    assert response["Location"] == f"{meeting.get_absolute_url()}#answer"


def test_nobody_answers_who_is_not_invited(world, client_of, meeting):
    for who in ("secretary", "administrator", "member_b", "other_secretary"):
        assert send(client_of(who), meeting, "no").status_code == 404, who


def test_a_cancelled_meeting_takes_no_answer_and_says_so(world, client_of, meeting):
    cancel_meeting(actor=world.secretary, meeting=meeting, version=meeting.version)
    client = client_of("member_a")
    response = send(client, meeting, "no")
    assert response["Location"] == meeting.get_absolute_url()
    assert "takes no more answers" in client.get(response["Location"]).content.decode()


@pytest.mark.parametrize(
    "next_page",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:evil", "\x00", "evil"],
)
def test_nobody_is_led_away(client_of, meeting, next_page):
    response = send(client_of("member_a"), meeting, "no", next=next_page)
    assert response["Location"] == meeting.get_absolute_url()


def test_back_to_the_list_one_came_from(client_of, meeting):
    response = send(client_of("member_a"), meeting, "no", next="/meetings/?when=past#m-x")
    assert response["Location"] == "/meetings/?when=past#m-x"
