from typing import Any

from allauth.account import views as account
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse


class PasswordChange(account.PasswordChangeView):
    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        """Who has no password yet gets the first one by mail, like a lost one: a session alone does not set it."""
        if not request.user.has_usable_password():  # type: ignore[union-attr]
            return HttpResponseRedirect(reverse("account_reset_password"))
        return super().dispatch(request, *args, **options)

    def get_default_success_url(self) -> str:
        return reverse("accounts:profile")
