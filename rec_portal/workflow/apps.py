from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "rec_portal.workflow"
    label = "workflow"
