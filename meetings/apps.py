from django.apps import AppConfig

from rec_portal.foundation.rooms import load_rooms

# From the lowest to the highest.
ROOMS = (
    "meeting",
    "agenda",
    "invitations",
    "calendar",
    "notices",
    "calling",
    "papers",
    "session",
    "record",
    "planning",
)


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self) -> None:
        load_rooms(self.name, ROOMS)
