from django.urls import path

from rec_portal.dashboard.views import first_page

app_name = "dashboard"
urlpatterns = [path("", first_page, name="today")]
