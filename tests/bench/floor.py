"""The floor under every page: a bare Django view with the same session check, one query and as many bytes.

Of all middleware only what the session check needs, one address, no templates.
"""

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402

from meetings.meeting.models import Meeting  # noqa: E402


def floor(request: HttpRequest, public_id: str, size: int) -> HttpResponse:
    Meeting.objects.get(public_id=public_id)
    return HttpResponse(b"x" * size)


urlpatterns = [path("<str:public_id>/<int:size>/", floor)]

# Only now: allauth refuses to start without its own middleware, which a bare view would not have.
settings.ROOT_URLCONF = __name__
settings.MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
]
application = WSGIHandler()
