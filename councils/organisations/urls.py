from django.urls import path

from councils.organisations.views import EditOrganisation, NewOrganisation, OrganisationList, OrganisationPage

urlpatterns = [
    path("organisations/", OrganisationList.as_view(), name="organisations"),
    path("organisations/new/", NewOrganisation.as_view(), name="new_organisation"),
    path("organisations/<slug:slug>/", OrganisationPage.as_view(), name="organisation"),
    path("organisations/<slug:slug>/edit/", EditOrganisation.as_view(), name="edit_organisation"),
]
