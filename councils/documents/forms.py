"""Documents: what they are called, who they are for, and their files."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from councils.bodies.models import Body
from councils.documents.choices import DocumentLanguage, Marking
from councils.documents.services.documents import About, people_named
from rec_portal.files.kinds import KINDS
from rec_portal.foundation.forms import LineField, LinesField, PortalForm, VersionedForm

# What each marking means, beside its name.
MARKING_WORDS = {
    Marking.PUBLIC: _("Public: everybody who can sign in"),
    Marking.MEMBERS: _("Members: everyone who sits in the group"),
    Marking.RESTRICTED: _("Restricted: the group's deciding seats"),
    Marking.CONFIDENTIAL: _("Confidential: those who run the group, and people named below"),
}


class FileField(forms.FileField):
    """A file of one of the accepted kinds; what is inside is looked at when it is taken in."""

    def __init__(self, **options: Any) -> None:
        endings = ",".join(f".{ending}" for ending in sorted(KINDS))
        options.setdefault("label", _("File"))
        options.setdefault("widget", forms.FileInput(attrs={"accept": endings}))
        # Its own length limit concerns the name, which is shortened later instead.
        super().__init__(allow_empty_file=True, **options)


class LanguageField(forms.ChoiceField):
    def __init__(self, **options: Any) -> None:
        super().__init__(label=_("Language of the file"), choices=DocumentLanguage.choices, **options)


class AboutForm(PortalForm):
    """`bodies` are those that the document may also be for, `reader` the person who fills the form in."""

    title_en = LineField(label=_("Title in English"), max_length=250, required=False)
    title_ru = LineField(label=_("Title in Russian"), max_length=250, required=False)
    symbol = LineField(
        label=_("Symbol"), max_length=60, required=False, help_text=_("For example REC/WG-A/2024/3, if it has one.")
    )
    marking = forms.ChoiceField(
        label=_("Who is it for?"), choices=list(MARKING_WORDS.items()), widget=forms.RadioSelect
    )
    readers = LinesField(
        label=_("People named on it"),
        rows=3,
        required=False,
        help_text=_("For a confidential document: one e-mail address on each line."),
    )
    also_for = forms.MultipleChoiceField(
        label=_("Also for"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("Groups that share it.")
    )

    def __init__(self, *args: Any, bodies: Iterable[Body], reader: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.bodies, self.reader = {body.slug: body for body in bodies}, reader
        field: Any = self.fields["also_for"]
        field.choices = [(slug, body.short_name) for slug, body in self.bodies.items()]
        if not self.bodies:
            del self.fields["also_for"]

    def clean_readers(self) -> list[Any]:
        found, unknown = people_named(self.cleaned_data["readers"].splitlines(), self.reader)
        if unknown:
            raise ValidationError(
                _("Nobody is known under this address: %(address)s"), params={"address": unknown[0]}, code="unknown"
            )
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("title_en") and not cleaned.get("title_ru") and not self.errors:
            self.add_error("title_en", _("Give a title in at least one language."))
        return cleaned

    def about(self) -> About:
        cleaned = self.cleaned_data
        return About(
            title_en=cleaned["title_en"],
            title_ru=cleaned["title_ru"],
            symbol=cleaned["symbol"],
            marking=cleaned["marking"],
            readers=cleaned["readers"],
            further_bodies=[self.bodies[slug] for slug in cleaned.get("also_for", ())],
        )


class NewDocumentForm(AboutForm):
    """`homes` are the groups that the person runs."""

    body = forms.ChoiceField(label=_("Group"))
    file = FileField()
    language = LanguageField()

    field_order = ("file", "language", "title_en", "title_ru", "symbol", "body", "marking", "readers", "also_for")

    def __init__(self, *args: Any, homes: Iterable[Body], **options: Any) -> None:
        super().__init__(*args, **options)
        self.homes = {body.slug: body for body in homes}
        field: Any = self.fields["body"]
        field.choices = [(slug, body.short_name) for slug, body in self.homes.items()]

    def home(self) -> Body:
        return self.homes[self.cleaned_data["body"]]


class EditDocumentForm(AboutForm, VersionedForm):
    """The page shows who gains and who loses the document before it saves."""

    def saved_and_typed(self) -> list[dict[str, Any]]:
        """After a stale save: where what stands now differs from what was typed."""
        lines = []
        for name in ("title_en", "title_ru", "symbol", "marking"):
            saved, typed = getattr(self.stale, name), self.cleaned_data.get(name, "")
            if saved != typed:
                words = dict(Marking.choices)
                lines.append(
                    {"label": self.fields[name].label, "old": words.get(saved, saved), "new": words.get(typed, typed)}
                )
        return lines


class RevisionForm(PortalForm):
    file = FileField()
    language = LanguageField()
