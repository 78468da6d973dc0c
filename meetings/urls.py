from django.urls import path

from meetings.views import calendar_settings, feed, rsvp

app_name = "meetings"
urlpatterns = [
    # By secret link, without signing in.
    path("rsvp/<str:secret>/", rsvp.RsvpPage.as_view(), name="rsvp"),
    path("rsvp/<str:secret>/thanks/", rsvp.RsvpDonePage.as_view(), name="rsvp_done"),
    path("rsvp/<str:secret>/meeting.ics", rsvp.RsvpCalendarFile.as_view(), name="rsvp_calendar"),
    path("calendar/<str:secret>.ics", feed.feed, name="feed"),
    # One's own calendar address.
    path("meetings/calendar/", calendar_settings.CalendarSettings.as_view(), name="calendar"),
    path("meetings/calendar/revoke/", calendar_settings.revoke, name="calendar_revoke"),
]
