"""Optional mail is stopped by the address in it: GET shows, POST acts, and no other person's mail is touched."""

import pytest

from rec_portal.accounts.models import User
from rec_portal.accounts.services.optional_mail import OPTIONAL, read_stop, stop_address
from rec_portal.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


def path(person: User, what: str = "reminders") -> str:
    return stop_address(person, what).removeprefix("https://portal.example.org").removeprefix("http://testserver")


def save(person: User, **values: object) -> None:
    """Past the services, as another process would have changed it."""
    row = User.objects.get(pk=person.pk)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


@pytest.fixture
def address(world, settings) -> str:
    settings.SITE_URL = "http://testserver"
    return path(world.member_a)


def wants(person: User, what: str = "reminders") -> bool:
    return getattr(User.objects.get(pk=person.pk), OPTIONAL[what])


def test_looking_stops_nothing(world, client, address):
    assert "Stop this mail" in client.get(address).content.decode()
    assert client.head(address).status_code == 200
    assert wants(world.member_a)


def test_one_press_stops_and_one_more_begins_again(world, client, address):
    assert "no longer goes out" in client.post(address, {"wanted": "no"}, follow=True).content.decode()
    assert not wants(world.member_a)
    assert AuditEvent.objects.filter(verb="person.profile_changed", actor=world.member_a).count() == 1
    client.post(address, {"wanted": "yes"})
    assert wants(world.member_a)


def test_the_mail_programs_own_press(world, client, address):
    response = client.post(address, {"List-Unsubscribe": "One-Click"})
    assert (response.status_code, response.content) == (200, b"")
    assert not wants(world.member_a)


def test_each_kind_has_its_own_address(world, client, address):
    save(world.member_a, wants_digest=True)
    client.post(path(world.member_a, "digest"), {"wanted": "no"})
    assert (wants(world.member_a, "digest"), wants(world.member_a)) == (False, True)


def test_it_speaks_the_readers_language(world, client, address):
    save(world.member_a, language="ru")
    assert "Больше не присылать" in client.get(address).content.decode()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-1] + ("0" if token[-1] != "0" else "1"),
        lambda token: token.replace("reminders", "digest"),
        lambda token: token.replace("reminders", "invitations"),
        lambda token: token.rpartition(".")[0],
        lambda token: "x",
        lambda token: "reminders.%00.x",
    ],
)
def test_a_made_up_address_does_nothing(world, client, address, spoil):
    token = address.split("/")[-2]
    spoilt = address.replace(token, spoil(token))
    assert client.get(spoilt).status_code == 404
    assert client.post(spoilt, {"wanted": "no"}).status_code == 404
    assert wants(world.member_a)
    assert wants(world.member_a, "digest") is False


def test_a_new_mail_address_ends_it(world, client, address):
    save(world.member_a, email="new@example.org")
    assert client.post(address, {"wanted": "no"}).status_code == 404
    assert wants(world.member_a)


def test_whoever_may_no_longer_sign_in_has_none(world, address):
    save(world.member_a, is_active=False)
    assert read_stop(address.split("/")[-2]) is None
