"""The demo's journey through time."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rec_portal.foundation import zones
from rec_portal.foundation.forms import DateField, PortalForm, TimeField

ZONE = "Asia/Tashkent"
AHEAD = timedelta(days=8)


class AsOfForm(PortalForm):
    day = DateField(label=_("Day"))
    time = TimeField(label=_("Time in Tashkent"))

    def moment(self) -> datetime:
        return zones.instant_of(self.cleaned_data["day"], self.cleaned_data["time"], ZONE)

    @staticmethod
    def in_a_week() -> dict[str, Any]:
        """Eight days from now: late enough for every reminder of a meeting next week but the last ones."""
        there = zones.local(timezone.now() + AHEAD, ZONE)
        return {"day": there.date(), "time": there.time().replace(second=0, microsecond=0)}
