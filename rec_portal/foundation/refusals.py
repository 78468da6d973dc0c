"""The ways in which the portal says no. Views turn each into a message beside the field or on the page."""

from typing import Any

from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """Base: `message` is for the person who asked, in plain words."""

    message: Any = _("This cannot be done.")

    def __init__(self, message: Any = None) -> None:
        self.message = message or self.message
        super().__init__(str(self.message))


class NotAllowed(Refusal):
    message = _("You may not do this.")


class WrongState(Refusal):
    """The action exists, but not in the state the object is in."""

    message = _("This is not possible in the present state.")


class InvalidInput(Refusal):
    """A value that a service refuses; `field` names the form field it belongs to, or None for the whole form."""

    def __init__(self, message: Any, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class StaleEdit(Refusal):
    """Somebody saved in between; `current` is the row as it now stands."""

    message = _("Somebody else saved this in the meantime. Compare both texts below, then save again.")

    def __init__(self, current: Any) -> None:
        super().__init__()
        self.current = current
