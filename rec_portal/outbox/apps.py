from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "rec_portal.outbox"
    label = "outbox"

    def ready(self) -> None:
        from rec_portal.outbox import account_mail, policy, workflow  # noqa: F401
