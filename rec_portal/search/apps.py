from django.apps import AppConfig
from django.db.backends.signals import connection_created


class SearchConfig(AppConfig):
    name = "rec_portal.search"
    label = "search"

    def ready(self) -> None:
        from rec_portal.search.folding import teach_sqlite

        connection_created.connect(teach_sqlite)
