from django.urls import path

from rec_portal.patterns.views import FormWithErrors, Patterns

app_name = "patterns"
urlpatterns = [
    path("", Patterns.as_view(), name="patterns"),
    path("form/", FormWithErrors.as_view(), name="form"),
]
