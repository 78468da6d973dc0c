"""Decisions, actions and records of group a."""

from typing import Any

from tests.factories.records import make_action, make_decision, make_held

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


ARGUMENTS = {
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
