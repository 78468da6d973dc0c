from django.urls import path

from meetings.calendar.views import feed, month, settings

urlpatterns = [
    path("calendar/<str:secret>.ics", feed.feed, name="feed"),
    path("meetings/calendar/", settings.CalendarSettings.as_view(), name="calendar"),
    path("meetings/calendar/revoke/", settings.revoke, name="calendar_revoke"),
    path("meetings/calendar/month/", month.month, name="month"),
    path("meetings/calendar/week/", month.week, name="week"),
    path("meetings/calendar/print/", month.month_print, name="month_print"),
]
