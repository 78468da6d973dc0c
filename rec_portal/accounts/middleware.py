"""What signing in means for a request: language, zone, no caching, and no way round the second factor."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation

from rec_portal.accounts.second_factor import has_second_factor

# What a person without a second factor may reach while one is required.
SETTING_UP = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "account_reauthenticate",
        "account_logout",
        "set_language",
    }
)
# Asked by machines, who are nobody: neither session nor database may be touched before their own checks do.
PROBES = ("/healthz", "/readyz")


class PersonMiddleware:
    """A signed-in person's own language and zone win over cookie and browser; nothing they see is kept in a cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path in PROBES:
            request.user = AnonymousUser()
        if not request.user.is_authenticated:
            response = self.get_response(request)
        else:
            # The person in person, not the lazy stand-in that Django puts there: services ask for its model.
            request.user = get_user(request)
            _speak(request)
            with timezone.override(request.user.time_zone):
                response = self.get_response(request)
            response["Cache-Control"] = "private, no-store"
        return response


def _speak(request: HttpRequest) -> None:
    language = request.user.language  # type: ignore[union-attr]
    if language in dict(settings.LANGUAGES):
        # Not undone here: LocaleMiddleware, which wraps this one, names the language in the answer's header.
        translation.activate(language)
        request.LANGUAGE_CODE = language  # type: ignore[attr-defined]


class SecondFactorMiddleware:
    """Sends whoever still lacks a second factor to the page that sets one up, whatever they asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not settings.SECOND_FACTOR_REQUIRED:
            return None
        if not request.user.is_authenticated or has_second_factor(request.user):
            return None
        request.second_factor_missing = True  # type: ignore[attr-defined]
        match = request.resolver_match
        if match is not None and match.view_name in SETTING_UP:
            return None
        return _to_set_up(request)


def _to_set_up(request: HttpRequest) -> HttpResponse:
    address = reverse("mfa_index")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
