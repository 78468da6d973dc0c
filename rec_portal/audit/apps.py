from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "rec_portal.audit"
    label = "audit"

    def ready(self) -> None:
        from rec_portal.audit import policy  # noqa: F401
