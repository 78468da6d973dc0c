from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "rec_portal.dashboard"
    label = "dashboard"
