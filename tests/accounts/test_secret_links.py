"""A personal link: one purpose, an end, its person; only a hash is kept."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rec_portal.accounts.models import SecretLink, User
from rec_portal.accounts.services.secret_links import issue_link, read_link, revoke_links
from tests.factories import make_person

pytestmark = pytest.mark.django_db


def test_it_opens_for_its_purpose_alone(person: User) -> None:
    secret = issue_link(person=person, purpose="rsvp", subject="abc")
    assert len(secret) == 43
    link = read_link(secret, purpose="rsvp")
    assert (link.person, link.subject) == (person, "abc")
    assert read_link(secret, purpose="calendar_feed") is None
    assert read_link(secret, purpose="") is None


def test_only_a_hash_is_kept(person: User) -> None:
    secret = issue_link(person=person, purpose="rsvp")
    assert secret not in str(SecretLink.objects.values().get())


@pytest.mark.parametrize(
    "change", [lambda s: s[:-1], lambda s: s + "A", lambda s: s.swapcase(), lambda s: "", lambda s: "\x00"]
)
def test_another_secret_opens_nothing(person: User, change) -> None:
    secret = issue_link(person=person, purpose="rsvp")
    assert read_link(change(secret), purpose="rsvp") is None


def test_it_expires_at_its_instant(person: User) -> None:
    now = timezone.now()
    assert read_link(issue_link(person=person, purpose="rsvp", expires_at=now), purpose="rsvp") is None
    later = issue_link(person=person, purpose="rsvp", expires_at=now + timedelta(minutes=1))
    assert read_link(later, purpose="rsvp") is not None


def test_it_can_be_revoked_by_purpose_and_subject(person: User) -> None:
    other = make_person("Other")
    secrets = {
        "one": issue_link(person=person, purpose="rsvp", subject="one"),
        "two": issue_link(person=person, purpose="rsvp", subject="two"),
        "feed": issue_link(person=person, purpose="calendar_feed"),
    }
    others = issue_link(person=other, purpose="rsvp", subject="one")

    def alive() -> set[str]:
        return {
            name for name, s in secrets.items() if read_link(s, purpose="calendar_feed" if name == "feed" else "rsvp")
        }

    assert revoke_links(person=person, purpose="rsvp", subject="one") == 1
    assert alive() == {"two", "feed"}
    assert revoke_links(person=person, purpose="rsvp") == 1
    assert alive() == {"feed"}
    assert revoke_links(person=person) == 1
    assert alive() == set()
    assert revoke_links(person=person) == 0
    assert read_link(others, purpose="rsvp") is not None


def test_an_inactive_person_has_none(person: User) -> None:
    secret = issue_link(person=person, purpose="rsvp")
    person.is_active = False
    person.save()
    assert read_link(secret, purpose="rsvp") is None
