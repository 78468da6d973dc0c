"""The addresses of the rooms of this app. `calling` comes last: its address of one meeting fits any word."""

from django.urls import include, path

app_name = "meetings"
urlpatterns = [
    path("", include("meetings.calendar.urls")),
    path("", include("meetings.invitations.urls")),
    path("", include("meetings.planning.urls")),
    path("", include("meetings.agenda.urls")),
    path("", include("meetings.papers.urls")),
    path("", include("meetings.session.urls")),
    path("", include("meetings.record.urls")),
    path("", include("meetings.calling.urls")),
]
