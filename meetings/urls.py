from django.urls import path

from meetings.views import (
    action_items,
    answer,
    calendar_settings,
    decisions,
    edit,
    feed,
    meeting,
    meetings,
    month,
    new,
    rsvp,
    steps,
    times,
)

app_name = "meetings"
urlpatterns = [
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/new/", new.NewMeeting.as_view(), name="new"),
    path("meetings/times/", times.times, name="times"),
    # By secret link, without signing in.
    path("rsvp/<str:secret>/", rsvp.RsvpPage.as_view(), name="rsvp"),
    path("rsvp/<str:secret>/thanks/", rsvp.RsvpDonePage.as_view(), name="rsvp_done"),
    path("rsvp/<str:secret>/meeting.ics", rsvp.RsvpCalendarFile.as_view(), name="rsvp_calendar"),
    path("calendar/<str:secret>.ics", feed.feed, name="feed"),
    # One's own calendar address.
    path("meetings/calendar/", calendar_settings.CalendarSettings.as_view(), name="calendar"),
    path("meetings/calendar/revoke/", calendar_settings.revoke, name="calendar_revoke"),
    # The calendar as pages.
    path("meetings/calendar/month/", month.month, name="month"),
    path("meetings/calendar/week/", month.week, name="week"),
    path("meetings/calendar/print/", month.month_print, name="month_print"),
    # One meeting; after the addresses above, which look like a public id.
    path("meetings/<str:public_id>/", meeting.meeting, name="meeting"),
    path("meetings/<str:public_id>/meeting.ics", meeting.calendar_file, name="calendar_file"),
    path("meetings/<str:public_id>/answer/", answer.answer, name="answer"),
    path("meetings/<str:public_id>/edit/", edit.Edit.as_view(), name="edit"),
    path("meetings/<str:public_id>/agenda/", edit.EditAgenda.as_view(), name="agenda"),
    path("meetings/<str:public_id>/invitees/", edit.EditInvitees.as_view(), name="invitees"),
    path("meetings/<str:public_id>/convene/", steps.Convene.as_view(), name="convene"),
    path("meetings/<str:public_id>/move/", steps.Move.as_view(), name="move"),
    path("meetings/<str:public_id>/postpone/", steps.Postpone.as_view(), name="postpone"),
    path("meetings/<str:public_id>/cancel/", steps.Cancel.as_view(), name="cancel"),
    path("meetings/<str:public_id>/close/", steps.Close.as_view(), name="close"),
    path("meetings/<str:public_id>/discard/", steps.Discard.as_view(), name="discard"),
    # What came of meetings.
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/<str:public_id>/", decisions.decision, name="decision"),
    path("decisions/<str:public_id>/edit/", decisions.EditDecision.as_view(), name="edit_decision"),
    path("decisions/<str:public_id>/withdraw/", decisions.WithdrawDecision.as_view(), name="withdraw_decision"),
    path("decisions/<str:public_id>/supersede/", decisions.SupersedeDecision.as_view(), name="supersede_decision"),
    path("meetings/<str:public_id>/decisions/new/", decisions.NewDecision.as_view(), name="new_decision"),
    path("actions/", action_items.actions, name="actions"),
    path("actions/nudge/", action_items.nudge, name="nudge_actions"),
    path("actions/actions.<str:kind>", action_items.export, name="export_actions"),
    path("actions/<str:public_id>/", action_items.action, name="action"),
    path("actions/<str:public_id>/progress/", action_items.action_progress, name="action_progress"),
    path("actions/<str:public_id>/edit/", action_items.EditAction.as_view(), name="edit_action"),
    path("actions/<str:public_id>/drop/", action_items.DropAction.as_view(), name="drop_action"),
    path("actions/<str:public_id>/reopen/", action_items.ReopenAction.as_view(), name="reopen_action"),
    path("meetings/<str:public_id>/actions/new/", action_items.NewAction.as_view(), name="new_action"),
]
