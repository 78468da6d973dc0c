from django.apps import AppConfig


class HealthConfig(AppConfig):
    name = "rec_portal.health"
    label = "health"
