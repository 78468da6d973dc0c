"""The personal calendar feed: read by a calendar program, which can neither sign in nor read a page."""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from meetings.calendar.feed import feed_file
from meetings.calendar.services import PURPOSE
from rec_portal.accounts.services.secret_links import read_link


@login_not_required
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    link = read_link(secret, purpose=PURPOSE)
    if link is None:
        return HttpResponseNotFound("This calendar address is not valid.\n", content_type="text/plain; charset=utf-8")
    with translation.override(link.person.language):
        content = feed_file(link.person, timezone.now())
    # Only the content tells what is new: a meeting that is no longer for this person leaves no newer date behind.
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["ETag"] = etag
    response["Content-Disposition"] = 'inline; filename="meetings.ics"'
    response["Content-Language"] = link.person.language
    answer = get_conditional_response(request, etag=etag, response=response) or response
    answer["Cache-Control"] = "private, no-cache"
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer
