"""The addresses of the rooms of this app."""

from django.urls import include, path

app_name = "working_groups"
urlpatterns = [
    path("work-plans/", include("working_groups.plans.urls")),
    path("recommendations/", include("working_groups.recommendations.urls")),
    path("roadmap/", include("working_groups.roadmap.urls")),
]
