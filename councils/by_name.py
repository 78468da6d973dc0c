"""The models that rules and querysets of this app reach by name.

A model module imports its queryset and the rules are read before all models are loaded, so neither can import models.
This is the only place of the app that looks a model up by name.
"""

from typing import Any

from django.apps import apps


def appointments() -> Any:
    return apps.get_model("councils", "Appointment").objects.all()


def group_grants() -> Any:
    return apps.get_model("councils", "BodyGroupGrant").objects.all()


def hand_grants() -> Any:
    return apps.get_model("councils", "BodyUserGrant").objects.all()


def document_bodies() -> Any:
    return apps.get_model("councils", "DocumentBody").objects.all()


def document_readers() -> Any:
    return apps.get_model("councils", "DocumentReader").objects.all()
