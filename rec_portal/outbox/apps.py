from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "rec_portal.outbox"
    label = "outbox"

    def ready(self) -> None:
        from rec_portal.outbox import account_mail, menu, policy, verbs, workflow  # noqa: F401
