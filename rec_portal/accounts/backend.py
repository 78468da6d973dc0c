"""The one way to be recognised: allauth's backend, which also brings along whether the person has a second factor."""

from allauth.account.auth_backends import AuthenticationBackend

from rec_portal.accounts.models import User
from rec_portal.accounts.second_factor import factor_exists


class AccountBackend(AuthenticationBackend):
    def get_user(self, user_id: int) -> User | None:
        person = User.objects.annotate(has_factor=factor_exists()).filter(pk=user_id).first()
        return person if person is not None and self.user_can_authenticate(person) else None
