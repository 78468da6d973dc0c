"""Django finds the models of the rooms here."""

from working_groups.plans import models as plans  # noqa: F401
from working_groups.recommendations import models as recommendations  # noqa: F401
from working_groups.roadmap import models as roadmap  # noqa: F401
