from django.urls import path

from councils.seats.views.appointments import Appoint, EndTerm
from councils.seats.views.bodies import BodyList, BodyPage
from councils.seats.views.people import DisablePerson, EnablePerson, PersonList, PersonPage
from councils.seats.views.seats import NewSeat

urlpatterns = [
    path("bodies/", BodyList.as_view(), name="bodies"),
    path("bodies/<slug:slug>/", BodyPage.as_view(), name="body"),
    path("bodies/<slug:slug>/appoint/", Appoint.as_view(), name="appoint"),
    path("bodies/<slug:slug>/seats/new/", NewSeat.as_view(), name="new_seat"),
    path("appointments/<slug:public_id>/end/", EndTerm.as_view(), name="end_term"),
    path("people/", PersonList.as_view(), name="people"),
    path("people/<slug:public_id>/", PersonPage.as_view(), name="person"),
    path("people/<slug:public_id>/disable/", DisablePerson.as_view(), name="disable_person"),
    path("people/<slug:public_id>/enable/", EnablePerson.as_view(), name="enable_person"),
]
