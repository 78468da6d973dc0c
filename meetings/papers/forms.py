"""A paper for a meeting: a document that is there already, or a new one brought along."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from councils.bodies.models import Body
from councils.documents.choices import Marking
from councils.documents.forms import MARKING_WORDS, FileField, LanguageField
from councils.documents.models import DocumentRevision
from councils.documents.services.documents import About
from meetings.agenda.models import AgendaItem
from rec_portal.foundation.forms import LineField, PortalForm

# Whoever is to be named has to be typed on the document's own page.
OFFERED = [(marking, words) for marking, words in MARKING_WORDS.items() if marking != Marking.CONFIDENTIAL]


class PaperForm(PortalForm):
    """`revisions` may be pinned; `items` are those of the agenda, `bodies` those of a joint meeting."""

    item = forms.ChoiceField(label=_("For the agenda item"), required=False)
    for_body = forms.ChoiceField(label=_("Only for"), required=False)
    existing = forms.ChoiceField(label=_("A document that is there already"), required=False)
    file = FileField(required=False, label=_("Or a new file"))
    title = LineField(label=_("Its title"), max_length=250, required=False)
    language = LanguageField(required=False)
    marking = forms.ChoiceField(
        label=_("Who is it for?"),
        choices=OFFERED,
        widget=forms.RadioSelect,
        required=False,
        help_text=_("For a confidential paper, first make the document under Documents, then choose it above."),
    )

    def __init__(
        self,
        *args: Any,
        revisions: Sequence[DocumentRevision],
        items: Sequence[AgendaItem],
        bodies: Sequence[Body],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.revisions = {revision.public_id: revision for revision in revisions}
        self.items = {item.public_id: item for item in items}
        self.bodies = {body.slug: body for body in bodies}
        self._offer(
            "existing", _("None: I bring a new file"), ((key, _named(row)) for key, row in self.revisions.items())
        )
        numbered = ((key, f"{item.position}. {item.title}") for key, item in self.items.items())
        self._offer("item", _("The meeting as a whole"), numbered)
        self._offer(
            "for_body", _("Everybody at the meeting"), ((slug, b.short_name) for slug, b in self.bodies.items())
        )
        if not self.bodies:
            del self.fields["for_body"]

    def _offer(self, name: str, nothing: Any, choices: Any) -> None:
        field: Any = self.fields[name]
        field.choices = [("", nothing), *choices]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "file" in self.errors or "existing" in self.errors:
            return cleaned
        if not cleaned.get("existing") and not cleaned.get("file"):
            self.add_error("existing", _("Choose a document, or bring a file."))
        elif cleaned.get("existing") and cleaned.get("file"):
            self.add_error("existing", _("Choose a document or bring a file, not both."))
        elif cleaned.get("file"):
            for name, message in (
                ("title", _("Say what the document is called.")),
                ("language", _("Say in which language the file is.")),
                ("marking", _("Say who it is for.")),
            ):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, message)
        return cleaned

    def pinned(self) -> DocumentRevision | None:
        return self.revisions.get(self.cleaned_data.get("existing", ""))

    def about(self) -> About:
        """The title counts as the one in the language of the file; without a group of its own it is for all of them."""
        title = self.cleaned_data["title"]
        russian = self.cleaned_data["language"] == "ru"
        return About(
            title_en="" if russian else title,
            title_ru=title if russian else "",
            symbol="",
            marking=self.cleaned_data["marking"],
            further_bodies=[] if self.cleaned_data.get("for_body") else list(self.bodies.values()),
        )

    def place(self) -> dict[str, Any]:
        return {
            "item": self.items.get(self.cleaned_data.get("item", "")),
            "for_body": self.bodies.get(self.cleaned_data.get("for_body", "")),
        }


def _named(revision: DocumentRevision) -> str:
    document = revision.document
    language = revision.get_language_display()  # type: ignore[attr-defined]
    return f"{document} ({language}, {revision.number}) – {document.get_marking_display()}"  # type: ignore[attr-defined]
