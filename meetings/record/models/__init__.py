from meetings.record.models.action_item import ActionItem
from meetings.record.models.decision import Decision
from meetings.record.models.minutes import Correction, Corrigendum, Minutes

__all__ = ["ActionItem", "Correction", "Corrigendum", "Decision", "Minutes"]
