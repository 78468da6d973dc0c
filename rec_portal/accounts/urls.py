from django.urls import path

from rec_portal.accounts.views.optional_mail import OptionalMail
from rec_portal.accounts.views.people import ChangeAddress, RemoveFactors, resume_mail
from rec_portal.accounts.views.profile import ProfilePage, set_zone
from rec_portal.accounts.views.sessions import end_session

app_name = "accounts"
urlpatterns = [
    path("profile/", ProfilePage.as_view(), name="profile"),
    path("profile/zone/", set_zone, name="set_zone"),
    path("sessions/<int:number>/end/", end_session, name="end_session"),
    path("mail/<str:secret>/", OptionalMail.as_view(), name="optional_mail"),
    path("people/<slug:public_id>/address/", ChangeAddress.as_view(), name="change_address"),
    path("people/<slug:public_id>/factors/", RemoveFactors.as_view(), name="remove_factors"),
    path("people/<slug:public_id>/mail/", resume_mail, name="resume_mail"),
]
