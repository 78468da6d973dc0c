from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from meetings.agenda.choices import OPEN_PROPOSALS
from rec_portal.foundation.querysets import PortalQuerySet


class Everybody:
    """The reader of what goes out without knowing whose eyes it meets: mails, calendar files, copies of an agenda."""


EVERYBODY = Everybody()


@dataclass(frozen=True)
class DecidingSeats:
    """The reader of what is made once for all deciding seats of a body, such as their board pack."""

    body_id: int


class Secretariat:
    """The reader of what is made for whoever runs the body."""


SECRETARIAT = Secretariat()


class AgendaItemQuerySet(PortalQuerySet):
    def shown_to(self, reader: Any, **at: Any) -> "AgendaItemQuerySet":
        """In their order, the items that `reader` may read, of all or of one meeting at hand (`meeting=meeting`). The
        only door to an agenda, whoever asks.

        `reader` is a User, or a circle of readers: EVERYBODY for what is fit for each invitee's eyes, without any
        restricted item, DecidingSeats of a body, SECRETARIAT. The caller then answers for the meeting being one that
        they may see, and for who is handed what is made of it.
        """
        return self._shown(reader, at).order_by("position", "id")

    def _shown(self, reader: Any, at: dict[str, Any]) -> "AgendaItemQuerySet":
        if isinstance(reader, Everybody):
            return self.filter(restricted=False, **at)
        if isinstance(reader, DecidingSeats):
            return self.filter(Q(restricted=False) | Q(body=reader.body_id), **at)
        return self.filter(**at) if isinstance(reader, Secretariat) else self.visible_to(reader, **at)

    def backlog_of(self, body: Any) -> "AgendaItemQuerySet":
        return self.filter(body=body, meeting=None).order_by("id")


class ProposalQuerySet(PortalQuerySet):
    def waiting(self) -> "ProposalQuerySet":
        """Not answered for good yet, the oldest first."""
        return self.filter(state__in=OPEN_PROPOSALS).order_by("id")
