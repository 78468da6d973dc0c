from django.urls import include, path

from councils.views.appointments import Appoint, EndTerm
from councils.views.bodies import BodyList, BodyPage
from councils.views.documents import AddRevision, DocumentList, DocumentPage, EditDocument, NewDocument, download
from councils.views.organisations import EditOrganisation, NewOrganisation, OrganisationList, OrganisationPage
from councils.views.people import DisablePerson, EnablePerson, PersonList, PersonPage
from councils.views.representation import RepresentationRule
from councils.views.seats import NewSeat

app_name = "councils"
urlpatterns = [
    path("", include("councils.onboarding.urls")),
    path("", include("councils.consensus.urls")),
    path("bodies/", BodyList.as_view(), name="bodies"),
    path("bodies/<slug:slug>/", BodyPage.as_view(), name="body"),
    path("bodies/<slug:slug>/appoint/", Appoint.as_view(), name="appoint"),
    path("bodies/<slug:slug>/seats/new/", NewSeat.as_view(), name="new_seat"),
    path("bodies/<slug:slug>/representation/", RepresentationRule.as_view(), name="representation"),
    path("appointments/<slug:public_id>/end/", EndTerm.as_view(), name="end_term"),
    path("organisations/", OrganisationList.as_view(), name="organisations"),
    path("organisations/new/", NewOrganisation.as_view(), name="new_organisation"),
    path("organisations/<slug:slug>/", OrganisationPage.as_view(), name="organisation"),
    path("organisations/<slug:slug>/edit/", EditOrganisation.as_view(), name="edit_organisation"),
    path("documents/", DocumentList.as_view(), name="documents"),
    path("documents/new/", NewDocument.as_view(), name="new_document"),
    path("documents/files/<slug:public_id>/", download, name="file"),
    path("documents/<slug:public_id>/", DocumentPage.as_view(), name="document"),
    path("documents/<slug:public_id>/edit/", EditDocument.as_view(), name="edit_document"),
    path("documents/<slug:public_id>/add/", AddRevision.as_view(), name="add_revision"),
    path("people/", PersonList.as_view(), name="people"),
    path("people/<slug:public_id>/", PersonPage.as_view(), name="person"),
    path("people/<slug:public_id>/disable/", DisablePerson.as_view(), name="disable_person"),
    path("people/<slug:public_id>/enable/", EnablePerson.as_view(), name="enable_person"),
]
