"""The tint that goes with the word of a state or an answer."""

from meetings.choices import Answer, MeetingState

STATE_KIND = {
    MeetingState.DRAFT: "mute",
    MeetingState.CONVENED: "info",
    MeetingState.POSTPONED: "warn",
    MeetingState.CANCELLED: "bad",
    MeetingState.CLOSED: "ok",
    MeetingState.DISCARDED: "mute",
}
ANSWER_KIND = {
    Answer.NONE: "mute",
    Answer.YES_ONLINE: "ok",
    Answer.YES_ROOM: "ok",
    Answer.NO: "bad",
    Answer.ALTERNATE: "info",
}
