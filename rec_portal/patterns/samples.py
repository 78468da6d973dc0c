"""Neutral sample content: no real person, no state or organisation shown saying no."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.contrib.messages.storage.base import Message

from rec_portal.foundation import spelling

START = datetime(2024, 11, 21, 5, tzinfo=UTC)
END = datetime(2024, 11, 21, 7, tzinfo=UTC)
ZONE = "Asia/Tashkent"


def context() -> dict[str, Any]:
    return {
        "steps": _steps(),
        "todo": _todo(),
        "day": date(2024, 11, 21),
        "iso": START.isoformat(),
        "when": spelling.span(START, END, ZONE),
        "zones": spelling.city_times(START, ZONE),
        "facts": _facts(),
        "agenda": _agenda(),
        "seats": _seats(),
        "events": _events(),
        "changes": _changes(),
        "sample_message": Message(messages.SUCCESS, "Saved. Nobody is told before you call the meeting."),
        "list_page": SimpleNamespace(next_url="?after=sample", first_url="?"),
    }


def _steps() -> list[dict[str, str]]:
    labels = ["Draft", "Invited", "Agenda sent", "In session", "Record in review", "Closed"]
    states = ["done", "done", "current", "todo", "todo", "todo"]
    return [{"label": label, "state": state} for label, state in zip(labels, states, strict=True)]


def _todo() -> list[dict[str, Any]]:
    return [
        {
            "title": "Agenda not sent: working group (b), Thursday",
            "url": "#todo",
            "text": "6 items, 110 of 120 minutes used. 9 of 14 have answered.",
            "tag": "Due today",
            "tag_kind": "warn",
            "action_url": "#todo",
            "action_label": "Send agenda",
            "main": True,
        },
        {
            "title": "Record not circulated: working group (a)",
            "url": "#todo",
            "text": "The draft has 2 of 5 items without an outcome.",
            "tag": "5 days late",
            "tag_kind": "bad",
            "action_url": "#todo",
            "action_label": "Finish record",
        },
        {
            "title": "Room and link for 5 December",
            "text": "Council meeting, Almaty and online.",
            "action_url": "#todo",
            "action_label": "Add place",
        },
    ]


def _facts() -> list[dict[str, str]]:
    return [
        {"label": "Group", "value": "Working group (b)", "url": "#facts"},
        {"label": "Place", "value": "Tashkent and online"},
        {"label": "Called by", "value": "Secretariat"},
        {"label": "Answers", "value": "9 of 14"},
    ]


def _agenda() -> list[dict[str, Any]]:
    rows = [
        ("10:00", "Opening and adoption of the agenda", "10 min · Chair"),
        ("10:10", "Actions since the last meeting", "15 min · Secretariat"),
        ("10:25", "Common referral form: results of the trial", "25 min · Rapporteur"),
    ]
    items: list[dict[str, Any]] = [
        {"time": time, "title": title, "detail": detail, "edit_url": "#agenda", "up_url": "#", "down_url": "#"}
        for time, title, detail in rows
    ]
    items[1]["now"] = True
    items[0].pop("up_url")
    items[-1].pop("down_url")
    return items


def _seats() -> list[dict[str, Any]]:
    return [
        {"name": "First member", "detail": "Seat of a member state", "tag": "Yes, online", "kind": "ok"},
        {"name": "Second member", "detail": "Alternate attends", "tag": "Yes, in the room", "kind": "ok"},
        {"name": "Third member", "detail": "Seat of a member state", "tag": "No answer", "kind": "mute"},
        {"name": "Fourth member", "detail": "Letter came back", "tag": "Address fails", "kind": "bad"},
    ]


def _changes() -> list[dict[str, str]]:
    return [
        {"label": "Start", "old": "Thursday 21 November 2024, 09:00", "new": "Thursday 21 November 2024, 10:00"},
        {"label": "Place", "old": "", "new": "Online"},
    ]


def _events() -> list[dict[str, Any]]:
    return [
        {
            "who": "Secretariat",
            "what": "moved the meeting",
            "when": "Friday 15 November 2024, 18:00",
            "iso": "2024-11-15T18:00+05:00",
            "reason": "The hall is free an hour later.",
            "changes": _changes(),
        },
        {
            "who": "First member",
            "what": "accepted by e-mail",
            "when": "Thursday 14 November 2024, 09:42",
            "iso": "2024-11-14T09:42+05:00",
        },
        {
            "who": "Secretariat",
            "what": "called the meeting",
            "when": "Tuesday 12 November 2024, 11:05",
            "iso": "2024-11-12T11:05+05:00",
        },
    ]
