from meetings.invitations.choices import Answer

ANSWER_KIND = {
    Answer.NONE: "mute",
    Answer.YES_ONLINE: "ok",
    Answer.YES_ROOM: "ok",
    Answer.NO: "bad",
    Answer.ALTERNATE: "info",
}
