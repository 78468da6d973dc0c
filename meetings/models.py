"""Django finds the models of the rooms here."""

from meetings.agenda import models as agenda  # noqa: F401
from meetings.calling import models as calling  # noqa: F401
from meetings.invitations import models as invitations  # noqa: F401
from meetings.meeting import models as meeting  # noqa: F401
from meetings.papers import models as papers  # noqa: F401
from meetings.planning import models as planning  # noqa: F401
from meetings.record import models as record  # noqa: F401
from meetings.session import models as session  # noqa: F401
