from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as set_language_cookie

from rec_portal.accounts.services.profile import change_profile


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponseBase:
    """The language buttons: a cookie for everybody, and for whoever is signed in the profile, which mails follow."""
    language = request.POST.get("language", "")
    if request.user.is_authenticated and language in dict(settings.LANGUAGES):
        change_profile(actor=request.user, person=request.user, language=language)
    return set_language_cookie(request)
