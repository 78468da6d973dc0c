"""The models that the rules of this app reach by name, because rules are read before all models are loaded."""

from django.apps import apps


def meeting_body() -> type:
    return apps.get_model("meetings", "MeetingBody")
