from meetings.agenda.models.item import AgendaItem
from meetings.agenda.models.proposal import Proposal

__all__ = ["AgendaItem", "Proposal"]
