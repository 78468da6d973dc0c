"""Changed fields in words: "starts_at" becomes "start", an id a name, an instant a time in the reader's zone."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from rec_portal.audit import verbs
from rec_portal.audit.models import AuditEvent
from rec_portal.foundation import spelling, zones
from rec_portal.foundation.references import model_named

Names = dict[tuple[type[models.Model], Any], str]


class Wording:
    """Words for the changes of some events, as one reader may see them: one query per model that they point to."""

    def __init__(self, events: Iterable[AuditEvent], user: Any, zone: str) -> None:
        self.zone = zone
        self.names = _names(events, user)

    def changes(self, event: AuditEvent) -> list[dict[str, str]]:
        """A list of {"label", "old", "new"} for the component `difference`."""
        worded = []
        for change in event.changes:
            field = _field(event, change["field"])
            if label := _label(event, field, change["field"]):
                veiled = verbs.is_veiled(verbs.model_of_changes(event.verb, event.target_type), change["field"])
                old, new = (self._value(field, change["field"], change.get(side), veiled) for side in ("old", "new"))
                worded.append({"label": label, "old": old, "new": new})
        return worded

    def _value(self, field: Any, name: str, value: Any, veiled: bool) -> str:
        if value in (None, ""):
            return ""
        if veiled:
            return _("(not shown here)")
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if (model := _model_named_by(field, name)) is not None:
            return self.names.get((model, value), _("(not visible to you)"))
        if getattr(field, "choices", None):
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(field, models.DateField) and isinstance(value, str):
            return _in_time(field, value, self.zone)
        if getattr(field, "name", "") == "time_zone":
            return zones.city(str(value))
        return str(value)


def _names(events: Iterable[AuditEvent], user: Any) -> Names:
    wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
    for event in events:
        for change in event.changes:
            model = _model_named_by(_field(event, change["field"]), change["field"])
            if model is not None:
                wanted[model] |= {change.get("old"), change.get("new")} - {None}
    names: Names = {}
    for model, keys in wanted.items():
        manager = model._default_manager
        if hasattr(manager, "visible_to"):
            names |= {(model, row.pk): str(row) for row in manager.visible_to(user).filter(pk__in=keys)}
    return names


def _field(event: AuditEvent, name: str) -> Any:
    model = model_named(verbs.model_of_changes(event.verb, event.target_type))
    if model is None:
        return None
    return next((field for field in model._meta.concrete_fields if field.name == name), None)


def _model_named_by(field: Any, name: str) -> Any:
    """The model whose row the value is the key of; None where the value speaks for itself."""
    if isinstance(field, models.ForeignKey):
        return field.related_model
    return model_named(verbs.model_referred_to(name) or "") if field is None else None


def _label(event: AuditEvent, field: Any, name: str) -> str:
    named = verbs.field_named(verbs.model_of_changes(event.verb, event.target_type), name)
    if named is not None:
        return str(named)
    return str(field.verbose_name) if field is not None else name.replace("_", " ")


def _in_time(field: Any, value: str, zone: str) -> str:
    try:
        if isinstance(field, models.DateTimeField):
            return spelling.moment(datetime.fromisoformat(value), zone)
        return spelling.day(datetime.combine(date.fromisoformat(value), datetime.min.time()))
    except ValueError:
        return value
