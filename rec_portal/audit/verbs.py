"""What was done, in words. Each room names its own verbs; the history of all is read here.

A verb is "<noun>.<past participle>". `changes_of` says whose fields the changes of a noun's verbs are, where that is
not the model of the event's target ("invitation.answered" is told of the meeting).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

_words: dict[str, Any] = {}
_groups: dict[Any, list[str]] = {}
_models: dict[str, str] = {}
_fields: dict[str, Any] = {}
_veiled: set[str] = set()
_references: dict[str, str] = {}


def register(
    group: Any,
    words: Mapping[str, Any],
    *,
    changes_of: Mapping[str, str] | None = None,
    fields: Mapping[str, Any] | None = None,
    veiled: Iterable[str] = (),
    refers: Mapping[str, str] | None = None,
) -> None:
    """Names verbs (`words`) under a heading.

    `fields` names changed things that are no field of a model ("agenda"), or fields whose own name says too little
    ("meetings.meeting.starts_at"); an empty name leaves the field out, where it would only repeat another one.
    `veiled` are fields of which the history says that they changed, but not what they were: not all of its readers may
    know that. `refers` are changed things whose value is the key of a row ("agenda_item": "meetings.AgendaItem"): they
    are named to those who may see that row when they read, and to nobody else.
    """
    _groups.setdefault(group, []).extend(words)
    _words.update(words)
    _models.update(changes_of or {})
    _fields.update(fields or {})
    _veiled.update(veiled)
    _references.update(refers or {})


def in_words(verb: str) -> str:
    """The verb in the reader's language; one that nobody named is shown as it is."""
    return str(_words.get(verb, verb))


def known() -> frozenset[str]:
    return frozenset(_words)


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """For a filter: the verbs under their headings, in the reader's alphabet."""
    return sorted(
        (str(group), sorted(((verb, in_words(verb)) for verb in verbs), key=lambda choice: choice[1]))
        for group, verbs in _groups.items()
    )


def model_of_changes(verb: str, target_type: str) -> str:
    return _models.get(verb.partition(".")[0], target_type)


def field_named(model: str, name: str) -> Any | None:
    """The words for a changed field; "" leaves it out, None means that nobody named it."""
    return _fields.get(f"{model}.{name}".lower(), _fields.get(name))


def is_veiled(model: str, name: str) -> bool:
    return f"{model}.{name}".lower() in _veiled


def model_referred_to(name: str) -> str | None:
    """The model whose rows a changed thing names, for those that are no field of a model."""
    return _references.get(name)


register(
    _("Sign-in and people"),
    {
        "person.created": _("Person added"),
        "person.profile_changed": _("Profile changed"),
        "person.address_changed": _("Address changed"),
        "person.disabled": _("Sign-in stopped"),
        "person.enabled": _("Sign-in allowed again"),
        "person.signed_in": _("Signed in"),
        "person.signed_out": _("Signed out"),
        "person.session_ended": _("Session ended"),
        "person.sign_in_failed": _("Sign-in failed"),
        "person.sign_in_throttled": _("Sign-in slowed down after failures"),
        "person.password_asked": _("New password asked for"),
        "person.password_changed": _("Password changed"),
        "person.password_reset": _("Password set anew"),
        "person.factor_added": _("Second factor added"),
        "person.factor_removed": _("Second factor removed"),
        "person.factors_removed": _("All second factors removed"),
        "person.factor_failed": _("Second factor failed"),
        "person.recovery_codes_made": _("Recovery codes made"),
        "person.mail_refused": _("Address refused by the mail server"),
        "person.mail_resumed": _("Mail to the address resumed"),
    },
    fields={
        "method": _("way of signing in"),
        "factor": _("second factor"),
        "accounts.user.mail_refused_at": _("address refused"),
        "accounts.user.mail_refused_reason": _("answer of the mail server"),
        "address": _("fingerprint of the address"),
    },
)
