from django.apps import AppConfig

from rec_portal.foundation.rooms import load_rooms

# From the lowest to the highest.
ROOMS = ("roadmap", "plans", "recommendations")


class WorkingGroupsConfig(AppConfig):
    name = "working_groups"

    def ready(self) -> None:
        load_rooms(self.name, ROOMS)
