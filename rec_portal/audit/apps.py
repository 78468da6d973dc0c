from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "rec_portal.audit"
    label = "audit"

    def ready(self) -> None:
        from rec_portal.audit import menu, policy, sign_in, verbs  # noqa: F401

        sign_in.connect()
