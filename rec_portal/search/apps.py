from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "rec_portal.search"
    label = "search"
