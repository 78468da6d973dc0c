"""Django finds the models of the rooms here."""

from councils.bodies import models as bodies  # noqa: F401
from councils.consensus import models as consensus  # noqa: F401
from councils.documents import models as documents  # noqa: F401
from councils.onboarding import models as onboarding  # noqa: F401
from councils.organisations import models as organisations  # noqa: F401
from councils.seats import models as seats  # noqa: F401
