from django.urls import path

from councils.bodies.views import RepresentationRule

urlpatterns = [
    path("bodies/<slug:slug>/representation/", RepresentationRule.as_view(), name="representation"),
]
