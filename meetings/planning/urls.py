from django.urls import path

from meetings.planning.views import poll_link, polls, series, series_split

urlpatterns = [
    path("meetings/series/new/", series.NewSeries.as_view(), name="series_new"),
    path("meetings/series/<str:public_id>/", series.series, name="series"),
    path("meetings/series/<str:public_id>/dates/", series.series_dates, name="series_dates"),
    path("meetings/series/<str:public_id>/convene/", series.ConveneSeries.as_view(), name="series_convene"),
    path("meetings/series/<str:public_id>/end/", series.EndSeries.as_view(), name="series_end"),
    path("poll/<str:secret>/", poll_link.PollLink.as_view(), name="poll_link"),
    path("meetings/polls/new/", polls.NewPoll.as_view(), name="poll_new"),
    path("meetings/polls/<str:public_id>/", polls.PollPage.as_view(), name="poll"),
    path("meetings/polls/<str:public_id>/step/", polls.poll_step, name="poll_step"),
    path("meetings/<str:public_id>/following/", series_split.Following.as_view(), name="following"),
]
