from django.urls import path

from meetings.invitations import views

urlpatterns = [
    path("rsvp/<str:secret>/", views.RsvpPage.as_view(), name="rsvp"),
    path("rsvp/<str:secret>/thanks/", views.RsvpDonePage.as_view(), name="rsvp_done"),
    path("rsvp/<str:secret>/meeting.ics", views.RsvpCalendarFile.as_view(), name="rsvp_calendar"),
]
