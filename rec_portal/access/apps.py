from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "rec_portal.access"
    label = "access"

    def ready(self) -> None:
        from rec_portal.access import menu  # noqa: F401
