"""khal, a calendar client that others wrote, kept in a folder of its own and asked what it shows.

khal files whatever it is given under its UID. That an older SEQUENCE never replaces a newer one (RFC 5546) is for a
mail program to see to, and `Calendar.take` stands in for that.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from email.message import Message
from pathlib import Path
from typing import Any

import icalendar

SETTINGS = """
[calendars]
[[portal]]
path = {folder}/portal
[locale]
local_timezone = {zone}
default_timezone = {zone}
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/khal.db
[default]
default_calendar = portal
"""
SEPARATOR = " | "
FIELDS = ("start-long", "end-long", "cancelled", "title", "location")
# khal shows a day without events by its heading; with an empty one only the events are left.
FORMAT = SEPARATOR.join(f"{{{name}}}" for name in FIELDS)


@dataclass(frozen=True)
class Shown:
    """One line of `khal list`: start and end by the clock of whoever looks, as "2026-03-30 10:00"."""

    starts: str
    ends: str
    cancelled: bool
    title: str
    location: str


class Calendar:
    """One person's calendar program, in their zone."""

    def __init__(self, folder: Path, zone: str) -> None:
        self.folder, self.zone = folder, zone
        (folder / "portal").mkdir(parents=True)
        (folder / "config").write_text(SETTINGS.format(folder=folder, zone=zone))
        self.sequences: dict[str, int] = {}

    def take(self, content: bytes) -> bool:
        """What a mail program does with a calendar part; False where it holds a newer one."""
        events: list[Any] = icalendar.Calendar.from_ical(content).walk("VEVENT")
        if any(int(event["SEQUENCE"]) <= self.sequences.get(str(event["UID"]), -1) for event in events):
            return False
        self.sequences |= {str(event["UID"]): int(event["SEQUENCE"]) for event in events}
        file = self.folder / "incoming.ics"
        file.write_bytes(content)
        self._run("import", "--batch", "-a", "portal", str(file))
        return True

    def listed(self, first: date, days: int = 1) -> list[Shown]:
        """What the client shows from the day `first` on."""
        last = first + timedelta(days=days)
        lines = self._run("list", "--once", "--day-format", "", "--format", FORMAT, str(first), str(last)).splitlines()
        parts = [line.split(SEPARATOR) for line in lines if SEPARATOR in line]
        return [Shown(starts, ends, bool(off.strip()), title, place) for starts, ends, off, title, place in parts]

    def _run(self, *arguments: str) -> str:
        home = str(self.folder)
        names = ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")
        environment = {**os.environ, **dict.fromkeys(names, home), "PYTHONIOENCODING": "utf-8", "LC_ALL": "C.UTF-8"}
        command = [sys.executable, "-m", "khal", "-c", f"{home}/config", *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout


def calendar_part(mail: Message) -> tuple[str, bytes]:
    """Method and content of the calendar part of a mail that was sent."""
    (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    content: Any = part.get_payload(decode=True)
    return str(part.get_param("method")), content
