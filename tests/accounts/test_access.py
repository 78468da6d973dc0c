"""Helping somebody's sign-in along: who may, what it ends, what is told."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone

from rec_portal.accounts.models import User
from rec_portal.accounts.services.access import change_address, clear_mail_refusal, remove_factors
from rec_portal.audit.models import AuditEvent
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, StaleEdit, WrongState
from rec_portal.outbox.models import OutboxMessage
from tests.accounts.conftest import PASSPHRASE
from tests.accounts.test_sign_in import is_in
from tests.factories import make_person

pytestmark = pytest.mark.django_db

STRANGERS = ("nobody", "other_secretary", "member_b", "member_a", "chair_a", "secretary")


@pytest.fixture
def member(world) -> User:
    world.member_a.set_password(PASSPHRASE)
    world.member_a.save()
    Authenticator.objects.create(user=world.member_a, type=Authenticator.Type.TOTP, data={"secret": ""})
    return world.member_a


def happened() -> list[str]:
    return [row.payload["happened"] for row in OutboxMessage.objects.order_by("id")]


@pytest.mark.parametrize("who", STRANGERS)
def test_only_an_administrator_changes_address_or_removes_factors(world, member: User, who: str) -> None:
    actor = world.people[who]
    with pytest.raises(NotAllowed):
        change_address(actor=actor, person=member, version=member.version, email="new@example.org")
    with pytest.raises(NotAllowed):
        remove_factors(actor=actor, person=member, reason="Lost the telephone")
    assert not AuditEvent.objects.exists()


def test_a_new_address(world, member: User, sign_in) -> None:
    client = sign_in(member.email)
    client.post(reverse("mfa_authenticate"), {"code": "1"})
    member.mail_refused_at, member.mail_refused_reason = timezone.now(), "550 no such user"
    member.save()
    change_address(actor=world.administrator, person=member, version=member.version, email=" New@Example.org ")
    member.refresh_from_db()
    assert (member.email, member.mail_refused_at, member.mail_refused_reason) == ("new@example.org", None, "")
    assert not is_in(client)
    event = AuditEvent.objects.filter(verb="person.address_changed").get()
    assert event.actor == world.administrator
    assert happened() == ["person.address_changed"]


@pytest.mark.parametrize("wrong", ["no address", "", "a@b", "x" * 250 + "@example.org"])
def test_an_address_that_is_none(world, member: User, wrong: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        change_address(actor=world.administrator, person=member, version=member.version, email=wrong)
    assert refusal.value.field == "email"


def test_an_address_that_somebody_has(world, member: User) -> None:
    with pytest.raises(InvalidInput):
        change_address(
            actor=world.administrator, person=member, version=member.version, email=world.member_b.email.upper()
        )
    with pytest.raises(StaleEdit):
        change_address(actor=world.administrator, person=member, version=99, email="new@example.org")


def test_the_old_address_gets_no_more_links(world, member: User, client) -> None:
    old = member.email
    change_address(actor=world.administrator, person=member, version=member.version, email="new@example.org")
    OutboxMessage.objects.all().delete()
    client.post(reverse("account_reset_password"), {"email": old})
    assert not OutboxMessage.objects.exists()


def test_removing_factors_ends_sessions_and_tells(world, member: User, sign_in) -> None:
    remove_factors(actor=world.administrator, person=member, reason="Lost the telephone")
    assert not Authenticator.objects.filter(user=member).exists()
    event = AuditEvent.objects.get()
    assert (event.verb, event.reason) == ("person.factors_removed", "Lost the telephone")
    assert happened() == ["person.factors_removed"]
    with pytest.raises(WrongState):
        remove_factors(actor=world.administrator, person=member, reason="Again")


@pytest.mark.parametrize(
    ("who", "may"), [("member_b", False), ("chair_a", False), ("secretary", True), ("administrator", True)]
)
def test_who_lets_mail_flow_again(world, member: User, who: str, may: bool) -> None:
    with pytest.raises(WrongState if may else NotAllowed):
        clear_mail_refusal(actor=world.people[who], person=member)
    member.mail_refused_at = timezone.now()
    member.save()
    if may:
        clear_mail_refusal(actor=world.people[who], person=member)
        assert AuditEvent.objects.get().verb == "person.mail_resumed"
    else:
        with pytest.raises(NotAllowed):
            clear_mail_refusal(actor=world.people[who], person=member)
    member.refresh_from_db()
    assert (member.mail_refused_at is None) == may


# --- Pages ---


def test_the_pages_ask_who_is_there_before_they_show_anything(world, member: User, client) -> None:
    world.administrator.set_password(PASSPHRASE)
    world.administrator.save()
    client.force_login(world.administrator)
    for name in ("change_address", "remove_factors"):
        page = reverse(f"accounts:{name}", args=[member.public_id])
        assert client.get(page).url.startswith(reverse("account_reauthenticate"))
        assert client.post(page, {"reason": "x", "email": "new@example.org"}).url.startswith("/accounts/reauth")
    member.refresh_from_db()
    assert member.email != "new@example.org"


def confirmed(client):
    client.post(reverse("account_reauthenticate"), {"password": PASSPHRASE})
    return client


@pytest.mark.parametrize("name", ["change_address", "remove_factors", "resume_mail"])
@pytest.mark.parametrize("who", STRANGERS)
def test_the_pages_do_not_exist_for_others(world, member: User, client_of, who: str, name: str) -> None:
    actor = world.people[who]
    actor.set_password(PASSPHRASE)
    actor.save()
    client = confirmed(client_of(who))
    page = reverse(f"accounts:{name}", args=[member.public_id])
    allowed = name == "resume_mail" and who in ("secretary", "member_a")
    if not allowed:
        assert client.post(page, {"reason": "x", "email": "new@example.org", "version": 1}).status_code == 404
    assert client.get(page).status_code in (404, 405)


def test_the_administrators_way_through(world, member: User, client_of) -> None:
    world.administrator.set_password(PASSPHRASE)
    world.administrator.save()
    client = confirmed(client_of("administrator"))
    page = reverse("accounts:change_address", args=[member.public_id])
    assert member.email in client.get(page).content.decode()
    bad = client.post(page, {"email": world.member_b.email, "version": member.version})
    assert bad.status_code == 422
    assert "Somebody else has this address" in bad.content.decode()
    assert client.post(page, {"email": "new@example.org", "version": member.version}).url == member.get_absolute_url()
    page = reverse("accounts:remove_factors", args=[member.public_id])
    assert client.post(page, {"reason": ""}).status_code == 422
    assert client.post(page, {"reason": "Called me"}).url == member.get_absolute_url()
    assert client.post(page, {"reason": "Twice"}).status_code == 422


def test_the_secretary_lets_mail_flow_again(world, member: User, client_of) -> None:
    member.mail_refused_at = timezone.now()
    member.save()
    page = reverse("accounts:resume_mail", args=[member.public_id])
    assert client_of("secretary").post(page).url == member.get_absolute_url()
    member.refresh_from_db()
    assert member.mail_refused_at is None
    assert client_of("secretary").post(page).status_code == 302


def test_a_new_person_is_welcomed_with_a_link(world) -> None:
    from councils.seats.services.people import Newcomer, find_or_create_person

    person = find_or_create_person(Newcomer("fresh@example.org", "Fresh Person"), actor=world.secretary)
    assert OutboxMessage.objects.filter(recipient=person, kind="accounts.welcome").count() == 1
    assert not person.has_usable_password()
    find_or_create_person(Newcomer("seeded@example.org", "Seeded Person"), actor=None)
    assert OutboxMessage.objects.count() == 1
    make_person("Unrelated")
