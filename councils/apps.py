from django.apps import AppConfig


class CouncilsConfig(AppConfig):
    name = "councils"

    def ready(self) -> None:
        from councils import menu, policy, policy_documents, roots, verbs, verbs_documents  # noqa: F401
