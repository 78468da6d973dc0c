"""The Django side of the run, as commands of their own: each prints one line of JSON.

python -m tests.bench.prepare people                     who asks for pages, with what cookie, for which meetings
python -m tests.bench.prepare queries COOKIE ADDRESS ... how many queries each page makes
python -m tests.bench.prepare crowded 200 40             a meeting with so many invitees and papers
python -m tests.bench.prepare moves COOKIE 100           how long moving an item of so long an agenda takes
python -m tests.bench.prepare feed 200                   a calendar feed of so many meetings
python -m tests.bench.prepare recipients 5000            people to be reminded
python -m tests.bench.prepare round 1                    their reminders, due now
"""

import json
import sys
import time
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from councils.bodies.choices import BodyKind  # noqa: E402
from councils.bodies.models import Body  # noqa: E402
from councils.documents.choices import Marking  # noqa: E402
from councils.documents.models import DocumentRevision  # noqa: E402
from meetings.agenda.services.agenda import AgendaLine  # noqa: E402
from meetings.calendar.services import open_feed  # noqa: E402
from meetings.invitations.choices import Answer  # noqa: E402
from meetings.invitations.models import Invitation  # noqa: E402
from meetings.meeting.choices import MeetingState  # noqa: E402
from meetings.meeting.models import Meeting  # noqa: E402
from meetings.notices.planning import invited, plan_invitations  # noqa: E402
from meetings.papers.services.papers import add_paper  # noqa: E402
from rec_portal.accounts.models import User  # noqa: E402
from rec_portal.foundation.records import store  # noqa: E402
from tests.bench.client import HOST  # noqa: E402
from tests.bench.mail_data import make_recipients, plan_round  # noqa: E402
from tests.factories import appoint, in_days, make_council, make_meeting  # noqa: E402

PEOPLE = {"secretary": "secretary@scale.example.org", "member": "member@scale.example.org"}
# Several, so that one meeting's peculiarities are not taken for the page's.
MEETINGS = 8
MOVES, WARM_UP = 15, 3


def people() -> dict[str, Any]:
    now = timezone.now()
    persons = {name: User.objects.get(email=email) for name, email in PEOPLE.items()}
    meetings = Meeting.objects.visible_to(persons["member"]).filter(state=MeetingState.CONVENED, starts_at__gt=now)
    found = list(meetings.order_by("starts_at", "id")[:MEETINGS])
    for meeting in found:
        with transaction.atomic():
            # The mails that such a meeting has in life, which its page lists for the secretariat.
            plan_invitations(meeting, invited(meeting))
    cookies = {name: cookie_of(person) for name, person in persons.items()}
    return {"cookies": cookies, "meetings": [meeting.public_id for meeting in found]}


def cookie_of(person: User) -> str:
    """A session as signing in leaves it, with a second factor set up, since production asks for one."""
    give_second_factor(person)
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def give_second_factor(person: User) -> None:
    from allauth.mfa.models import Authenticator

    Authenticator.objects.get_or_create(user=person, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "x"}})


def queries(cookie: str, *addresses: str) -> dict[str, int]:
    """How many queries each page makes, the session's included; asked twice, since a first request fills caches."""
    client, counts = client_of(cookie), {}
    for address in addresses:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"GET {address}: {answer.status_code}")
        counts[address] = len(captured)
    return counts


def client_of(cookie: str) -> Client:
    return Client(headers={"Host": HOST, "X-Forwarded-Proto": "https", "Cookie": cookie})


def moves(cookie: str, items: str) -> list[float]:
    """Milliseconds from the press of a button to the new list, move by move, the database's work included."""
    group = Body.objects.filter(kind=BodyKind.WORKING_GROUP).order_by("id")[0]
    lines = [AgendaLine(f"Item number {number + 1}", 5, "Chair") for number in range(int(items))]
    meeting = make_meeting(group, when=in_days(7), title="Long agenda", agenda=lines)
    client, spent = client_of(cookie), []
    for item in meeting.agenda.order_by("position")[MOVES : 2 * MOVES + WARM_UP]:
        started = time.perf_counter()
        answer = client.post(
            reverse("meetings:item_move", args=[item.public_id]),
            {"do": "up", "shown": meeting.public_id},
            headers={"HX-Request": "true"},
        )
        spent.append(1000 * (time.perf_counter() - started))
        if answer.status_code != 200:
            raise SystemExit(f"A move was answered with {answer.status_code}.")
    return spent[WARM_UP:]


def crowded(invitees: str, papers: str) -> str:
    """A meeting of the measured member's group as large as they come; the documents lie there already."""
    group = Body.objects.filter(kind=BodyKind.WORKING_GROUP).order_by("id")[0]
    persons = User.objects.filter(email__startswith="member").order_by("id")[: int(invitees)]
    meeting = make_meeting(group, when=in_days(6), invitees=list(persons), title="Large meeting")
    for number, row in enumerate(meeting.invitations.select_related("person").order_by("id")):
        if number % 4:
            answer_as_in_life(row, number)
    items = [None, *meeting.agenda.order_by("position")]
    readable = DocumentRevision.objects.filter(document__body=group, document__marking=Marking.MEMBERS, language="en")
    for number, revision in enumerate(readable.order_by("id")[: int(papers)]):
        add_paper(actor=None, meeting=meeting, revision=revision, item=items[number % len(items)])
    return meeting.public_id


def answer_as_in_life(row: Invitation, number: int) -> None:
    row.answer = (Answer.YES_ONLINE, Answer.NO, Answer.ALTERNATE)[number % 3]
    row.alternate_name = f"Colleague {number}" if row.answer == Answer.ALTERNATE else ""
    row.answered_at = timezone.now()
    store(row, actor=row.person)


def feed(count: str) -> str:
    """A member of a group with so many meetings ahead; returns the secret of their feed."""
    group = make_council(groups=1).bodies.get(kind=BodyKind.WORKING_GROUP)
    person = appoint(group)
    for number in range(int(count)):
        make_meeting(group, when=in_days(3 + number), invitees=[person], title=f"Meeting {number}")
    return open_feed(actor=person, person=person)


def recipients(count: str) -> int:
    return make_recipients(int(count))


COMMANDS = {
    "people": people,
    "queries": queries,
    "moves": moves,
    "crowded": crowded,
    "feed": feed,
    "recipients": recipients,
    "round": plan_round,
}

if __name__ == "__main__":
    print(json.dumps(COMMANDS[sys.argv[1]](*sys.argv[2:])))
