from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "rec_portal.foundation"
    label = "foundation"
