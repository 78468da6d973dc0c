from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "rec_portal.accounts"
    label = "accounts"

    def ready(self) -> None:
        from rec_portal.accounts import checks, panels  # noqa: F401
