from django.urls import path

from meetings.session.views import live, room

urlpatterns = [
    path("meetings/<str:public_id>/live/", live.Live.as_view(), name="live"),
    path("meetings/<str:public_id>/live/now/", live.live_now, name="live_now"),
    path("meetings/<str:public_id>/live/chair/", room.ActingChair.as_view(), name="live_chair"),
    path("meetings/<str:public_id>/live/seats/<str:seat_id>/", room.SeatDetails.as_view(), name="live_seat"),
    path("meetings/<str:public_id>/projector/", live.projector, name="projector"),
    path("meetings/<str:public_id>/projector/now/", live.projector_now, name="projector_now"),
]
