"""Addresses with queries that no page ever makes: each gets an ordinary answer, never an error of the server."""

import base64
import json

import pytest
from django.urls import reverse

from tests.factories.meetings import make_meeting

pytestmark = pytest.mark.django_db


def key(*values) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


FIRST_DAY, LAST_DAY = "0001-01-01", "9999-12-31"
KEYS = {
    "deep": base64.urlsafe_b64encode(b"[" * 2000).decode(),
    "nul in a text": key("a\x00b", 1),
    "half a character": key("\ud800", 1),
    "no end": base64.urlsafe_b64encode(b"[Infinity]").decode(),
    "no number": base64.urlsafe_b64encode(b"[NaN]").decode(),
    "huge": key(10**30),
    "first instant": key({"t": "0001-01-01T00:00:00+14:00"}, 1),
    "last instant": key({"t": "9999-12-31T23:59:59-14:00"}, 1),
    "without a zone": key("2024-01-01 00:00", 1),
    "lists": key([1], [2], [3]),
    "a list among": key(1, [2], 3),
    "nul among": key(0, "\x00", 1),
    "a yes": key(True, True, True),
    "nothing": key(None, None),
}
LISTS = (
    "/meetings/",
    "/meetings/?when=past",
    "/meetings/?when=open",
    "/people/",
    "/organisations/",
    "/audit/",
    "/mail/",
    "/search/?q=meeting&in=meetings",
    "/search/?q=body&in=bodies",
    "/search/?q=organ&in=organisations",
    "/search/?q=member&in=people",
)


@pytest.mark.parametrize("name", KEYS)
def test_a_page_key_that_no_page_made_shows_the_first_page(client_of, world, name):
    client = client_of("secretary")
    for address in LISTS:
        response = client.get(f"{address}{'&' if '?' in address else '?'}after={KEYS[name]}")
        assert response.status_code == 200, address


@pytest.mark.parametrize("day", [FIRST_DAY, LAST_DAY, "0000-00-00", "2024-02-31", "１９９９-01-01", "x" * 5000, "%00"])
def test_days_at_the_ends_of_the_calendar(client_of, world, day):
    client = client_of("secretary")
    for address in (
        f"{world.group_a.get_absolute_url()}?on={day}",
        f"/audit/?since={day}",
        f"/audit/?until={day}",
        f"/meetings/times/?body={world.group_a.slug}&day={day}&start=10:00&end=11:00&time_zone=Asia/Tashkent",
        f"/meetings/times/?body={world.group_a.slug}&day=2030-01-01&end_day={day}&start=10:00&end=11:00"
        "&time_zone=Asia/Tashkent",
    ):
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("zone", ["", "../../etc/passwd", "Europe", "%00", "Asia/Nowhere", "x" * 3000, "Etc/GMT+12"])
def test_zones_that_are_none(client_of, world, zone):
    address = f"/meetings/times/?body={world.group_a.slug}&day=2030-01-01&start=10:00&end=11:00&time_zone={zone}"
    assert client_of("secretary").get(address).status_code == 200


@pytest.mark.parametrize("text", ["%00", "a%00b", "%ED%A0%80", "%E2%80%AE", "%F0%9F%98%80", "\\", "%25_", "x" * 3000])
def test_words_that_are_none(client_of, world, text):
    meeting = make_meeting(world.group_a)
    for who, address in (
        ("administrator", f"/access/?q={text}"),
        ("secretary", f"/search/?q={text}"),
        ("secretary", f"/search/?q=ab&in={text}"),
        ("secretary", f"/people/?words={text}"),
        ("secretary", f"/people/?body={text}"),
        ("secretary", f"/organisations/?kind={text}"),
        ("secretary", f"/audit/?who={text}&about={text}&of={text}&verb={text}&body={text}"),
        ("secretary", f"/mail/?to={text}&about={text}&kind={text}&state={text}"),
        ("secretary", f"/meetings/?body={text}&when={text}&mine={text}"),
        ("secretary", f"{reverse('councils:appoint', args=[world.group_a.slug])}?seat={text}"),
    ):
        assert client_of(who).get(address).status_code == 200, address
    for address in (
        f"/meetings/times/?meeting={text}",
        f"/meetings/times/?body={text}",
        f"/meetings/new/?body={text}",
        f"/meetings/{text}/",
        f"/rsvp/{text}/",
        f"/calendar/{text}.ics",
    ):
        assert client_of("secretary").get(address).status_code == 404, address
    assert client_of("secretary").get(f"{meeting.get_absolute_url()}?after={text}").status_code == 200


@pytest.mark.parametrize("instant", ["9999-12-31T23:59:59%2B00:00", "0001-01-01T00:00:00%2B14:00", "x", "%00"])
def test_instants_at_the_ends_of_the_calendar(client_of, world, settings, instant):
    settings.OUTBOX_TIME_TRAVEL = True
    good = "2030-01-01T00:00:00%2B00:00"
    for as_of, asked_at in ((instant, good), (good, instant)):
        assert client_of("secretary").get(f"/mail/send-due/?as_of={as_of}&asked_at={asked_at}").status_code == 200
    for day in (FIRST_DAY, LAST_DAY):
        assert client_of("secretary").post("/mail/send-due/", {"day": day, "time": "10:00"}).status_code == 422
