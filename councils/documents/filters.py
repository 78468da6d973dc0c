"""What narrows the list of documents."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from councils.bodies.models import Body
from councils.documents.choices import DocumentLanguage, Marking
from councils.documents.querysets import DocumentQuerySet
from rec_portal.foundation.forms import LineField, PortalForm


class DocumentFilter(PortalForm):
    """`bodies` are those that the reader knows."""

    words = LineField(label=_("Title or symbol"), max_length=100, required=False)
    body = forms.ChoiceField(label=_("Group"), required=False)
    marking = forms.ChoiceField(label=_("Marking"), choices=[("", _("All markings")), *Marking.choices], required=False)
    missing = forms.ChoiceField(
        label=_("Not in"), choices=[("", _("Any language")), *DocumentLanguage.choices], required=False
    )

    def __init__(self, *args: Any, bodies: Iterable[Body], **options: Any) -> None:
        super().__init__(*args, **options)
        self.bodies = {body.slug: body for body in bodies}
        field: Any = self.fields["body"]
        field.choices = [("", _("All groups")), *((slug, body.short_name) for slug, body in self.bodies.items())]

    def narrow(self, rows: DocumentQuerySet) -> DocumentQuerySet:
        chosen = self.cleaned_data if self.is_valid() else {}
        if chosen.get("body"):
            rows = rows.of_body(self.bodies[chosen["body"]])
        if chosen.get("marking"):
            rows = rows.filter(marking=chosen["marking"])
        if chosen.get("missing"):
            rows = rows.without_language(chosen["missing"])
        for word in chosen.get("words", "").split():
            pattern = re.escape(word)
            rows = rows.filter(Q(title_en__iregex=pattern) | Q(title_ru__iregex=pattern) | Q(symbol__iregex=pattern))
        return rows
