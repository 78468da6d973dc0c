"""Public holidays of the five states, from the library `holidays`, in the reader's language.

The library computes days that depend on the moon in advance and says so; the state announces them shortly before.
Its own Russian covers three of the five, so its English names are the keys of a table of ours.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

import holidays
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rec_portal.foundation import zones

# Alphabetically, with the clock of the capital (Astana keeps the time of Almaty).
STATES: dict[str, tuple[Any, str]] = {
    "KZ": (_("Kazakhstan"), "Asia/Almaty"),
    "KG": (_("Kyrgyzstan"), "Asia/Bishkek"),
    "TJ": (_("Tajikistan"), "Asia/Dushanbe"),
    "TM": (_("Turkmenistan"), "Asia/Ashgabat"),
    "UZ": (_("Uzbekistan"), "Asia/Tashkent"),
}
NAMES: dict[str, Any] = {
    "Additional day off by Presidential decree": _("Day off by decree of the President"),
    "Additional public holiday": _("Additional day off"),
    "Capital Day": _("Capital Day"),
    "Christmas Day": _("Orthodox Christmas"),
    "Constitution Day": _("Constitution Day"),
    "Constitution and State Flag Day": _("Constitution and State Flag Day"),
    "Day of Memory and Honor": _("Day of Memory and Honour"),
    "Day of the People's April Revolution": _("Day of the People's April Revolution"),
    "Day off": _("Day off in place of another one"),
    "Day of Revival, Unity and Poetry of Magtymguly Pyragy": _("Constitution Day"),
    "Day of the Constitution of Turkmenistan and Poetry of Magtymguly Pyragy": _("Constitution Day"),
    "Day of the Great October Socialist Revolution": _("Day of the Great October Socialist Revolution"),
    "Day of the People's Revolution": _("Day of the People's April Revolution"),
    "Days of History and Commemoration of Ancestors": _("Days of History and Commemoration of Ancestors"),
    "Defender of the Fatherland Day": _("Defender of the Fatherland Day"),
    "Eid al-Adha": _("Eid al-Adha (Kurban Ait)"),
    "Eid al-Fitr": _("Eid al-Fitr (Oraza Ait)"),
    "Fatherland Defender's Day": _("Defender of the Fatherland Day"),
    "First President Day": _("First President Day"),
    "Independence Day": _("Independence Day"),
    "International Neutrality Day": _("International Neutrality Day"),
    "International Nowruz Day": _("Nauryz"),
    "International Women's Day": _("International Women's Day"),
    "International Workers' Solidarity Day": _("Labour Day"),
    "Kazakhstan's People Solidarity Holiday": _("Unity Day of the People of Kazakhstan"),
    "Labor Day": _("Labour Day"),
    "May Holidays": _("May holidays"),
    "Memorial Day": _("Memorial Day"),
    "Mother's Day": _("Mother's Day"),
    "National Memorial Day": _("Memorial Day"),
    "National Unity Day": _("National Unity Day"),
    "New Year Holidays": _("New Year holidays"),
    "New Year's Day": _("New Year's Day"),
    "Non-working day": _("Additional day off"),
    "Nooruz Holiday": _("Nauryz"),
    "Nowruz": _("Nauryz"),
    "Nowruz Holiday": _("Nauryz"),
    "Orthodox Christmas": _("Orthodox Christmas"),
    "Republic Day": _("Republic Day"),
    "Spring Festival": _("Nauryz"),
    "State Flag Day": _("State Flag Day"),
    "Teachers and Instructors Day": _("Teachers' Day"),
    "Victory Day": _("Victory Day"),
    "Women's Day": _("International Women's Day"),
}
NOTES = re.compile(r" \(([^)]*)\)$")


@dataclass(frozen=True)
class Holiday:
    """A day off in one state. `expected` says that the day follows the moon and is announced shortly before."""

    day: date
    country: str
    english: str
    expected: bool

    @property
    def state(self) -> str:
        return str(STATES[self.country][0])

    @property
    def name(self) -> str:
        return str(NAMES.get(self.english, self.english))

    def __str__(self) -> str:
        values = {"country": self.state, "name": self.name}
        if self.expected:
            return gettext("Public holiday in %(country)s, expected: %(name)s") % values
        return gettext("Public holiday in %(country)s: %(name)s") % values


def holidays_between(first: date, last: date) -> list[Holiday]:
    """Those of the days `first` to `last`, both included, by day and then by state."""
    years = range(first.year, last.year + 1)
    return [holiday for year in years for holiday in _of_year(year) if first <= holiday.day <= last]


def holidays_during(start: datetime, end: datetime) -> list[Holiday]:
    """Those that a meeting from `start` to `end` meets, each by the clock of its own state."""
    found = []
    for code, (_name, zone) in STATES.items():
        first = zones.local(start, zone).date()
        last = zones.local(end - timedelta(microseconds=1), zone).date()
        found += [holiday for holiday in holidays_between(first, last) if holiday.country == code]
    return found


def holiday_lines(found: Iterable[Holiday]) -> list[str]:
    """One line a holiday with all the states that keep it: "Nauryz (Kazakhstan, Uzbekistan)"."""
    states: dict[str, list[str]] = {}
    for holiday in found:
        name = gettext("%(name)s, expected") % {"name": holiday.name} if holiday.expected else holiday.name
        states.setdefault(name, []).append(holiday.state)
    return [f"{name} ({', '.join(dict.fromkeys(names))})" for name, names in states.items()]


@lru_cache(maxsize=256)
def _of_year(year: int) -> tuple[Holiday, ...]:
    found = [holiday for code in STATES for holiday in _of_state(code, year)]
    return tuple(sorted(found, key=lambda holiday: holiday.day))


def _of_state(code: str, year: int) -> Iterable[Holiday]:
    for day, names in holidays.country_holidays(code, years=year, language="en_US").items():
        # Of two holidays on one day the library tells both.
        for name in names.split("; "):
            english, expected = NOTES.sub("", name), "estimated" in name
            if day.year == year:
                yield Holiday(day, code, english, expected)
