"""Decisions, actions and records of group a."""

from typing import Any

from meetings.record.models import Minutes
from tests.factories.records import (
    adopt,
    circulate,
    make_action,
    make_correction,
    make_decision,
    make_held,
    make_minutes,
)

TABLE = """
address                              how   anon    inact   nobody  other   memb.b  obs.a   memb.a  chair.a secr    admin

meetings:decisions                   GET   login   login   200     200     200     200     200     200     200     200
meetings:decisions                   POST  login   login   405     405     405     405     405     405     405     405
meetings:decision                    GET   login   login   404     404     404     200     200     200     200     200
meetings:decision                    POST  login   login   405     405     405     405     405     405     405     405
meetings:new_decision                GET   login   login   404     404     404     404     404     404     200     404
meetings:new_decision                POST  login   login   404     404     404     404     404     404     422     404
meetings:edit_decision               GET   login   login   404     404     404     404     404     404     200     404
meetings:edit_decision               POST  login   login   404     404     404     404     404     404     422     404
meetings:withdraw_decision           GET   login   login   404     404     404     404     404     404     200     404
meetings:withdraw_decision           POST  login   login   404     404     404     404     404     404     422     404
meetings:supersede_decision          GET   login   login   404     404     404     404     404     404     200     404
meetings:supersede_decision          POST  login   login   404     404     404     404     404     404     422     404
meetings:actions                     GET   login   login   200     200     200     200     200     200     200     200
meetings:actions                     POST  login   login   405     405     405     405     405     405     405     405
meetings:nudge_actions               GET   login   login   404     200     404     404     404     404     200     404
meetings:nudge_actions               POST  login   login   404     away    404     404     404     404     away    404
meetings:export_actions              GET   login   login   200     200     200     200     200     200     200     200
meetings:export_actions              POST  login   login   405     405     405     405     405     405     405     405
# The action is the member's own: only they and the secretariat report on it.
meetings:action                      GET   login   login   404     404     404     200     200     200     200     200
meetings:action                      POST  login   login   405     405     405     405     405     405     405     405
meetings:action_progress             GET   login   login   404     404     404     404     away    404     away    404
meetings:action_progress             POST  login   login   404     404     404     404     422     404     422     404
meetings:edit_action                 GET   login   login   404     404     404     404     404     404     200     404
meetings:edit_action                 POST  login   login   404     404     404     404     404     404     422     404
meetings:drop_action                 GET   login   login   404     404     404     404     404     404     200     404
meetings:drop_action                 POST  login   login   404     404     404     404     404     404     422     404
meetings:reopen_action               GET   login   login   404     404     404     404     404     404     200     404
meetings:reopen_action               POST  login   login   404     404     404     404     404     404     422     404
meetings:new_action                  GET   login   login   404     404     404     404     404     404     200     404
meetings:new_action                  POST  login   login   404     404     404     404     404     404     422     404
# The record is a draft: only the secretariat knows of it. The one that is out is read by the group.
meetings:attribution                 GET   login   login   404     404     404     404     404     404     200     404
meetings:attribution                 POST  login   login   404     404     404     404     404     404     422     404
meetings:edit_minutes                GET   login   login   404     404     404     404     404     404     200     404
meetings:edit_minutes                POST  login   login   404     404     404     404     404     404     422     404
meetings:preview_minutes             GET   login   login   405     405     405     405     405     405     405     405
meetings:preview_minutes             POST  login   login   404     404     404     404     404     404     200     404
meetings:autosave_minutes            GET   login   login   405     405     405     405     405     405     405     405
meetings:autosave_minutes            POST  login   login   404     404     404     404     404     404     422     404
meetings:restore_minutes             GET   login   login   405     405     405     405     405     405     405     405
meetings:restore_minutes             POST  login   login   404     404     404     404     404     404     404     404
meetings:circulate_record            GET   login   login   404     404     404     404     404     404     200     404
meetings:circulate_record            POST  login   login   404     404     404     404     404     404     422     404
meetings:minutes                     GET   login   login   404     404     404     200     200     200     200     200
meetings:minutes                     POST  login   login   404     404     404     404     404     404     away    404
meetings:minutes_versions            GET   login   login   404     404     404     200     200     200     200     200
meetings:minutes_versions            POST  login   login   405     405     405     405     405     405     405     405
meetings:record_file                 GET   login   login   404     404     404     200     200     200     200     200
meetings:record_file                 POST  login   login   405     405     405     405     405     405     405     405
meetings:reopen_record               GET   login   login   404     404     404     404     404     404     200     404
meetings:reopen_record               POST  login   login   404     404     404     404     404     404     422     404
meetings:adopt_record                GET   login   login   404     404     404     404     404     404     200     404
meetings:adopt_record                POST  login   login   404     404     404     404     404     404     422     404
# Who fills a seat corrects; the secretary and the administrator serve.
meetings:correct_record              GET   login   login   404     404     404     200     200     200     404     404
meetings:correct_record              POST  login   login   404     404     404     422     422     422     404     404
meetings:correction                  GET   login   login   404     404     404     404     404     404     200     404
meetings:correction                  POST  login   login   404     404     404     404     404     404     422     404
meetings:corrigendum                 GET   login   login   404     404     404     404     404     404     200     404
meetings:corrigendum                 POST  login   login   404     404     404     404     404     404     422     404
"""


def _kept(rows: Any, name: str, make: Any) -> Any:
    """Made once for the rows of one test."""
    if not hasattr(rows, name):
        setattr(rows, name, make())
    return getattr(rows, name)


def held(rows: Any) -> Any:
    world = rows.world
    invitees = [world.chair_a, world.member_a, world.observer_a]
    return _kept(rows, "held", lambda: make_held(world.group_a, invitees=invitees))


def _held(rows: Any) -> dict[str, Any]:
    return {"public_id": held(rows).public_id}


def _decision(rows: Any) -> dict[str, Any]:
    return {"public_id": _kept(rows, "decision", lambda: make_decision(held(rows))).public_id}


def _action(rows: Any) -> dict[str, Any]:
    return {"public_id": _kept(rows, "action", lambda: make_action(held(rows), owner=rows.person)).public_id}


def _draft(rows: Any) -> dict[str, Any]:
    return {"public_id": _kept(rows, "drafted", lambda: make_minutes(held(rows))).meeting.public_id}


def _out(rows: Any) -> Minutes:
    def make() -> Minutes:
        world = rows.world
        other = make_held(world.group_a, invitees=[world.chair_a, world.member_a, world.observer_a])
        return circulate(make_minutes(other, text_en=f"## 1. Opening\n\n{seat_name(world.member_a)} spoke.\n"))

    return _kept(rows, "out", make)


def seat_name(person: Any) -> str:
    return person.appointments.get().seat.organisation.short_name_en


def _circulated(rows: Any) -> dict[str, Any]:
    return {"public_id": _out(rows).meeting.public_id}


def _correction(rows: Any) -> dict[str, Any]:
    made = _kept(rows, "correction", lambda: make_correction(_out(rows), rows.person))
    return {"public_id": made.public_id}


def _adopted(rows: Any) -> dict[str, Any]:
    make = lambda: adopt(circulate(make_minutes(make_held(rows.world.group_a))))  # noqa: E731
    return {"public_id": _kept(rows, "adopted", make).meeting.public_id}


ARGUMENTS = {
    "meetings:attribution": _held,
    **{
        f"meetings:{name}": _draft
        for name in ("edit_minutes", "preview_minutes", "autosave_minutes", "restore_minutes", "circulate_record")
    },
    **{
        f"meetings:{name}": _circulated
        for name in ("minutes", "minutes_versions", "reopen_record", "adopt_record", "correct_record")
    },
    "meetings:correction": _correction,
    "meetings:record_file": lambda rows: {**_circulated(rows), "kind": "minutes", "form": "docx"},
    "meetings:corrigendum": _adopted,
    "meetings:export_actions": lambda rows: {"kind": "csv"},
    "meetings:new_decision": _held,
    "meetings:new_action": _held,
    **{
        f"meetings:{name}": _decision
        for name in ("decision", "edit_decision", "withdraw_decision", "supersede_decision")
    },
    **{
        f"meetings:{name}": _action
        for name in ("action", "action_progress", "edit_action", "drop_action", "reopen_action")
    },
}
