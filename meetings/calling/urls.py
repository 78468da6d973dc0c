from django.urls import path

from meetings.calling.views import (
    answer,
    answer_requests,
    edit,
    meeting,
    meetings,
    new,
    publishing,
    steps,
    templates,
    times,
)

urlpatterns = [
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/new/", new.NewMeeting.as_view(), name="new"),
    path("meetings/times/", times.times, name="times"),
    path("meetings/templates/<str:public_id>/", templates.EditTemplate.as_view(), name="template"),
    path("meetings/templates/<str:public_id>/delete/", templates.DeleteTemplate.as_view(), name="template_delete"),
    path("meetings/<str:public_id>/", meeting.meeting, name="meeting"),
    path("meetings/<str:public_id>/meeting.ics", meeting.calendar_file, name="calendar_file"),
    path("meetings/<str:public_id>/answer/", answer.answer, name="answer"),
    path("meetings/<str:public_id>/ask/", answer_requests.ask, name="ask"),
    path("meetings/<str:public_id>/edit/", edit.Edit.as_view(), name="edit"),
    path("meetings/<str:public_id>/invitees/", edit.EditInvitees.as_view(), name="invitees"),
    path("meetings/<str:public_id>/convene/", steps.Convene.as_view(), name="convene"),
    path("meetings/<str:public_id>/move/", steps.Move.as_view(), name="move"),
    path("meetings/<str:public_id>/postpone/", steps.Postpone.as_view(), name="postpone"),
    path("meetings/<str:public_id>/cancel/", steps.Cancel.as_view(), name="cancel"),
    path("meetings/<str:public_id>/close/", steps.Close.as_view(), name="close"),
    path("meetings/<str:public_id>/discard/", steps.Discard.as_view(), name="discard"),
    path("meetings/<str:public_id>/template/", templates.SaveAsTemplate.as_view(), name="save_template"),
    path("meetings/<str:public_id>/publish-agenda/", publishing.PublishAgenda.as_view(), name="publish_agenda"),
]
