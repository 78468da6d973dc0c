from django.apps import AppConfig

from rec_portal.foundation.rooms import load_rooms

# From the lowest to the highest.
ROOMS = ("bodies", "organisations", "seats", "onboarding", "documents", "consensus")


class CouncilsConfig(AppConfig):
    name = "councils"

    def ready(self) -> None:
        load_rooms(self.name, ROOMS)
