"""Ending sign-ins on other devices."""

from allauth.usersessions.models import UserSession
from django.db import transaction

from rec_portal.accounts.deeds import tell
from rec_portal.accounts.models import User


@transaction.atomic
def end_session(*, actor: User, number: int) -> bool:
    """Ends one of the actor's own sessions; False when there is none of that number."""
    session = UserSession.objects.filter(user=actor, pk=number).first()
    if session is None:
        return False
    session.end()
    tell(actor=actor, verb="person.session_ended", person=actor)
    return True


def end_sessions_of(person: User) -> None:
    """Ends all sessions of a person, in the caller's transaction."""
    for session in UserSession.objects.filter(user=person):
        session.end()
