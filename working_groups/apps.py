from django.apps import AppConfig


class WorkingGroupsConfig(AppConfig):
    name = "working_groups"

    def ready(self) -> None:
        # plans

        # recommendations

        # roadmap
        pass
