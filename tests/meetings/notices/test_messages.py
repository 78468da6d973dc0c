import re
from datetime import timedelta
from html.parser import HTMLParser

import icalendar
import pytest
from django.utils.translation import override

from meetings.calling.services.details import change_details
from meetings.calling.services.invitees import change_invitees
from meetings.calling.services.schedule import cancel_meeting, move_meeting, postpone_meeting
from meetings.invitations.services.answering import answer_invitation
from rec_portal.accounts.services.secret_links import read_link
from tests.factories.meetings import in_days, make_meeting
from tests.meetings.notices.rows import letter, row_of

pytestmark = pytest.mark.django_db
LINK = "https://meet.example.org/room"


@pytest.fixture
def meeting(world):
    world.member_a.time_zone = "America/New_York"
    world.member_a.save()
    return make_meeting(
        world.group_a, title="Second meeting", format="hybrid", place="Hall 1", link=LINK, note="Bring a badge"
    )


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.targets += [value for name, value in attributes if name in ("href", "src", "action") and value]


def links_of(mail) -> list[str]:
    reader = Links()
    reader.feed(mail.html)
    return reader.targets


def secret_of(mail) -> str:
    (secret,) = mail.secrets
    return secret


def invitation_mail(meeting, person):
    return letter(row_of(meeting, person, "invitation"))


def says(meeting, world, answer):
    invitation = meeting.invitations.get(person=world.member_a)
    answer_invitation(actor=world.member_a, invitation=invitation, answer=answer, alternate_name="A. Colleague")
    return letter(row_of(meeting, world.member_a, "reminder", 60))


def edited(meeting, world, **changes):
    fields = {name: getattr(meeting, name) for name in ("title", "format", "place", "link", "note")} | changes
    return change_details(actor=world.secretary, meeting=meeting, version=meeting.version, **fields)


# What it says


def test_invitation(meeting, world):
    mail = invitation_mail(meeting, world.member_a)
    assert mail.subject.startswith("Invitation: Second meeting – ")
    for part in (mail.text, mail.html):
        assert "Dear Member A," in part
        assert "00:00–02:00 New York (UTC−5)" in part, "the reader's own time"
        assert "10:00–12:00 Tashkent (UTC+5)" in part, "then the meeting's"
        assert "Bishkek 11:00 · Almaty, Dushanbe, Ashgabat, Tashkent 10:00 · Vienna, Geneva 06:00" in part
        assert part.index("New York (UTC−5)") < part.index("Tashkent (UTC+5)") < part.index("Bishkek 11:00")
        assert "1. Opening and adoption of the agenda (10 min, Chair)" in part
        assert "Hall 1" in part
        assert "Bring a badge" in part
        assert "You get this mail because you are invited" in part


def test_one_zone_is_said_once(meeting, world):
    mail = invitation_mail(meeting, world.chair_a)
    assert mail.text.count("(UTC+5)") == 1


@pytest.mark.parametrize(
    ("format", "offered"),
    [
        ("hybrid", ["yes_online", "yes_room", "no", ""]),
        ("online", ["yes_online", "no", ""]),
        ("in_person", ["yes_room", "no", ""]),
    ],
)
def test_the_buttons_fit_the_format(world, format, offered):
    meeting = make_meeting(world.group_a, format=format)
    mail = invitation_mail(meeting, world.member_a)
    secret = secret_of(mail)
    expected = [f"http://testserver/rsvp/{secret}/" + (f"?answer={one}" if one else "") for one in offered]
    assert [link for link in links_of(mail) if "/rsvp/" in link] == expected
    assert re.findall(r"http://testserver/rsvp/\S+", mail.text) == expected


def test_the_secret_opens_this_invitation_until_the_end(meeting, world):
    mail = invitation_mail(meeting, world.member_a)
    link = read_link(secret_of(mail), purpose="rsvp")
    assert (link.person, link.subject) == (world.member_a, meeting.invitations.get(person=world.member_a).public_id)
    assert link.expires_at == meeting.ends_at


def test_each_copy_has_its_own_name_and_secret(meeting, world):
    first, second = invitation_mail(meeting, world.chair_a), invitation_mail(meeting, world.observer_a)
    assert secret_of(first) != secret_of(second)
    assert "Dear Observer A," in second.text
    assert secret_of(first) not in second.text + second.html
    assert "Chair A" not in second.text + second.html


@pytest.mark.parametrize("differs", ["zone", "language", "answer"])
def test_what_was_set_once_is_set_for_readers_of_one_kind_only(meeting, world, differs):
    """Two readers who differ in one thing alone: the copy of the first must not be given to the second."""
    first, second = world.chair_a, world.observer_a
    if differs == "zone":
        second.time_zone = "America/New_York"
    elif differs == "language":
        second.language = "ru"
    else:
        answer_invitation(actor=second, invitation=meeting.invitations.get(person=second), answer="yes_room")
    second.save()
    one, other = (letter(row_of(meeting, person, "reminder", 60)) for person in (first, second))
    assert ("New York (UTC−5)" in other.subject) == (differs == "zone")
    assert ('<html lang="ru">' in other.html) == (differs == "language")
    assert ("You said" in other.text) == (differs == "answer")
    assert "10:00–12:00 Tashkent" in one.subject
    assert '<html lang="en">' in one.html


def test_reminder_asks_who_has_not_answered(meeting, world):
    mail = letter(row_of(meeting, world.member_a, "reminder", 60))
    assert mail.subject.startswith("Please answer: Second meeting – ")
    assert "You have not answered yet" in mail.text
    assert any("?answer=yes_online" in link for link in links_of(mail))
    assert mail.calendar is None


@pytest.mark.parametrize(("answer", "joins"), [("yes_online", True), ("yes_room", False), ("alternate", True)])
def test_reminder_reminds_who_comes(meeting, world, answer, joins):
    mail = says(meeting, world, answer)
    assert mail.subject.startswith("Reminder: Second meeting – ")
    assert "?answer=" not in mail.text + mail.html
    assert f"http://testserver/rsvp/{secret_of(mail)}/" in links_of(mail), "the answer can still be changed"
    assert ("Join online</a>" in mail.html) == joins
    assert LINK in mail.text


def test_reminder_says_who_comes_instead(meeting, world):
    mail = says(meeting, world, "alternate")
    assert "You said that A. Colleague comes instead of you." in mail.text
    assert "A. Colleague" in mail.html


def test_moved(meeting, world):
    old = meeting.starts_at
    move_meeting(
        actor=world.secretary,
        meeting=meeting,
        version=meeting.version,
        when=in_days(12, hour=15),
        reason="Hall is taken",
    )
    mail = letter(row_of(meeting, world.member_a, "update"))
    assert mail.subject.startswith("New time: Second meeting – ")
    assert "15:00–17:00 Tashkent (UTC+5)" in mail.text
    assert re.search(r"Before: \w+ \d+ \w+ \d{4}, 00:00–02:00 New York \(UTC−5\)\.", mail.text)
    assert "Reason: Hall is taken" in mail.text
    assert "?answer=yes_room" in mail.html, "a new time asks again"
    event = icalendar.Calendar.from_ical(mail.calendar.content).walk("VEVENT")[0]
    assert event["DTSTART"].dt - old == timedelta(days=2, hours=5)


def test_moved_after_an_answer_says_what_it_was(meeting, world):
    says(meeting, world, "yes_room")
    move_meeting(actor=world.secretary, meeting=meeting, version=meeting.version, when=in_days(12))
    mail = letter(row_of(meeting, world.member_a, "update"))
    assert "You had answered: Yes, in the room. Does that still hold?" in mail.text


def test_changed_says_what(meeting, world):
    says(meeting, world, "yes_room")
    edited(meeting, world, place="Hall 2", note="")
    mail = letter(row_of(meeting, world.member_a, "update"))
    assert mail.subject.startswith("Changed: Second meeting – ")
    assert "Where: Hall 1 → Hall 2\n" in mail.text
    assert "?answer=" not in mail.html, "the answer stands"
    assert mail.calendar.method == "REQUEST"


def test_another_format_asks_again(meeting, world):
    says(meeting, world, "yes_room")
    edited(meeting, world, format="online")
    mail = letter(row_of(meeting, world.member_a, "update"))
    assert "How: In person and online → Online\n" in mail.text
    assert "?answer=yes_online" in mail.html
    assert "?answer=yes_room" not in mail.html


def test_postponed(meeting, world):
    meeting = postpone_meeting(actor=world.secretary, meeting=meeting, version=meeting.version, reason="Quorum")
    mail = letter(row_of(meeting, world.member_a, "postponement"))
    assert mail.subject.startswith("Postponed: Second meeting – ")
    assert "Reason: Quorum" in mail.text
    assert (mail.calendar.method, mail.secrets) == ("CANCEL", ())
    assert LINK not in mail.text + mail.html
    move_meeting(actor=world.secretary, meeting=meeting, version=meeting.version, when=in_days(15))
    assert "The postponed meeting has a new time." in letter(row_of(meeting, world.member_a, "update")).text


def test_cancelled(meeting, world):
    cancel_meeting(actor=world.secretary, meeting=meeting, version=meeting.version, reason="No quorum")
    mail = letter(row_of(meeting, world.member_a, "cancellation"))
    assert mail.subject.startswith("Cancelled: Second meeting – ")
    assert "The meeting is cancelled." in mail.text
    assert "Reason: No quorum" in mail.text
    assert (mail.calendar.method, mail.secrets) == ("CANCEL", ())
    assert not [link for link in links_of(mail) if "/rsvp/" in link]
    assert "you were invited" in mail.text


def test_struck_out(meeting, world):
    change_invitees(actor=world.secretary, meeting=meeting, version=meeting.version, people=[world.chair_a])
    mail = letter(row_of(meeting, world.member_a, "cancellation"))
    assert mail.subject.startswith("No longer invited: Second meeting – ")
    assert mail.calendar.method == "CANCEL"
    assert LINK not in mail.text + mail.html


def test_what_was_set_once_follows_a_change(meeting, world):
    assert "Hall 1" in invitation_mail(meeting, world.member_a).text
    edited(meeting, world, place="Hall 2")
    assert "Hall 2" in invitation_mail(meeting, world.member_a).text


def test_in_the_language_of_the_recipient(meeting, world):
    world.chair_a.language = "ru"
    world.chair_a.save()
    mail = invitation_mail(meeting, world.chair_a)
    assert '<html lang="ru">' in mail.html
    assert '<html lang="en">' in invitation_mail(meeting, world.member_a).html


def test_times_are_written_in_the_language_of_the_recipient(meeting, world):
    world.chair_a.language = "ru"
    world.chair_a.save()
    mail = invitation_mail(meeting, world.chair_a)
    with override("ru"):
        from rec_portal.foundation import spelling

        assert spelling.span(meeting.starts_at, meeting.ends_at, "Asia/Tashkent") in mail.text
    assert re.search(r"[а-я]+ \d{4}", mail.text)


# What it must not say

EVIL = [
    '<script>alert(1)</script><img src=x onerror=alert(1)><a href="https://evil.example">x</a>',
    "Title\r\nBcc: evil@example.org",
    "x\u202egnp.exe\u2066\x07",
    "https://evil.example/path www.evil.example evil@evil.example javascript:alert(1)",
    "{{ secret }} %(name)s {% csrf_token %} %s",
]
LINKABLE = re.compile(r"https?://|www\.[a-z]|[a-z]@[a-z]|[a-z]\.example", re.IGNORECASE)


@pytest.mark.parametrize("evil", EVIL)
def test_typed_text_is_never_a_link_nor_a_header_nor_markup(world, evil):
    world.member_a.name = evil[:120]
    world.member_a.save()
    meeting = make_meeting(world.group_a, title=evil, place=evil, note=evil, format="hybrid")
    invitation = meeting.invitations.get(person=world.member_a)
    mails = [invitation_mail(meeting, world.member_a)]
    answer_invitation(actor=world.member_a, invitation=invitation, answer="alternate", alternate_name=evil[:160])
    mails.append(letter(row_of(meeting, world.member_a, "reminder", 60)))
    cancel_meeting(actor=world.secretary, meeting=meeting, version=meeting.version, reason=evil)
    mails.append(letter(row_of(meeting, world.member_a, "cancellation")))
    for mail in mails:
        assert all(link.startswith("http://testserver/") for link in links_of(mail))
        reader = Links()
        reader.feed(mail.html)
        assert not reader.tags & {"script", "img"}
        assert "\n" not in mail.subject
        assert "\r" not in mail.text + mail.subject
        assert not set(mail.text + mail.html + mail.subject) & set("\u202e\u2066\x07")
        assert not LINKABLE.search(mail.text.replace("http://testserver/", "")), "a mail program would make it a link"


def test_only_the_link_field_becomes_a_link_and_only_https(world):
    good = invitation_mail(make_meeting(world.group_a, link=LINK), world.member_a)
    assert LINK in links_of(good)
    bad = invitation_mail(make_meeting(world.group_a, link="http://meet.example.org/"), world.member_a)
    assert not [link for link in links_of(bad) if "meet.example.org" in link]


def test_a_long_title_leaves_room_for_the_time_in_the_subject(world):
    meeting = make_meeting(world.group_a, title="A" * 200)
    mail = invitation_mail(meeting, world.member_a)
    assert len(mail.subject) < 250
    assert "10:00–12:00 Tashkent (UTC+5)" in mail.subject


def test_nothing_is_fetched_from_elsewhere(meeting, world):
    html = invitation_mail(meeting, world.member_a).html
    assert not re.search(r"src=|url\(|@import|<link", html)
