"""By which rule the meetings of a series come again: RFC 5545, narrowed to what a secretariat needs.

A rule names days and nothing else. Their wall time is the series' own, so that no change of a clock moves a meeting.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from dateutil.rrule import rrulestr
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from meetings.planning.choices import Pattern
from rec_portal.foundation.refusals import InvalidInput

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
# The gender of the weekday's name in languages that have one: it decides the form of "first" and "last".
MASCULINE, FEMININE, NEUTER = 0, 1, 2
GENDER = (MASCULINE, MASCULINE, FEMININE, MASCULINE, FEMININE, FEMININE, NEUTER)
LAST = -1
LONGEST_INTERVAL = 12
SHORTEST_MONTH = 28
# A rule is never followed further: there is no meeting after this year, and a search must end.
LAST_YEAR = 2100


@dataclass(frozen=True)
class Rule:
    """`weekday` counts from Monday = 0; `ordinal` is 1 to 4 or LAST; `month_day` is 1 to 31, and months without such a
    day have no meeting. What the pattern does not need is None."""

    pattern: Pattern
    interval: int = 1
    weekday: int | None = None
    ordinal: int | None = None
    month_day: int | None = None

    @classmethod
    def from_first_day(cls, pattern: str, first: date, interval: int = 1) -> "Rule":
        """The rule of that pattern that the first day stands for; a fifth week of a month counts as its last."""
        if not 1 <= interval <= LONGEST_INTERVAL:
            raise InvalidInput(_("Give a number from 1 to 12."), field="interval")
        kind, week = Pattern(pattern), (first.day - 1) // 7 + 1
        if kind == Pattern.WEEKLY:
            return cls(kind, interval, weekday=first.weekday())
        if kind == Pattern.SAME_DATE:
            return cls(kind, interval, month_day=first.day)
        ordinal = LAST if kind == Pattern.LAST_WEEKDAY or week > 4 else week
        kind = Pattern.LAST_WEEKDAY if ordinal == LAST else kind
        return cls(kind, interval, weekday=first.weekday(), ordinal=ordinal)

    @classmethod
    def read(cls, text: str) -> "Rule":
        """The inverse of `write`; ValueError or KeyError for any other text."""
        parts = dict(part.split("=") for part in text.split(";"))
        interval = int(parts.get("INTERVAL", "1"))
        if "BYMONTHDAY" in parts:
            return cls(Pattern.SAME_DATE, interval, month_day=int(parts["BYMONTHDAY"]))
        number, weekday = parts["BYDAY"][:-2], DAYS.index(parts["BYDAY"][-2:])
        if parts["FREQ"] == "WEEKLY":
            return cls(Pattern.WEEKLY, interval, weekday=weekday)
        kind = Pattern.LAST_WEEKDAY if int(number) == LAST else Pattern.SAME_WEEKDAY
        return cls(kind, interval, weekday=weekday, ordinal=int(number))

    def write(self) -> str:
        """FREQ=MONTHLY;INTERVAL=1;BYDAY=-1TH"""
        frequency = "WEEKLY" if self.pattern == Pattern.WEEKLY else "MONTHLY"
        if self.pattern == Pattern.SAME_DATE:
            day = f"BYMONTHDAY={self.month_day}"
        else:
            day = f"BYDAY={self.ordinal or ''}{DAYS[self.weekday or 0]}"
        return f"FREQ={frequency};INTERVAL={self.interval};{day}"

    def days(self, first: date, until: date | None = None, count: int | None = None) -> Iterator[date]:
        """The days from `first` on, soonest first, until the last day or the last of `count`, never after LAST_YEAR."""
        found = rrulestr(self.write(), dtstart=datetime.combine(first, time()))
        last = min(until, date(LAST_YEAR, 12, 31)) if until else date(LAST_YEAR, 12, 31)
        for number, moment in enumerate(found):
            if moment.date() > last or (count is not None and number >= count):
                return
            yield moment.date()

    def gaps(self) -> str:
        """A sentence about the months that have no such day; "" where all have."""
        if self.month_day is None or self.month_day <= SHORTEST_MONTH:
            return ""
        return gettext("Months without a day %(day)d have no meeting.") % {"day": self.month_day}

    def __str__(self) -> str:
        """every month on the last Thursday"""
        if self.pattern == Pattern.WEEKLY:
            return self._weekly()
        if self.pattern == Pattern.SAME_DATE:
            return self._by_date()
        values = {"n": self.interval, "ordinal": _ordinal(self.ordinal or LAST, self.weekday or 0)}
        values["weekday"] = str(WEEKDAYS[self.weekday or 0])
        if self.interval == 1:
            return gettext("every month on the %(ordinal)s %(weekday)s") % values
        text = ngettext(
            "every %(n)d month on the %(ordinal)s %(weekday)s",
            "every %(n)d months on the %(ordinal)s %(weekday)s",
            self.interval,
        )
        return text % values

    def _weekly(self) -> str:
        values = {"n": self.interval, "weekday": str(WEEKDAYS[self.weekday or 0])}
        if self.interval == 1:
            return gettext("every week on %(weekday)s") % values
        return ngettext("every %(n)d week on %(weekday)s", "every %(n)d weeks on %(weekday)s", self.interval) % values

    def _by_date(self) -> str:
        values = {"n": self.interval, "day": self.month_day}
        if self.interval == 1:
            return gettext("every month on day %(day)s") % values
        return ngettext("every %(n)d month on day %(day)s", "every %(n)d months on day %(day)s", self.interval) % values


def _ordinal(number: int, weekday: int) -> str:
    forms = {
        1: (pgettext("masculine", "first"), pgettext("feminine", "first"), pgettext("neuter", "first")),
        2: (pgettext("masculine", "second"), pgettext("feminine", "second"), pgettext("neuter", "second")),
        3: (pgettext("masculine", "third"), pgettext("feminine", "third"), pgettext("neuter", "third")),
        4: (pgettext("masculine", "fourth"), pgettext("feminine", "fourth"), pgettext("neuter", "fourth")),
        LAST: (pgettext("masculine", "last"), pgettext("feminine", "last"), pgettext("neuter", "last")),
    }
    return forms[number][GENDER[weekday]]
