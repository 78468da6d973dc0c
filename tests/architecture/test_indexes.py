"""No index stands twice: each costs at every write, and the database only ever reads one of them."""

from django.apps import apps
from django.db.models import ForeignKey, UniqueConstraint

OURS = {"accounts", "audit", "outbox", "councils", "working_groups", "meetings"}


def begins_of(model):
    """The first columns of the model's own indexes over all rows."""
    for index in model._meta.indexes:
        if index.fields and index.condition is None:
            yield index.fields[0].lstrip("-")
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and constraint.fields and constraint.condition is None:
            yield constraint.fields[0]


def test_a_foreign_key_that_begins_another_index_has_none_of_its_own():
    twice = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in OURS and not hasattr(model, "history_object")
        for field in model._meta.local_fields
        if isinstance(field, ForeignKey) and field.db_index and not field.unique and field.name in set(begins_of(model))
    ]
    assert not twice, "These need `db_index=False`, or the other index should begin with something else"
