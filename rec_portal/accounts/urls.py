from django.urls import path

from rec_portal.accounts.views.profile import ProfilePage, set_zone
from rec_portal.accounts.views.sessions import end_session

app_name = "accounts"
urlpatterns = [
    path("profile/", ProfilePage.as_view(), name="profile"),
    path("profile/zone/", set_zone, name="set_zone"),
    path("sessions/<int:number>/end/", end_session, name="end_session"),
]
