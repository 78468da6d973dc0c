from django.urls import path

from rec_portal.search.views import search

app_name = "search"
urlpatterns = [path("", search, name="search")]
