from django.urls import path

from rec_portal.access import views

app_name = "access"
urlpatterns = [
    path("", views.access, name="access"),
    path("people/<slug:public_id>/", views.person, name="person"),
    path("bodies/<slug:slug>/", views.body, name="body"),
    path("meetings/<slug:public_id>/", views.meeting, name="meeting"),
]
