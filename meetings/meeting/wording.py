"""The tint that goes with the word of a state or an answer."""

from meetings.meeting.choices import MeetingState

STATE_KIND = {
    MeetingState.DRAFT: "mute",
    MeetingState.CONVENED: "info",
    MeetingState.AGENDA_PUBLISHED: "info",
    MeetingState.POSTPONED: "warn",
    MeetingState.CANCELLED: "bad",
    MeetingState.IN_SESSION: "info",
    MeetingState.SUSPENDED: "warn",
    MeetingState.CLOSED: "ok",
    MeetingState.RECORD_CIRCULATED: "ok",
    MeetingState.RECORD_ADOPTED: "ok",
    MeetingState.DISCARDED: "mute",
}
