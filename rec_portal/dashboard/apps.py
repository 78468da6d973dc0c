from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "rec_portal.dashboard"
    label = "dashboard"

    def ready(self) -> None:
        from rec_portal.dashboard import menu  # noqa: F401
