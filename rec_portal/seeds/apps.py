from django.apps import AppConfig


class SeedsConfig(AppConfig):
    name = "rec_portal.seeds"
    label = "seeds"
