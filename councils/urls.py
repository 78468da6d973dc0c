"""The addresses of the rooms of this app."""

from django.urls import include, path

app_name = "councils"
urlpatterns = [
    path("", include("councils.bodies.urls")),
    path("", include("councils.seats.urls")),
    path("", include("councils.organisations.urls")),
    path("", include("councils.onboarding.urls")),
    path("", include("councils.documents.urls")),
    path("", include("councils.consensus.urls")),
]
