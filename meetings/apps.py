from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self) -> None:
        from meetings import menu, policy, policy_papers, verbs, workflow, workflow_packs  # noqa: F401
        from meetings.notices import mail  # noqa: F401
        from meetings.panels import body, calendar  # noqa: F401
        from meetings.services import addresses  # noqa: F401
