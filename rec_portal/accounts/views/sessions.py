from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rec_portal.accounts.services import sessions


@require_POST
def end_session(request: HttpRequest, number: int) -> HttpResponse:
    if not sessions.end_session(actor=request.user, number=number):
        raise Http404
    messages.success(request, _("That device is signed out."))
    return HttpResponseRedirect(reverse("usersessions_list"))
