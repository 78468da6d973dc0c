from django.apps import AppConfig
from django.db.models import Field


class FoundationConfig(AppConfig):
    name = "rec_portal.foundation"
    label = "foundation"

    def ready(self) -> None:
        from rec_portal.foundation.lookups import OneOf

        Field.register_lookup(OneOf)
